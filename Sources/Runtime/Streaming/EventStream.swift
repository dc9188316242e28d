/// A stream of server-sent events.
///
/// Nothing is sent until the first event is asked for. Each iteration makes a request of its own, and leaving the loop
/// or cancelling its task closes the connection.
///
/// A stream that breaks off is continued with `Last-Event-ID` (HTML Standard, section 9.2.4) where that can neither
/// lose an event nor give one twice; ``ReconnectPolicy`` has the rules. It ends where the server ends it, and when the
/// server answers 204 to being asked for more.
///
/// ```swift
/// for try await event in client.workers.streamUpdates(workerID: id) {
///     print(event.event, event.data)
/// }
/// ```
///
/// Iterating throws ``APIError``: for a status that is no success; with ``APIError/Code/responseValidation`` if the
/// response is no event stream; with ``APIError/Code/streamFailure`` for an event of type `error`; with
/// ``APIError/Code/streamInterrupted`` if it broke off and cannot be continued, so that events may be missing; with
/// ``APIError/Code/timeout`` if it fell silent, or brought no event within ``RequestOptions/eventTimeout``, and cannot be
/// continued; with ``APIError/Code/limitExceeded`` for an
/// event over ``APIClient/Configuration/maximumEventSize``. Events that are not JSON, pings and comments never end it.
public struct EventStream: AsyncSequence, Sendable {
    /// An event.
    public typealias Element = ServerSentEvent

    private let call: BoundRequest

    init(client: APIClient, request: EndpointRequest, options: RequestOptions) {
        call = BoundRequest(client: client, request: request, options: options)
    }

    init(_ call: BoundRequest) {
        self.call = call
    }

    /// Starts an iteration; the request is sent with the first `next()`.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: EventReader(call))
    }

    /// Reads the events, over as many connections as it takes. Dropping it closes the connection.
    public struct AsyncIterator: AsyncIteratorProtocol {
        @usableFromInline let reader: EventReader

        fileprivate init(reader: EventReader) {
            self.reader = reader
        }

        /// The next event, or nil at the end of the stream.
        ///
        /// - Throws: ``APIError`` as the stream says, or `CancellationError` if the task is cancelled.
        @inlinable
        public mutating func next() async throws -> ServerSentEvent? {
            try await next(isolation: nil)
        }

        /// The next event, or nil at the end of the stream.
        ///
        /// - Throws: ``APIError`` as the stream says, or `CancellationError` if the task is cancelled.
        @inlinable
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> ServerSentEvent? {
            // In the client's own loop, which so makes no asynchronous call for what has come already.
            repeat {
                if let event = try reader.next() { return event }
            } while try await reader.read(isolation: actor)
            return nil
        }
    }
}

@available(*, unavailable)
extension EventStream.AsyncIterator: Sendable {}
