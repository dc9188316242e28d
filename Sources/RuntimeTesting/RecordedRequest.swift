public import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A request as a transport got it.
public struct RecordedRequest: Sendable {
    /// The method.
    public let method: HTTPRequest.Method
    /// Scheme, authority, path and query; no fragment.
    public let url: String
    /// Host and port, as in the `Host` header field.
    public let authority: String
    /// Path and query as sent (the request target of RFC 9112).
    public let target: String
    /// The path, percent-encoded, without the query.
    public let path: String
    /// The query's fields, decoded, in their order.
    public let query: [(name: String, value: String)]
    /// The headers, the credential among them.
    public let headers: HTTPFields
    /// The body; empty if there was none.
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

    /// The body read as a type.
    ///
    /// - Throws: `DecodingError` if it does not fit.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONCoding.decode(type, from: body)
    }
}

extension RecordedRequest: CustomStringConvertible, CustomReflectable {
    /// Method and path: no header and no query, which may hold a credential.
    public var description: String { "\(method.rawValue) \(path)" }

    /// A mirror without headers and query.
    public var customMirror: Mirror {
        Mirror(self, children: ["method": method.rawValue, "path": path, "text": text], displayStyle: .struct)
    }
}
