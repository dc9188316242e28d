/// A stream of values: the data of server-sent events, or JSON one value a line.
///
/// Generated methods return one where the API document says what the stream carries. Nothing is sent until the first
/// value is asked for; each iteration makes a request of its own, and leaving the loop closes the connection.
///
/// ```swift
/// for try await chunk in client.chat.completeStreaming(model: "m", messages: messages) { print(chunk.text) }
/// ```
///
/// Of server-sent events those without data and the end mark `[DONE]` are passed over; ``events`` has them all, with
/// their names and ids. Iterating throws ``APIError`` as an ``EventStream`` does, and with
/// ``APIError/Code/responseValidation`` for data that is no `Value`.
public struct DecodedEventStream<Value: Decodable & Sendable>: AsyncSequence, Sendable {
    /// A value.
    public typealias Element = Value

    /// How the values are told apart.
    public enum Format: Hashable, Sendable {
        /// `text/event-stream`.
        case events
        /// A JSON value a line, or a JSON text sequence (RFC 7464).
        case lines

        var accept: String {
            switch self {
            case .events: "text/event-stream"
            case .lines: "application/jsonl, application/x-ndjson, application/json-seq, */*;q=0.5"
            }
        }
    }

    private let call: BoundRequest
    private let format: Format

    init(client: APIClient, request: EndpointRequest, options: RequestOptions, format: Format) {
        call = BoundRequest(client: client, request: request, options: options)
        self.format = format
    }

    /// The same stream as server-sent events; meant for ``Format/events``.
    public var events: EventStream {
        EventStream(call)
    }

    /// Starts an iteration; the request is sent with the first `next()`.
    public func makeAsyncIterator() -> AsyncIterator {
        switch format {
        case .events: AsyncIterator(source: .events(EventReader(call)))
        case .lines: AsyncIterator(source: .lines(LineReader(call)))
        }
    }

    /// Reads the values of one connection. Dropping it closes the connection.
    public struct AsyncIterator: AsyncIteratorProtocol {
        @usableFromInline enum Source {
            case events(EventReader)
            case lines(LineReader)
        }

        @usableFromInline let source: Source

        fileprivate init(source: Source) {
            self.source = source
        }

        /// The next value, or nil at the end of the stream.
        ///
        /// - Throws: ``APIError`` as the stream says, or `CancellationError` if the task is cancelled.
        @inlinable
        public mutating func next() async throws -> Value? {
            try await next(isolation: nil)
        }

        /// The next value, or nil at the end of the stream.
        ///
        /// - Throws: ``APIError`` as the stream says, or `CancellationError` if the task is cancelled.
        @inlinable
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Value? {
            switch source {
            case .events(let reader):
                // In the client's own loop, which so makes no asynchronous call for what has come already.
                repeat {
                    while try reader.advance() {
                        if let value = try reader.payload(Value.self) { return value }
                    }
                } while try await reader.read(isolation: actor)
                return nil
            case .lines(let reader):
                return try await reader.next(Value.self, isolation: actor)
            }
        }
    }
}

@available(*, unavailable)
extension DecodedEventStream.AsyncIterator: Sendable {}

extension ResponseDecoding {
    /// Values one after the other.
    public static func payloads<Value>(
        in format: DecodedEventStream<Value>.Format
    ) -> ResponseDecoding where Response == DecodedEventStream<Value> {
        ResponseDecoding(
            accept: format.accept,
            delivery: .lazy { DecodedEventStream(client: $0, request: $1, options: $2, format: format) }
        )
    }
}

extension Endpoint {
    /// The same call with its events as they come.
    public func events<Value>() -> Endpoint<EventStream> where Response == DecodedEventStream<Value> {
        Endpoint<EventStream>(request: request, response: .events)
    }

    private init(request: EndpointRequest, response: ResponseDecoding<Response>) {
        self.request = request
        self.response = response
    }
}

extension APIClient {
    /// A stream of values. Nothing is sent until its first value is asked for.
    public func stream<Value>(
        _ endpoint: Endpoint<DecodedEventStream<Value>>,
        options: RequestOptions = RequestOptions()
    ) -> DecodedEventStream<Value> {
        switch endpoint.response.delivery {
        case .lazy(let make): make(self, endpoint.request, options)
        case .parsed: DecodedEventStream(client: self, request: endpoint.request, options: options, format: .events)
        }
    }
}
