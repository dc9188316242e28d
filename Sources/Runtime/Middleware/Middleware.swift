public import HTTPTypes

/// Code that runs around each call, each attempt, or both, and sees HTTP requests and responses.
///
/// A middleware can change the request, respond without passing it on, pass it on several times, inspect or change the
/// response, and see the error if there is none:
///
/// ```swift
/// struct Catalan: Middleware {
///     func interceptCall(
///         _ request: HTTPRequest,
///         body: HTTPBody?,
///         context: MiddlewareContext,
///         next: Next
///     ) async throws -> (HTTPResponse, HTTPBody) {
///         var request = request
///         request.headerFields[.acceptLanguage] = "ca"
///         return try await next(request, body: body)
///     }
/// }
///
/// var configuration = APIClient.Configuration()
/// configuration.middleware = [Catalan()]
/// ```
///
/// ``APIClient/Configuration/middleware`` runs outside ``RequestOptions/middleware``; within each list the first is
/// outermost. Order, outermost first: call middleware, retries, attempt middleware, redirects, transport.
///
/// A middleware sees every status as a response; an unsuccessful one becomes an ``APIError`` outside the last
/// middleware. If `next` throws, there is no response: around an attempt the error is a ``TransportError`` or an
/// ``APIError``, around a call a complete ``APIError``. A cancelled task throws `CancellationError`, which a middleware
/// should rethrow. Any other error that a middleware throws ends the call with ``APIError/Code/middleware``. A
/// ``TransportError`` that it throws around an attempt is subject to the retry policy.
///
/// The client adds its credentials inside the last middleware, so that no middleware sees them, and only if the request
/// still goes to the origin of its base URL. Header fields that the program sets are visible.
///
/// Around a call, the body of a response is complete and can be read repeatedly: it is in memory, or in the temporary
/// file of ``FileDownload/write(to:overwriting:resuming:progress:)``. The body of a stream, or of a download that is
/// read piece by piece, is still to be read; each connection of an event stream is a call.
public protocol Middleware: Sendable {
    /// The rest of the chain: the next middleware, or the transport.
    typealias Next = MiddlewareNext

    /// Runs once per call. The default implementation passes the request on.
    func interceptCall(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody)

    /// Runs once per attempt. The default implementation passes the request on.
    ///
    /// The body of the response is still to be read. A middleware that reads it must return another body with its
    /// bytes.
    func interceptAttempt(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody)
}

extension Middleware {
    /// Passes the request on.
    public func interceptCall(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await next(request, body: body)
    }

    /// Passes the request on.
    public func interceptAttempt(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await next(request, body: body)
    }
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
