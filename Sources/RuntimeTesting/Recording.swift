import APIRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Requests with their responses, as a file that can be kept with the tests.
///
/// Made with a ``RecordingTransport``, answered from by a ``ReplayingTransport``. There are no request headers and no
/// response header that holds a secret in it, and secrets in queries are replaced; what bodies hold is kept as it is.
public struct Recording: Codable, Hashable, Sendable {
    /// A request and its response.
    public struct Exchange: Codable, Hashable, Sendable {
        /// The method.
        public var method: String
        /// Path and query.
        public var path: String
        /// The request's body; nil if there was none.
        public var requestBody: Bytes?
        /// The response's status.
        public var status: Int
        /// The response's headers.
        public var headers: [String: String]
        /// The response's body, in the pieces in which it came.
        public var body: [Bytes]
    }

    /// The exchanges, in the order in which the requests were sent.
    public var exchanges: [Exchange]

    /// Makes a recording.
    public init(exchanges: [Exchange] = []) {
        self.exchanges = exchanges
    }

    /// Reads a recording from a file.
    ///
    /// - Throws: An error of Foundation if the file cannot be read, `DecodingError` if it is no recording.
    public init(contentsOf url: URL) throws {
        self = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: url))
    }

    /// Writes the recording to a file, in the same form each time.
    ///
    /// - Throws: An error of Foundation if the file cannot be written.
    public func write(to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: url, options: .atomic)
    }
}

extension Recording {
    /// Bytes that read well in a file: text where they are UTF-8, else base64.
    public struct Bytes: Codable, Hashable, Sendable {
        private enum CodingKeys: String, CodingKey {
            case text, base64
        }

        /// The bytes.
        public var bytes: [UInt8]

        /// Wraps bytes.
        public init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        /// Reads `{"text": …}` or `{"base64": …}`.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            if let text = try container.decodeIfPresent(String.self, forKey: .text) {
                bytes = Array(text.utf8)
            } else {
                bytes = Array(try container.decode(Data.self, forKey: .base64))
            }
        }

        /// Writes `{"text": …}` or `{"base64": …}`.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            if let text = String(validating: bytes, as: UTF8.self) {
                try container.encode(text, forKey: .text)
            } else {
                try container.encode(Data(bytes), forKey: .base64)
            }
        }

        /// Whether a request with other bytes is the same: JSON is compared as JSON.
        func matches(_ other: Bytes) -> Bool {
            if bytes == other.bytes { return true }
            guard let json = try? JSONValue(parsing: bytes) else { return false }
            return json == (try? JSONValue(parsing: other.bytes))
        }
    }
}
