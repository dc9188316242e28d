/// A stream of decoded values: the data of server-sent events, or one JSON value per line.
///
/// Generated methods return one if the API document declares the type of the stream's values. Each iteration sends a
/// request when its first value is awaited; leaving the loop closes the connection.
///
/// ```swift
/// for try await chunk in client.chat.completeStreaming(model: "m", messages: messages) { print(chunk.text) }
/// ```
///
/// Server-sent events without data and the end mark `[DONE]` are skipped; ``events`` has all events, with their names
/// and IDs. Iterating throws ``APIError`` like an ``EventStream``, and with ``APIError/Code/responseValidation`` if
/// data cannot be decoded as `Value`.
public struct DecodedEventStream<Value: Decodable & Sendable>: AsyncSequence, Sendable {
    /// The type of the values.
    public typealias Element = Value

    /// The framing of the values.
    public enum Format: Hashable, Sendable {
        /// `text/event-stream`.
        case events
        /// One JSON value per line, or a JSON text sequence (RFC 7464). If the values are of the type ``JSONValue``, a
        /// line that is not JSON is text.
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

    /// The same stream as server-sent events, for ``Format/events``.
    public var events: EventStream {
        EventStream(call)
    }

    /// Starts an iteration. The first `next()` sends the request.
    public func makeAsyncIterator() -> AsyncIterator {
        switch format {
        case .events: AsyncIterator(source: .events(EventReader(call)))
        case .lines: AsyncIterator(source: .lines(LineReader(call)))
        }
    }

    /// Iterates over the values. Dropping the iterator closes the connection.
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
        /// - Throws: ``APIError``, see ``DecodedEventStream``, or `CancellationError` if the task is cancelled.
        @inlinable
        public mutating func next() async throws -> Value? {
            try await next(isolation: nil)
        }

        /// The next value, or nil at the end of the stream.
        ///
        /// - Throws: ``APIError``, see ``DecodedEventStream``, or `CancellationError` if the task is cancelled.
        @inlinable
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Value? {
            switch source {
            case .events(let reader):
                // Inlined into the caller's loop, so that values already received need no asynchronous call.
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
    /// A stream of decoded values.
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
    /// The same call with undecoded events.
    public func events<Value>() -> Endpoint<EventStream> where Response == DecodedEventStream<Value> {
        Endpoint<EventStream>(request: request, response: .events)
    }

    private init(request: EndpointRequest, response: ResponseDecoding<Response>) {
        self.request = request
        self.response = response
    }
}

extension APIClient {
    /// Returns a stream of values. The request is sent when the first value is awaited.
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
