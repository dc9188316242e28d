public import HTTPTypes

/// What a ``Middleware`` can know of the call it is part of.
public struct MiddlewareContext: Sendable {
    /// The operation, such as `workers.create`.
    public let operation: String
    /// Which attempt this is, from 1 on; 0 around the call.
    public let attempt: Int
    /// Whether the response is a stream or a file, whose body must not be collected.
    public let expectsStreaming: Bool
    private let deadline: Deadline?

    init(operation: String, attempt: Int, expectsStreaming: Bool, deadline: Deadline?) {
        self.operation = operation
        self.attempt = attempt
        self.expectsStreaming = expectsStreaming
        self.deadline = deadline
    }

    /// How much time is left until the call's deadline; negative when it is over, nil where there is none.
    public var timeRemaining: Duration? { deadline?.remaining() }
}

/// The rest of the way of a request: the next ``Middleware``, or what sends it.
public struct MiddlewareNext: Sendable {
    typealias Send = @Sendable (HTTPRequest, HTTPBody?) async throws -> (HTTPResponse, HTTPBody)

    private let send: Send

    init(_ send: @escaping Send) {
        self.send = send
    }

    /// Passes the request on and brings the response.
    ///
    /// - Throws: ``APIError``, ``TransportError`` or `CancellationError` if there is none; see ``Middleware``.
    public func callAsFunction(
        _ request: HTTPRequest,
        body: HTTPBody?
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await send(request, body)
    }
}

/// Several middleware around one action, the first outermost.
struct MiddlewareChain: Sendable {
    enum Level {
        case call
        case attempt
    }

    let middleware: [any Middleware]
    let level: Level
    let context: MiddlewareContext
    let send: MiddlewareNext.Send

    /// - Parameter index: The first of those that are still to run.
    func run(_ request: HTTPRequest, _ body: HTTPBody?, from index: Int = 0) async throws -> (HTTPResponse, HTTPBody) {
        guard index < middleware.count else { return try await send(request, body) }
        let next = MiddlewareNext { try await run($0, $1, from: index + 1) }
        do {
            return switch level {
            case .call:
                try await middleware[index].interceptCall(request, body: body, context: context, next: next)
            case .attempt:
                try await middleware[index].interceptAttempt(request, body: body, context: context, next: next)
            }
        } catch  where !(error is APIError || error is TransportError || error is CancellationError) {
            let name = "\(type(of: middleware[index]))"
            throw APIError(
                .middleware,
                "The middleware \(name) failed: \(Excerpt.of(String(describing: error)))",
                cause: error
            )
        }
    }
}
