import HTTPTypes

extension APIClient {
    /// A response whose body is still to be read.
    struct Connection: Sendable {
        var response: HTTPResponse
        var body: HTTPBody
        var context: CallContext
        var log: CallLog?
    }

    /// Makes a call and leaves the body of its response unread.
    func connect(_ request: EndpointRequest, options: RequestOptions) async throws -> Connection {
        try await perform(request, options: options, plan: .unread) { response, body, call in
            Connection(response: response, body: body, context: call.context, log: call.log)
        }
    }

    /// Makes a call: sends the request as often as the rules allow, until one response is a success.
    ///
    /// - Parameters:
    ///   - plan: What is done within each attempt.
    ///   - consume: Makes a value of a successful response.
    func perform<Value: Sendable>(
        _ request: EndpointRequest,
        options: RequestOptions,
        plan: AttemptPlan,
        consume: @escaping @Sendable (HTTPResponse, HTTPBody, Call) async throws -> Value
    ) async throws -> Value {
        var options = options
        if request.needsIdempotencyKey {
            options.idempotencyKey = options.idempotencyKey ?? RequestBuilder.makeIdempotencyKey()
        }
        let call = try Call(client: self, request: request, options: options, plan: plan)
        @Sendable func run(_ countdown: Countdown?) async throws -> Value {
            do {
                let (response, body) = try await call.run(countdown)
                return try await consume(response, body, call)
            } catch {
                throw Task.isCancelled ? CancellationError() : call.context.complete(error)
            }
        }
        guard let limit = options.deadline.resolved(inheriting: configuration.deadline) else {
            return try await run(nil)
        }
        return try await withDeadline(
            limit,
            clock: configuration.clock,
            onExpiry: {
                let message = "The call was not done by its deadline, \(limit) after it began."
                return call.context.complete(APIError(.timeout, message))
            },
            operation: run
        )
    }
}

/// What is done within each attempt of a call, so that its failures count as the attempt's.
struct AttemptPlan: Sendable {
    /// Whether the response is a stream or a file.
    var expectsStreaming: Bool
    /// Changes the head of the request.
    var adjust: (@Sendable (inout HTTPRequest) -> Void)?
    /// What is done with the body of a successful response. If it breaks off meanwhile, the attempt has failed.
    var intake: Intake

    enum Intake {
        case unread
        /// Into memory.
        case collected(upTo: Int)
        case received(@Sendable (HTTPResponse, HTTPBody) async throws -> HTTPBody)
    }

    /// Reads nothing.
    static let unread = AttemptPlan(expectsStreaming: true, intake: .unread)

    /// Reads the whole body into memory.
    static func collect(upTo limit: Int, expectsStreaming: Bool = false) -> AttemptPlan {
        AttemptPlan(expectsStreaming: expectsStreaming, intake: .collected(upTo: limit))
    }

    /// The body as the call goes on with it.
    func received(_ response: HTTPResponse, _ body: HTTPBody) async throws -> HTTPBody {
        switch intake {
        case .unread: body
        case .collected(let limit): HTTPBody(try await body.collect(upTo: limit))
        case .received(let receive): try await receive(response, body)
        }
    }
}
