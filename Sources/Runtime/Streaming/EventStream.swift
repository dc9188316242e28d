/// A stream of server-sent events.
///
/// Each iteration sends a request when its first event is awaited. Leaving the loop or cancelling its task closes the
/// connection.
///
/// A stream that breaks off is continued with `Last-Event-ID` (HTML Standard section 9.2.4) if that can neither lose
/// nor repeat an event; see ``ReconnectPolicy``. The stream ends when the server ends it, or responds to a reconnection
/// with status 204.
///
/// ```swift
/// for try await event in client.workers.streamUpdates(workerID: id) {
///     print(event.event, event.data)
/// }
/// ```
///
/// Iterating throws ``APIError``: for an unsuccessful status; with ``APIError/Code/responseValidation`` if the response
/// is not an event stream; with ``APIError/Code/streamFailure`` for an event of type `error`; with
/// ``APIError/Code/streamInterrupted`` if the stream broke off and cannot be continued, so that events may be missing;
/// with ``APIError/Code/timeout`` if no byte arrived within the idle timeout, or no event within
/// ``RequestOptions/eventTimeout``, and the stream cannot be continued; with ``APIError/Code/limitExceeded`` for an
/// event over ``APIClient/Configuration/maximumEventSize``. Events that are not JSON, pings and comments never end the
/// stream.
public struct EventStream: AsyncSequence, Sendable {
    /// The type of the events.
    public typealias Element = ServerSentEvent

    private let call: BoundRequest

    init(client: APIClient, request: EndpointRequest, options: RequestOptions) {
        call = BoundRequest(client: client, request: request, options: options)
    }

    init(_ call: BoundRequest) {
        self.call = call
    }

    /// Starts an iteration. The first `next()` sends the request.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: EventReader(call))
    }

    /// Iterates over the events, reconnecting as necessary. Dropping the iterator closes the connection.
    public struct AsyncIterator: AsyncIteratorProtocol {
        @usableFromInline let reader: EventReader

        fileprivate init(reader: EventReader) {
            self.reader = reader
        }

        /// The next event, or nil at the end of the stream.
        ///
        /// - Throws: ``APIError``, see ``EventStream``, or `CancellationError` if the task is cancelled.
        @inlinable
        public mutating func next() async throws -> ServerSentEvent? {
            try await next(isolation: nil)
        }

        /// The next event, or nil at the end of the stream.
        ///
        /// - Throws: ``APIError``, see ``EventStream``, or `CancellationError` if the task is cancelled.
        @inlinable
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> ServerSentEvent? {
            // Inlined into the caller's loop, so that events already received need no asynchronous call.
            repeat {
                if let event = try reader.next() { return event }
            } while try await reader.read(isolation: actor)
            return nil
        }
    }
}

@available(*, unavailable)
extension EventStream.AsyncIterator: Sendable {}
