import APIRuntime

nonisolated extension EventStream {
    /// Reads a worker's stream to its end and returns the text that the worker wrote.
    ///
    /// ```swift
    /// let text = try await client.workers.createStreaming(input: "A haiku on rain").collectOutputText()
    /// ```
    ///
    /// The API does not specify the payload of events, so this method accepts two likely forms: `output_text` is the
    /// whole text so far, a string `delta` is appended. It ignores all other events. If no event has text, the result
    /// is empty; use ``Worker/outputText`` then.
    /// - Parameter limit: The maximum length in bytes of UTF-8.
    /// - Throws: ``APIError`` as iteration of the stream does, and with code ``APIError/Code/limitExceeded`` if the
    ///   text is too long.
    public func collectOutputText(upTo limit: Int = 8 << 20) async throws -> String {
        try await collectText(upTo: limit) { event in
            let json = event.json
            if let whole = json?["output_text"]?.stringValue { return .replacing(whole) }
            return json?["delta"]?.stringValue.map { .appending($0) }
        }
    }
}
