/// What an event does to a text that a stream gives piece by piece.
public enum TextDelta: Hashable, Sendable {
    /// Adds this to its end.
    case appending(String)
    /// Makes it this: the event has the whole text so far.
    case replacing(String)
}

extension EventStream {
    /// Reads the stream to its end and puts together the text in it.
    ///
    /// ```swift
    /// let text = try await stream.collectText { event in
    ///     event.json?["delta"]?.stringValue.map { .appending($0) }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - limit: How many bytes of UTF-8 there may be.
    ///   - change: What an event does to the text; nil for nothing.
    /// - Throws: ``APIError`` as iterating does, and with code ``APIError/Code/limitExceeded`` for a text over the limit.
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
