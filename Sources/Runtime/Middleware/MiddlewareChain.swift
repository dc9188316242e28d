import HTTPTypes

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
