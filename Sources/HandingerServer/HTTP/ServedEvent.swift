/// A server-sent event, or a comment between two of them (WHATWG HTML, section 9.2).
enum ServedEvent: Equatable, Sendable {
    /// - Parameters:
    ///   - id: What a client that reconnects sends as `Last-Event-ID`.
    ///   - name: The type of the event.
    ///   - data: The payload; each of its lines becomes a `data` line.
    ///   - retry: The milliseconds that a client should wait before it reconnects.
    case event(id: String, name: String, data: String, retry: Int? = nil)
    case comment(String)

    var bytes: [UInt8] {
        switch self {
        case .event(let id, let name, let data, let retry):
            var text = "id: \(id)\nevent: \(name)\n"
            if let retry { text += "retry: \(retry)\n" }
            // U+2028 and its like are newlines to Swift, but not to this format.
            for line in data.split(omittingEmptySubsequences: false, whereSeparator: { "\n\r\r\n".contains($0) }) {
                text += "data: \(line)\n"
            }
            return Array((text + "\n").utf8)
        case .comment(let text):
            // No blank line after it: clients are known that take one for the end of an event without data.
            return Array(": \(text)\n".utf8)
        }
    }
}
