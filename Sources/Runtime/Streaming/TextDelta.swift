/// A change of a text that a stream sends in pieces.
public enum TextDelta: Hashable, Sendable {
    /// Appends text.
    case appending(String)
    /// Replaces the text: the event has all of it so far.
    case replacing(String)
}

extension EventStream {
    /// Reads the stream to its end and assembles the text in it.
    ///
    /// ```swift
    /// let text = try await stream.collectText { event in
    ///     event.json?["delta"]?.stringValue.map { .appending($0) }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - limit: The maximum length in bytes of UTF-8.
    ///   - change: Returns the change that an event makes; nil for none.
    /// - Throws: ``APIError`` as iterating does, and with code ``APIError/Code/limitExceeded`` for a text over the
    ///   limit. Errors of `change` are rethrown.
    public func collectText(
        upTo limit: Int = 8 << 20,
        _ change: (ServerSentEvent) throws -> TextDelta?
    ) async throws -> String {
        var text = ""
        for try await event in self {
            switch try change(event) {
            case .appending(let piece): text += piece
            case .replacing(let whole): text = whole
            case nil: continue
            }
            guard text.utf8.count <= limit else {
                throw APIError(.limitExceeded, "The text of the stream is longer than \(limit) bytes.")
            }
        }
        return text
    }
}
