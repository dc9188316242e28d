public import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A request as received by a transport.
public struct RecordedRequest: Sendable {
    /// The method.
    public let method: HTTPRequest.Method
    /// The URL without a fragment.
    public let url: String
    /// The host and port, as in the `Host` header field.
    public let authority: String
    /// The request target as sent: path and query (RFC 9112).
    public let target: String
    /// The percent-encoded path without the query.
    public let path: String
    /// The decoded fields of the query in order.
    public let query: [(name: String, value: String)]
    /// The header fields, including the credential.
    public let headers: HTTPFields
    /// The body; empty if there is none.
    public let body: [UInt8]

    init(_ request: HTTPRequest, body: [UInt8]) {
        method = request.method
        headers = request.headerFields
        self.body = body
        authority = request.authority ?? ""
        target = request.path ?? "/"
        url = request.urlText
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        query = (parts.count > 1 ? parts[1].split(separator: "&") : []).map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { side in
                PercentEncoding.decode(side) ?? String(side)
            }
            return (sides[0], sides.count > 1 ? sides[1] : "")
        }
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; nil if it is not JSON.
    public var json: JSONValue? { try? JSONValue(parsing: body) }

    /// Decodes the body.
    ///
    /// - Throws: `DecodingError` if the body does not match the type.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONCoding.decode(type, from: body)
    }
}

extension RecordedRequest: CustomStringConvertible, CustomReflectable {
    /// The method and path, without headers and query, which may contain a credential.
    public var description: String { "\(method.rawValue) \(path)" }

    /// A mirror without headers and query, which may contain a credential.
    public var customMirror: Mirror {
        Mirror(self, children: ["method": method.rawValue, "path": path, "text": text], displayStyle: .struct)
    }
}
