public import HTTPTypes

/// Sends one HTTP request and returns the response. Credentials, retries, redirects, timeouts and decoding happen above it.
///
/// Implement it to use another HTTP library, or to answer requests in a test:
///
/// ```swift
/// struct Canned: Transport {
///     func send(
///         _ request: HTTPRequest,
///         body: HTTPBody?,
///         options: TransportOptions
///     ) async throws -> (HTTPResponse, HTTPBody) {
///         var response = HTTPResponse(status: .ok)
///         response.headerFields[.contentType] = "application/json"
///         return (response, HTTPBody(Array(#"{"id": "w_1"}"#.utf8)))
///     }
/// }
/// ```
///
/// A transport must not follow redirects, must not retry, must return as soon as the response's head is there, and must
/// close the connection when its task is cancelled or the returned body is dropped unread.
public protocol Transport: Sendable {
    /// Sends a request.
    ///
    /// - Parameters:
    ///   - request: The head, with scheme, authority, path and all header fields.
    ///   - body: The body, if the request has one.
    ///   - options: Options of this exchange.
    /// - Returns: The response's head and its body.
    /// - Throws: ``TransportError``, or any other error for a connection that was lost. A status that comes from a server is
    ///   best made with `HTTPResponse.Status(received:)`, which throws where there is no such status.
    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody)
}

/// Options of one exchange. A ``Transport`` may ignore them.
public struct TransportOptions: Sendable {
    /// The time limit for establishing the connection; nil for no limit.
    public var connectTimeout: Duration?
    /// Whether the response is a stream or a file, which may be long or read slowly.
    public var expectsStreaming: Bool
    /// Called whenever bytes of the request's body were sent, so that a long upload does not hit the idle timeout.
    public var onBytesSent: @Sendable () -> Void

    /// Makes options.
    public init(
        connectTimeout: Duration? = nil,
        expectsStreaming: Bool = false,
        onBytesSent: @escaping @Sendable () -> Void = {}
    ) {
        self.connectTimeout = connectTimeout
        self.expectsStreaming = expectsStreaming
        self.onBytesSent = onBytesSent
    }
}
