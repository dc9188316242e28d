/// Turns the bytes of an event stream into events: a state machine that neither waits nor reads.
///
/// Feed it chunks of any size and ask for events until there is none:
///
/// ```swift
/// var decoder = ServerSentEventDecoder()
/// decoder.push(chunk)
/// while let event = try decoder.next() { … }
/// ```
///
/// It follows the HTML Standard, sections 9.2.5 and 9.2.6, byte for byte. Time is linear in the bytes however they are
/// cut; memory is bounded by ``maximumEventSize``.
public struct ServerSentEventDecoder: ~Copyable {
    /// The ID of the last event that was complete; empty for none. An ID within an event that is still to be completed
    /// does not count: a stream that goes on after it would miss that event.
    public private(set) var lastEventID: String
    /// Whether the last complete event came with an ID of its own.
    private(set) var isIDExplicit = false

    private var buffer: [UInt8] = []
    private var lines = EventLines()
    private var fields: EventBuilder

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - maximumEventSize: How many bytes the data of one event may have.
    ///   - lastEventID: The ID in force, for a stream that goes on with one that broke off.
    public init(maximumEventSize: Int = 8 << 20, lastEventID: String = "") {
        fields = EventBuilder(maximumSize: maximumEventSize)
        self.lastEventID = lastEventID
    }

    /// How many bytes the data of one event may have; its name and ID may each have as many.
    public var maximumEventSize: Int { fields.maximumSize }

    /// The reconnection time that the server has given.
    public var retry: Duration? { fields.retry }

    /// Adds bytes as they came.
    public mutating func push(_ chunk: consuming [UInt8]) {
        if !fields.isComplete { buffer.withUnsafeBytes { fields.keepData(of: $0) } }
        lines.add(chunk, to: &buffer)
    }

    /// The next event that is complete, or nil if more bytes are needed.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/limitExceeded`` once an event is larger than allowed.
    public mutating func next() throws -> ServerSentEvent? {
        guard try advance() else { return nil }
        return event
    }

    /// Forgets what is incomplete, as the end of a stream demands. The ID and reconnection time stay.
    public mutating func reset() {
        buffer = []
        lines = EventLines()
        fields.clear()
    }

    /// Whether bytes of an event have come that is not complete.
    var isWithinEvent: Bool {
        lines.start < buffer.count || !fields.isEmpty
    }
}

// The event without its values being made.
extension ServerSentEventDecoder {
    /// Goes on to the next event that is complete. What it holds can be read until the decoder goes on or gets bytes.
    ///
    /// - Returns: Whether there is one; if not, more bytes are needed.
    /// - Throws: ``APIError`` as ``next()`` does.
    @inline(__always) mutating func advance() throws -> Bool {
        if fields.isComplete { fields.clear() }
        guard lines.start < buffer.count else { return false }
        let isComplete = try buffer.withUnsafeBytes { bytes in
            while let line = lines.next(in: bytes) {
                if line.isEmpty {
                    if let id = fields.id { lastEventID = id }
                    if fields.end() { return true }
                } else {
                    try fields.read(line, of: bytes)
                }
            }
            return false
        }
        if isComplete {
            isIDExplicit = fields.id != nil
        } else {
            try fields.checkLine(buffer.count - lines.start)
        }
        return isComplete
    }

    /// The event that ``advance()`` went to.
    @inline(__always) var event: ServerSentEvent {
        ServerSentEvent(
            event: fields.type.isEmpty ? "message" : fields.type,
            data: withData { String(decoding: $0, as: UTF8.self) },
            id: lastEventID.isEmpty ? nil : lastEventID,
            retry: fields.retry
        )
    }

    /// Whether its name says that it is an error.
    var isError: Bool { fields.type == "error" }

    /// Looks at the bytes of its data.
    @inline(__always)
    func withData<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        if case .line(let range) = fields.data {
            try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
        } else {
            try fields.joined.withUnsafeBytes(body)
        }
    }
}
