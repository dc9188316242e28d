import APIRuntime

nonisolated extension EventStream {
    /// Reads a worker's stream to its end and returns the text that the worker wrote.
    ///
    /// ```swift
    /// let text = try await client.workers.createStreaming(input: "A haiku on rain").collectOutputText()
    /// ```
    ///
    /// What the events carry is not part of the API's contract, so this knows the forms that are likely: an object with
    /// `output_text` has the whole text so far, one with a string `delta` has a piece that is added. All other events
    /// are passed over. Where the stream tells no text, the result is empty and ``Worker/outputText`` has it.
    ///
    /// - Parameter limit: How many bytes of UTF-8 there may be.
    /// - Throws: ``APIError`` as iterating the stream does, and with code ``APIError/Code/limitExceeded`` for a text over
    ///   the limit.
    public func collectOutputText(upTo limit: Int = 8 << 20) async throws -> String {
        try await collectText(upTo: limit) { event in
            let json = event.json
            if let whole = json?["output_text"]?.stringValue { return .replacing(whole) }
            return json?["delta"]?.stringValue.map { .appending($0) }
        }
    }
}
