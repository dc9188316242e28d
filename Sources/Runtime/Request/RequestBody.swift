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

    /// A value as JSON, compact and with its properties in declaration order.
    public static func json(
        _ value: some Encodable & Sendable,
        contentType: String = "application/json"
    ) -> RequestBody {
        RequestBody(content: .json(value), contentType: contentType)
    }

    /// Values as JSON, each on a line of its own that ends with a line feed.
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

    /// Parts as `multipart/form-data`.
    public static func multipart(_ parts: [MultipartPart]) -> RequestBody {
        RequestBody(content: .multipart(parts), contentType: nil)
    }

    /// Bytes as they are.
    public static func bytes(_ data: Data, contentType: String = "application/octet-stream") -> RequestBody {
        RequestBody(content: .bytes(Array(data)), contentType: contentType)
    }

    /// The content of a file, as it is; read while it is sent.
    public static func file(_ url: URL, contentType: String = "application/octet-stream") -> RequestBody {
        RequestBody(content: .file(url), contentType: contentType)
    }

    /// Bytes that come one chunk after another. They can be sent only once, so such a call is never retried.
    public static func stream(_ body: HTTPBody, contentType: String = "application/octet-stream") -> RequestBody {
        RequestBody(content: .stream(body), contentType: contentType)
    }

    /// A text in UTF-8.
    public static func text(_ text: String, contentType: String = "text/plain; charset=utf-8") -> RequestBody {
        RequestBody(content: .bytes(Array(text.utf8)), contentType: contentType)
    }

    /// Whether the body can be sent more than once.
    var isReplayable: Bool {
        if case .stream(let body) = content { body.isReplayable } else { true }
    }

    /// The bytes to send and the value of `Content-Type`.
    func render() throws -> (body: HTTPBody, contentType: String) {
        let fallback = contentType ?? "application/octet-stream"
        switch content {
        case .json(let value):
            return (HTTPBody(try JSONCoding.encode(value)), fallback)
        case .jsonLines(let values):
            let lines = try values.map { try JSONCoding.encode($0) + [UInt8(ascii: "\n")] }
            return (HTTPBody(Array(lines.joined())), fallback)
        case .form(let fields):
            let pairs = try fields.flatMap { try $0.pairs() }
            return (HTTPBody(Array(pairs.joined(separator: "&").utf8)), fallback)
        case .multipart(let parts):
            let (body, boundary) = try MultipartWriter(parts).write { "part-\(UUID().uuidString)" }
            return (body, "multipart/form-data; boundary=\(boundary)")
        case .stream(let body):
            return (body, fallback)
        case .bytes(let bytes):
            return (HTTPBody(bytes), fallback)
        case .file(let url):
            return (HTTPBody(file: url, length: try FileLength.of(url)), fallback)
        }
    }
}

/// A field of an `application/x-www-form-urlencoded` body. Nil values are left out.
public struct FormField: Sendable {
    private let parameter: QueryParameter
    /// Whether nothing says how the value is written: then an object is JSON.
    private let isPlain: Bool

    var name: String { parameter.name }

    /// Makes a field.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - value: Its value; nil leaves it out.
    ///   - style: How arrays and objects are written. With neither this nor one of those below, each element of an
    ///     array is a field and an object is JSON (OpenAPI 3.1.1, section 4.8.15.1.2).
    ///   - explode: Whether each element gets a field of its own.
    ///   - allowReserved: Whether reserved characters that cannot be mistaken for separators stay as they are.
    public init<Value: Encodable & Sendable>(
        _ name: String,
        _ value: Value?,
        style: ParameterStyle? = nil,
        explode: Bool? = nil,
        allowReserved: Bool = false
    ) {
        isPlain = style == nil && explode == nil && !allowReserved
        parameter = QueryParameter(
            name,
            value,
            style: style ?? .form,
            explode: explode,
            allowReserved: allowReserved
        )
    }

    func pairs() throws -> [String] {
        try parameter.fields(objectsAsJSON: isPlain).map { "\($0.name)=\($0.value)" }
    }
}
