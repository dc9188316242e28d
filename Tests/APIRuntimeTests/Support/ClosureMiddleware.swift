import APIRuntime

/// A middleware made of closures.
struct ClosureMiddleware: Middleware {
    typealias Intercept =
        @Sendable (HTTPRequest, HTTPBody?, MiddlewareContext, MiddlewareNext) async throws -> (HTTPResponse, HTTPBody)

    var call: Intercept = { request, body, _, next in try await next(request, body: body) }
    var attempt: Intercept = { request, body, _, next in try await next(request, body: body) }

    func interceptCall(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await call(request, body, context, next)
    }

    func interceptAttempt(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await attempt(request, body, context, next)
    }
}

/// Records the requests and responses that pass it.
struct RecordingMiddleware: Middleware {
    final class Notes: Sendable {
        private let lines = Locked<[String]>([])
        private let heads = Locked<[HTTPRequest]>([])

        var all: [String] { lines.withLock { $0 } }
        var requests: [HTTPRequest] { heads.withLock { $0 } }

        func add(_ line: String) { lines.withLock { $0.append(line) } }
        func add(_ request: HTTPRequest) { heads.withLock { $0.append(request) } }
    }

    let name: String
    let notes: Notes

    func interceptCall(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await note("call", request, body, context, next)
    }

    func interceptAttempt(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await note("attempt \(context.attempt)", request, body, context, next)
    }

    private func note(
        _ level: String,
        _ request: HTTPRequest,
        _ body: HTTPBody?,
        _ context: MiddlewareContext,
        _ next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        notes.add("\(name) \(level) \(context.operation)")
        notes.add(request)
        do {
            let (response, content) = try await next(request, body: body)
            notes.add("\(name) \(level) \(response.status.code)")
            return (response, content)
        } catch {
            notes.add("\(name) \(level) \(type(of: error))")
            throw error
        }
    }
}
