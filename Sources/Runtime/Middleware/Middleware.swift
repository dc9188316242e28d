public import HTTPTypes

/// Code that runs around each call, around each attempt, or around both, in terms of HTTP.
///
/// It can change the request before it passes it on, answer without passing it on, pass it on more than once, look at
/// the response or change it, and see the error where there is no response:
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
/// The order is that of ``APIClient/Configuration/middleware``, then ``RequestOptions/middleware``: the first sees a
/// request first and its response last. What surrounds the call is outside of everything; inside of it are the retries,
/// inside of each of them what surrounds an attempt, and inside of that the redirects and the transport.
///
/// A response of any status is a response here; it becomes an ``APIError`` only outside of the last middleware. An
/// error thrown by `next` says that there is none: around an attempt it is a ``TransportError`` or an ``APIError``,
/// around a call an ``APIError`` that is complete; a cancelled task gets `CancellationError`, which should be passed on.
/// What a middleware throws itself ends the call with ``APIError/Code/middleware``, except for the types named before.
/// A ``TransportError`` thrown around an attempt is retried by the rules.
///
/// The client's own credentials are added to each request inside of the last middleware, so none gets to see them, and
/// only where the request still goes to the origin of the client's base URL. Headers that the program sets itself are
/// visible.
///
/// Around a call, the body of a response has come as a whole and can be read any number of times: it is in memory, or
/// for ``FileDownload/write(to:overwriting:resuming:progress:)`` in the temporary file. For a stream, and a download that is
/// read piece by piece, it is still to come; each connection of an event stream is a call.
public protocol Middleware: Sendable {
    /// The rest of the chain: the next middleware, or the code that sends the request.
    typealias Next = MiddlewareNext

    /// Runs once for each call. By default it passes the request on.
    func interceptCall(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody)

    /// Runs once for each time that the request is sent. By default it passes the request on.
    ///
    /// The body of the response has not come yet. Whoever reads it has to return another one with its bytes; what is not
    /// read goes on as it comes.
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
