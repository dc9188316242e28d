import APIRuntime
import HTTPTypes

/// The reply of a handler: a value, events, a file or nothing.
///
/// `Value` is the type of the operation's JSON response, or `Never` if there is none.
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

    /// JSON with status 200.
    static func value(_ value: Value) -> RouteReply {
        RouteReply(.value(value))
    }

    /// Server-sent events with status 200, each sent as soon as the sequence yields it.
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

    /// A file with status 200.
    static func file(_ file: ServedFile) -> RouteReply {
        RouteReply(.file(file))
    }

    /// No content, with status 204.
    static var empty: RouteReply {
        RouteReply(.empty)
    }

    /// Converts the reply to an HTTP response.
    ///
    /// - Throws: `EncodingError` if the value cannot be encoded as JSON.
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

/// A downloadable file.
struct ServedFile: Equatable, Sendable {
    /// The path in the workspace; the last component is the suggested file name.
    let path: String
    let mediaType: String
    let bytes: [UInt8]

    /// The ASCII file name, and the full name in RFC 8187 encoding if it differs.
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

/// A server-sent event or a comment (WHATWG HTML, section 9.2).
enum ServedEvent: Equatable, Sendable {
    /// - Parameters:
    ///   - id: The event's id, which a reconnecting client sends as `Last-Event-ID`.
    ///   - name: The event type.
    ///   - data: The payload; each line becomes a `data` field.
    ///   - retry: The reconnection time in milliseconds.
    case event(id: String, name: String, data: String, retry: Int? = nil)
    case comment(String)

    var bytes: [UInt8] {
        switch self {
        case .event(let id, let name, let data, let retry):
            let wait = retry.map { Duration.milliseconds($0) }
            return ServerSentEvent(event: name, data: data, id: id, retry: wait).encoded
        case .comment(let text):
            // No blank line follows, because some clients take it for the end of an event without data.
            return Array(": \(text)\n".utf8)
        }
    }
}
