/// A stream of server-sent events.
///
/// Nothing is sent until the first event is asked for. Each iteration makes a request of its own, and leaving the loop
/// or cancelling its task closes the connection.
///
/// ```swift
/// for try await event in client.workers.streamUpdates(workerID: id) {
///     print(event.event, event.data)
/// }
/// ```
///
/// Iterating throws ``APIError``: for a status that is no success; with ``APIError/Code/responseValidation`` if the
/// response is no event stream; with ``APIError/Code/streamFailure`` for an event of type `error`; with
/// ``APIError/Code/limitExceeded`` for an event over ``APIClient/Configuration/maximumEventSize``. Events that are not
/// JSON, pings and comments never end it.
public struct EventStream: AsyncSequence, Sendable {
    /// An event.
    public typealias Element = ServerSentEvent

    private let client: APIClient
    private let request: EndpointRequest
    private let options: RequestOptions

    init(client: APIClient, request: EndpointRequest, options: RequestOptions) {
        self.client = client
        self.request = request
        self.options = options
    }

    /// Starts an iteration; the request is sent with the first `next()`.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: EventReader(client: client, request: request, options: options))
    }

    /// Reads the events of one connection. Dropping it closes the connection.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let reader: EventReader

        fileprivate init(reader: EventReader) {
            self.reader = reader
        }

        /// The next event, or nil at the end of the stream.
        public mutating func next() async throws -> ServerSentEvent? {
            try await next(isolation: nil)
        }

        /// The next event, or nil at the end of the stream.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> ServerSentEvent? {
            try await reader.next(isolation: actor)
        }
    }
}

@available(*, unavailable)
extension EventStream.AsyncIterator: Sendable {}

/// The loop around the decoder: it connects, feeds bytes and turns failures into ``APIError``.
private final class EventReader {
    private enum State {
        case unconnected
        case open(HTTPBody.AsyncIterator)
        case finished
    }

    private let client: APIClient
    private let request: EndpointRequest
    private let options: RequestOptions
    private var decoder: ServerSentEventDecoder
    private var state = State.unconnected
    private var context: CallContext?

    init(client: APIClient, request: EndpointRequest, options: RequestOptions) {
        self.client = client
        self.request = request
        self.options = options
        decoder = ServerSentEventDecoder(maximumEventSize: client.configuration.maximumEventSize)
    }

    func next(isolation actor: isolated (any Actor)?) async throws -> ServerSentEvent? {
        do {
            while true {
                if case .finished = state { return nil }
                if let event = try decoder.next() { return try checked(event) }
                try await readChunk(isolation: actor)
            }
        } catch {
            state = .finished
            throw context?.complete(error) ?? error
        }
    }

    private func readChunk(isolation actor: isolated (any Actor)?) async throws {
        guard case .open(var bytes) = state else { return try await connect(isolation: actor) }
        if let chunk = try await bytes.next(isolation: actor) {
            decoder.push(chunk)
            state = .open(bytes)
        } else {
            state = .finished
        }
    }

    private func connect(isolation actor: isolated (any Actor)?) async throws {
        let connection = try await client.connect(request, options: options)
        context = connection.context
        if connection.response.status.code == 204 {
            state = .finished
            return
        }
        let type = connection.response.headerFields[.contentType].map { MediaType($0) }
        guard type?.isEventStream == true else {
            let excerpt = try await connection.body.collect(upTo: client.configuration.maximumErrorBytes)
            throw APIError(
                .responseValidation,
                "Expected an event stream (text/event-stream) but the response has "
                    + (type.map { "the content type '\($0.essence)'" } ?? "no content type")
                    + ": \(Excerpt.of(excerpt))",
                body: APIError.body(of: excerpt)
            )
        }
        state = .open(connection.body.makeAsyncIterator())
    }

    private func checked(_ event: ServerSentEvent) throws -> ServerSentEvent {
        guard event.event == "error" else { return event }
        throw APIError(
            .streamFailure,
            "The server ended the stream with an error: \(Excerpt.of(event.data, limit: 2_000))",
            body: event.json ?? .string(event.data)
        )
    }
}
