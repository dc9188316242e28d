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
            var text = "id: \(id)\nevent: \(name)\n"
            if let retry { text += "retry: \(retry)\n" }
            // Swift counts U+2028 as a newline, the format does not.
            for line in data.split(omittingEmptySubsequences: false, whereSeparator: { "\n\r\r\n".contains($0) }) {
                text += "data: \(line)\n"
            }
            return Array((text + "\n").utf8)
        case .comment(let text):
            // No blank line follows, because some clients take it for the end of an event without data.
            return Array(": \(text)\n".utf8)
        }
    }
}
