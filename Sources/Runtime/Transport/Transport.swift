public import HTTPTypes

/// Sends one HTTP request and brings the response: nothing else. Credentials, retries, redirects, timeouts and
/// decoding are done above it.
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
    ///   - request: The head; scheme, authority and path are set, and every header that shall be sent is there.
    ///   - body: The body, if the request has one.
    ///   - options: What this exchange asks of the transport.
    /// - Returns: The response's head and its body.
    /// - Throws: ``TransportError``, or any other error for a connection that was lost. A status that comes from a server is
    ///   best made with `HTTPResponse.Status(received:)`, which throws where there is no such status.
    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody)
}

/// What one exchange asks of a ``Transport``. A transport may ignore it.
public struct TransportOptions: Sendable {
    /// How long making the connection may take; nil for no limit.
    public var connectTimeout: Duration?
    /// Whether the body may be longer than what fits into memory, or read slowly: a stream or a file.
    public var expectsStreaming: Bool
    /// To be called whenever bytes of the request's body went out, so that a long upload is not taken for silence.
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
