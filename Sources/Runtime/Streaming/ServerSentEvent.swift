/// A server-sent event (HTML Standard section 9.2).
///
/// ```swift
/// for try await event in client.workers.streamUpdates(workerID: id) {
///     if event.event == "progress", let step = event.json?["step"]?.intValue { … }
/// }
/// ```
public struct ServerSentEvent: Hashable, Sendable {
    /// The type of the event; `message` by default.
    public var event: String
    /// The data of the event, its lines joined with `\n`. It need not be JSON.
    public var data: String
    // `Optional<T>` without an implicit initial value: with one, the initializer copies the whole event at its end
    // (Swift 6.3), an eighth of the time of reading a short event.
    /// The last event ID in effect; nil if the server sent none.
    public var id: Optional<String>
    // swift-format-ignore: UseShorthandTypeNames
    /// The reconnection time in effect; nil if the server sent none.
    public var retry: Optional<Duration>

    /// Creates an event.
    public init(event: String = "message", data: String, id: String? = nil, retry: Duration? = nil) {
        self.event = event
        self.data = data
        self.id = id
        self.retry = retry
    }

    /// The data as JSON; nil if it is not JSON.
    public var json: JSONValue? {
        try? JSONValue(parsing: data.utf8)
    }

    /// The event in the format of an event stream.
    package var encoded: [UInt8] {
        var text = id.map { "id: \($0)\n" } ?? ""
        text += "event: \(event)\n"
        if let retry { text += "retry: \(Int64(retry / .milliseconds(1)))\n" }
        // Only these are line ends of the format; `isNewline` includes U+2028.
        let lines = data.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        for line in lines { text += "data: \(line)\n" }
        return Array((text + "\n").utf8)
    }

    /// Decodes the data as JSON.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/responseValidation`` and the JSON path of the problem.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        let bytes = Array(data.utf8)
        do {
            return try JSONCoding.decode(type, from: bytes)
        } catch let error as DecodingError {
            let message =
                "The data of the event '\(event)' cannot be used. " + DecodingFailure(error, in: bytes).message
            throw APIError(.responseValidation, message, body: APIError.body(of: bytes), cause: error)
        }
    }
}
