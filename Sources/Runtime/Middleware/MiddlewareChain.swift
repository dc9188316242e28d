public import HTTPTypes

/// Facts about the call that a ``Middleware`` runs in.
public struct MiddlewareContext: Sendable {
    /// The ID of the operation, such as `workers.create`.
    public let operation: String
    /// The number of the attempt, from 1; 0 around the call.
    public let attempt: Int
    /// Whether the response is a stream or a file, so that its body must not be collected.
    public let expectsStreaming: Bool
    private let deadline: Deadline?

    init(operation: String, attempt: Int, expectsStreaming: Bool, deadline: Deadline?) {
        self.operation = operation
        self.attempt = attempt
        self.expectsStreaming = expectsStreaming
        self.deadline = deadline
    }

    /// The time left until the call's deadline: negative after it, nil without one.
    public var timeRemaining: Duration? { deadline?.remaining() }
}

/// The rest of the chain: the next ``Middleware``, or the transport.
public struct MiddlewareNext: Sendable {
    typealias Send = @Sendable (HTTPRequest, HTTPBody?) async throws -> (HTTPResponse, HTTPBody)

    private let send: Send

    init(_ send: @escaping Send) {
        self.send = send
    }

    /// Passes the request on and returns the response.
    ///
    /// - Throws: ``APIError``, ``TransportError`` or `CancellationError` if there is no response; see ``Middleware``.
    public func callAsFunction(
        _ request: HTTPRequest,
        body: HTTPBody?
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await send(request, body)
    }
}

/// Runs a list of middleware around an action, the first outermost.
struct MiddlewareChain: Sendable {
    enum Level {
        case call
        case attempt
    }

    let middleware: [any Middleware]
    let level: Level
    let context: MiddlewareContext
    let send: MiddlewareNext.Send

    /// - Parameter index: The index of the next middleware to run.
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
