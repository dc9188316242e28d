/// One event of a stream of server-sent events (HTML Standard, section 9.2).
///
/// ```swift
/// for try await event in client.workers.streamUpdates(workerID: id) {
///     if event.event == "progress", let step = event.json?["step"]?.intValue { … }
/// }
/// ```
public struct ServerSentEvent: Hashable, Sendable {
    /// The event's type; `message` where the server names none.
    public var event: String
    /// The event's data, its lines joined with `\n`. It need not be JSON.
    public var data: String
    // Written out, the optionals have no nil of their own to begin with. With one, the initializer ends with a copy of the
    // whole event (Swift 6.3), which took an eighth of the time of reading a short one.
    // swift-format-ignore: UseShorthandTypeNames
    /// The last event ID in force; nil if the server has given none.
    public var id: Optional<String>
    // swift-format-ignore: UseShorthandTypeNames
    /// The reconnection time in force; nil if the server has given none.
    public var retry: Optional<Duration>

    /// Makes an event.
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

    /// The data read as a type.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/responseValidation`` that names the JSON path.
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
