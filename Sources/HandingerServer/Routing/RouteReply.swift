import APIRuntime
import HTTPTypes

/// What a handler answers: a value, events, a file, or nothing.
///
/// `Value` is what the operation answers as JSON, `Never` where it has no JSON form.
struct RouteReply<Value: Encodable & Sendable>: Sendable {
    private enum Content: Sendable {
        case value(Value)
        case events(@Sendable (RouteResponse.Write) async throws -> Void)
        case file(ServedFile)
        case empty
    }

    private let content: Content

    private init(_ content: Content) {
        self.content = content
    }

    /// JSON, with status 200.
    static func value(_ value: Value) -> RouteReply {
        RouteReply(.value(value))
    }

    /// Server-sent events, with status 200; each is sent as soon as the sequence gives it.
    static func events<Events: AsyncSequence & Sendable>(_ events: Events) -> RouteReply
    where Events.Element == ServedEvent {
        RouteReply(
            .events { write in
                for try await event in events {
                    try await write(event.bytes)
                }
            }
        )
    }

    /// The bytes of a file, with status 200.
    static func file(_ file: ServedFile) -> RouteReply {
        RouteReply(.file(file))
    }

    /// Status 204.
    static var empty: RouteReply {
        RouteReply(.empty)
    }

    /// The reply as HTTP.
    ///
    /// - Throws: `EncodingError` if the value has no JSON form.
    func response() throws -> RouteResponse {
        switch content {
        case .value(let value):
            let bytes = try JSONCoding.encode(value)
            return RouteResponse(headers: [.contentType: "application/json"], body: .bytes(bytes))
        case .events(let write):
            let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache"]
            return RouteResponse(headers: headers, body: .stream(write))
        case .file(let file):
            let headers: HTTPFields = [
                .contentType: file.mediaType,
                .contentDisposition: file.contentDisposition,
                .xContentTypeOptions: "nosniff",
            ]
            return RouteResponse(headers: headers, body: .bytes(file.bytes))
        case .empty:
            return RouteResponse(status: .noContent)
        }
    }
}

/// A file to be downloaded.
struct ServedFile: Equatable, Sendable {
    /// The path in the workspace; its last part is the name that the client is told.
    let path: String
    let mediaType: String
    let bytes: [UInt8]

    /// The name in plain ASCII, and in full by RFC 8187 where that differs.
    fileprivate var contentDisposition: String {
        let name = path.split(separator: "/").last.map(String.init) ?? "file"
        let plain = String(
            name.unicodeScalars.map { scalar in
                (0x20..<0x7F).contains(scalar.value) && scalar != "\"" && scalar != "\\" ? Character(scalar) : "_"
            }
        )
        let full = PercentEncoding.headerParameter.encode(name)
        let header = "attachment; filename=\"\(plain)\""
        return plain == name ? header : header + "; filename*=UTF-8''\(full)"
    }
}
