import APIRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Recorded requests with their responses, which can be saved as a test fixture.
///
/// A ``RecordingTransport`` creates it and a ``ReplayingTransport`` answers from it. It contains no request headers and
/// no response headers with secrets; secrets in queries are replaced. Bodies are not redacted.
public struct Recording: Codable, Hashable, Sendable {
    /// A request and its response.
    public struct Exchange: Codable, Hashable, Sendable {
        /// The method.
        public var method: String
        /// The path and query.
        public var path: String
        /// The body of the request; nil if there is none.
        public var requestBody: Bytes?
        /// The status of the response.
        public var status: Int
        /// The headers of the response.
        public var headers: [String: String]
        /// The chunks of the response body.
        public var body: [Bytes]
    }

    /// The exchanges in the order of the requests.
    public var exchanges: [Exchange]

    /// Creates a recording.
    public init(exchanges: [Exchange] = []) {
        self.exchanges = exchanges
    }

    /// Reads a recording from a file.
    ///
    /// - Throws: An error of Foundation if the file cannot be read, `DecodingError` if it is not a recording.
    public init(contentsOf url: URL) throws {
        self = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: url))
    }

    /// Writes the recording to a file, with deterministic formatting.
    ///
    /// - Throws: An error of Foundation if the file cannot be written.
    public func write(to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: url, options: .atomic)
    }
}

extension Recording {
    /// Bytes with a readable encoding: text if they are UTF-8, otherwise base64.
    public struct Bytes: Codable, Hashable, Sendable {
        private enum CodingKeys: String, CodingKey {
            case text, base64
        }

        /// The bytes.
        public var bytes: [UInt8]

        /// Creates a value from bytes.
        public init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        /// Decodes `{"text": …}` or `{"base64": …}`.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            if let text = try container.decodeIfPresent(String.self, forKey: .text) {
                bytes = Array(text.utf8)
            } else {
                bytes = Array(try container.decode(Data.self, forKey: .base64))
            }
        }

        /// Encodes as `{"text": …}` or `{"base64": …}`.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            if let text = String(validating: bytes, as: UTF8.self) {
                try container.encode(text, forKey: .text)
            } else {
                try container.encode(Data(bytes), forKey: .base64)
            }
        }

        /// Whether two bodies are equal; JSON is compared by value.
        func matches(_ other: Bytes) -> Bool {
            if bytes == other.bytes { return true }
            guard let json = try? JSONValue(parsing: bytes) else { return false }
            return json == (try? JSONValue(parsing: other.bytes))
        }
    }
}
