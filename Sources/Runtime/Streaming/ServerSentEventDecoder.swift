/// Decodes the bytes of an event stream: a state machine without input and output.
///
/// Push chunks of any size and take events until there are none:
///
/// ```swift
/// var decoder = ServerSentEventDecoder()
/// decoder.push(chunk)
/// while let event = try decoder.next() { … }
/// ```
///
/// It follows sections 9.2.5 and 9.2.6 of the HTML Standard. Its time is linear in the number of bytes, however they
/// are split; its memory is bounded by ``maximumEventSize``.
public struct ServerSentEventDecoder: ~Copyable {
    /// The ID of the last complete event; empty for none. The ID of an incomplete event does not count: a stream that
    /// continued after it would miss that event.
    public private(set) var lastEventID: String
    /// Whether the last complete event had an ID, rather than inheriting one.
    private(set) var isIDExplicit = false

    private var buffer: [UInt8] = []
    private var lines = EventLines()
    private var builder: EventBuilder

    /// Creates a decoder.
    ///
    /// - Parameters:
    ///   - maximumEventSize: The maximum size of the data of one event in bytes.
    ///   - lastEventID: The ID in effect, for a stream that continues another one.
    public init(maximumEventSize: Int = 8 << 20, lastEventID: String = "") {
        builder = EventBuilder(maximumSize: maximumEventSize)
        self.lastEventID = lastEventID
    }

    /// The maximum size of the data of one event in bytes. Its type and ID have the same limit each.
    public var maximumEventSize: Int { builder.maximumSize }

    /// The reconnection time from the server; nil for none.
    public var retry: Duration? { builder.retry }

    /// Adds a chunk.
    public mutating func push(_ chunk: consuming [UInt8]) {
        if !builder.isComplete { buffer.withUnsafeBytes { builder.keepData(of: $0) } }
        lines.add(chunk, to: &buffer)
    }

    /// Returns the next complete event; nil if more bytes are needed.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/limitExceeded`` if an event is too large.
    public mutating func next() throws -> ServerSentEvent? {
        guard try advance() else { return nil }
        return event
    }

    /// Discards the incomplete event at the end of a stream. The ID and the reconnection time stay.
    public mutating func reset() {
        buffer = []
        lines = EventLines()
        builder.clear()
    }

    /// Whether an event is incomplete.
    var isWithinEvent: Bool {
        lines.start < buffer.count || !builder.isEmpty
    }
}

// Access to events without creating their values.
extension ServerSentEventDecoder {
    /// Advances to the next complete event, which is valid until the next call or chunk.
    ///
    /// - Returns: Whether there is one; otherwise more bytes are needed.
    /// - Throws: ``APIError`` as ``next()`` does.
    @inline(__always) mutating func advance() throws -> Bool {
        if builder.isComplete { builder.clear() }
        guard lines.start < buffer.count else { return false }
        let isComplete = try buffer.withUnsafeBytes { bytes in
            while let line = lines.next(in: bytes) {
                if line.isEmpty {
                    if let id = builder.id { lastEventID = id }
                    if builder.end() { return true }
                } else {
                    try builder.read(line, of: bytes)
                }
            }
            return false
        }
        if isComplete {
            isIDExplicit = builder.id != nil
        } else {
            try builder.checkLine(buffer.count - lines.start)
        }
        return isComplete
    }

    /// The current event.
    @inline(__always) var event: ServerSentEvent {
        ServerSentEvent(
            event: builder.type.isEmpty ? "message" : builder.type,
            data: withData { String(decoding: $0, as: UTF8.self) },
            id: lastEventID.isEmpty ? nil : lastEventID,
            retry: builder.retry
        )
    }

    /// Whether the current event has the type `error`.
    var isError: Bool { builder.type == "error" }

    /// Accesses the data of the current event.
    @inline(__always)
    func withData<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        if case .line(let range) = builder.data {
            try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
        } else {
            try builder.joined.withUnsafeBytes(body)
        }
    }
}
