public import APIRuntime

/// A transport that returns scripted responses and records the requests, for tests of code that uses a client.
///
/// ```swift
/// let transport = MockTransport(.status(.serviceUnavailable), .json(worker))
/// let client = try HandingerClient(testing: transport)
/// let answer = try await client.workers.create(input: "x")
/// #expect(transport.requests.map(\.path) == ["/api/workers", "/api/workers"])
/// ```
///
/// All layers above the transport are real: encoding, retries and decoding. No socket is opened.
public final class MockTransport: Transport {
    private let answer: @Sendable (_ number: Int, _ request: RecordedRequest) async throws -> MockResponse
    private let sent = Locked<[RecordedRequest]>([])

    /// Creates a transport that returns these responses in order. A request after the last one fails.
    public convenience init(_ answers: MockResponse...) {
        self.init(answers)
    }

    /// Creates a transport that returns these responses in order. A request after the last one fails.
    public convenience init(_ answers: [MockResponse]) {
        self.init(numbered: { number, request in
            guard number < answers.count else {
                throw APIError(
                    .invalidRequest,
                    "The script has \(answers.count) answers, and none for request \(number + 1), \(request)."
                )
            }
            return answers[number]
        })
    }

    /// Creates a transport that computes each response from its request.
    ///
    /// ```swift
    /// let transport = MockTransport { request in
    ///     request.method == .get ? .json(worker) : .status(.forbidden)
    /// }
    /// ```
    public convenience init(_ answer: @escaping @Sendable (RecordedRequest) async throws -> MockResponse) {
        self.init(numbered: { _, request in try await answer(request) })
    }

    private init(numbered answer: @escaping @Sendable (Int, RecordedRequest) async throws -> MockResponse) {
        self.answer = answer
    }

    /// The requests in order of arrival.
    public var requests: [RecordedRequest] {
        sent.withLock { $0 }
    }

    /// Records a request and returns its response; see `Transport`.
    public func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let request = RecordedRequest(request, body: try await body?.collect() ?? [])
        let number = sent.withLock { sent in
            sent.append(request)
            return sent.count - 1
        }
        return try await answer(number, request).render()
    }
}
