#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The body of a request.
public struct RequestBody: Sendable {
    enum Content: Sendable {
        case json(any Encodable & Sendable)
        case jsonLines([any Encodable & Sendable])
        case form([FormField])
        case multipart([MultipartPart])
        case bytes([UInt8])
        case file(URL)
        case stream(HTTPBody)
    }

    let content: Content
    let contentType: String?

    /// A value as compact JSON, its properties in declaration order.
    public static func json(
        _ value: some Encodable & Sendable,
        contentType: String = "application/json"
    ) -> RequestBody {
        RequestBody(content: .json(value), contentType: contentType)
    }

    /// Values as JSON Lines: one value per line, each line ended by a line feed. With the type `application/json-seq`
    /// they are a JSON text sequence (RFC 7464).
    public static func jsonLines(
        _ values: some Sequence<some Encodable & Sendable>,
        contentType: String = "application/jsonl"
    ) -> RequestBody {
        RequestBody(content: .jsonLines(Array(values)), contentType: contentType)
    }

    /// Fields as `application/x-www-form-urlencoded`.
    public static func form(_ fields: [FormField]) -> RequestBody {
        RequestBody(content: .form(fields), contentType: "application/x-www-form-urlencoded")
    }

    /// Parts as `multipart/form-data` or another multipart type. The boundary is added.
    public static func multipart(
        _ parts: [MultipartPart],
        contentType: String = "multipart/form-data"
    ) -> RequestBody {
        RequestBody(content: .multipart(parts), contentType: contentType)
    }

    /// Bytes, sent unchanged.
    public static func bytes(_ data: Data, contentType: String = "application/octet-stream") -> RequestBody {
        RequestBody(content: .bytes(Array(data)), contentType: contentType)
    }

    /// The content of a file, read while it is sent.
    public static func file(_ url: URL, contentType: String = "application/octet-stream") -> RequestBody {
        RequestBody(content: .file(url), contentType: contentType)
    }

    /// A stream of chunks. It can be sent only once, so the call is never retried.
    public static func stream(_ body: HTTPBody, contentType: String = "application/octet-stream") -> RequestBody {
        RequestBody(content: .stream(body), contentType: contentType)
    }

    /// Text in UTF-8.
    public static func text(_ text: String, contentType: String = "text/plain; charset=utf-8") -> RequestBody {
        RequestBody(content: .bytes(Array(text.utf8)), contentType: contentType)
    }

    /// Whether the body can be sent more than once.
    var isReplayable: Bool {
        if case .stream(let body) = content { body.isReplayable } else { true }
    }

    /// Encodes the body and returns it with the value of `Content-Type`.
    func render() throws -> (body: HTTPBody, contentType: String) {
        let fallback = contentType ?? "application/octet-stream"
        switch content {
        case .json(let value):
            return (HTTPBody(try JSONCoding.encode(value)), fallback)
        case .jsonLines(let values):
            // In a JSON text sequence each text follows a record separator (RFC 7464 section 2.2).
            let start: [UInt8] = MediaType(fallback).essence.hasSuffix(bytes: "json-seq") ? [0x1E] : []
            let lines = try values.map { try start + JSONCoding.encode($0) + [UInt8(ascii: "\n")] }
            return (HTTPBody(Array(lines.joined())), fallback)
        case .form(let fields):
            let pairs = try fields.flatMap { try $0.pairs() }
            return (HTTPBody(Array(pairs.joined(separator: "&").utf8)), fallback)
        case .multipart(let parts):
            let (body, boundary) = try MultipartWriter(parts).write { "part-\(UUID().uuidString)" }
            return (body, "\(fallback); boundary=\(boundary)")
        case .stream(let body):
            return (body, fallback)
        case .bytes(let bytes):
            return (HTTPBody(bytes), fallback)
        case .file(let url):
            return (HTTPBody(file: url, length: try FileLength.of(url)), fallback)
        }
    }
}

extension RequestBody {
    /// Adds fields at the top level of the body. They replace fields of the same name.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/invalidRequest`` if the body has no fields.
    func adding(_ fields: [String: JSONValue]) throws -> RequestBody {
        if fields.isEmpty { return self }
        let sorted = fields.sortedMembers
        let names = Set(fields.keys.map { BytewiseText($0) })
        switch content {
        case .json(let value):
            guard case .object(var members) = try JSONTree(encoding: value) else { throw Self.hasNoFields }
            for (name, value) in sorted {
                let member = JSONTree.Member(name: name, value: try JSONTree(encoding: value))
                if let index = members.firstIndex(where: { $0.name.hasSameBytes(as: name) }) {
                    members[index] = member
                } else {
                    members.append(member)
                }
            }
            return RequestBody(content: .bytes(JSONTree.object(members).json), contentType: contentType)
        case .form(let own):
            let kept = own.filter { !names.contains(BytewiseText($0.name)) }
            return RequestBody(
                content: .form(kept + sorted.map { FormField($0.key, $0.value) }),
                contentType: contentType
            )
        case .multipart(let own):
            let kept = own.flatMap(\.all).filter { !names.contains(BytewiseText($0.name)) }
            let parts = kept + sorted.map { MultipartPart.value($0.key, $0.value) }
            return RequestBody(content: .multipart(parts), contentType: contentType)
        case .jsonLines, .bytes, .file, .stream:
            throw Self.hasNoFields
        }
    }

    private static var hasNoFields: APIError {
        APIError(.invalidRequest, "Fields can only be added to a body that is a JSON object, a form or multipart.")
    }
}
