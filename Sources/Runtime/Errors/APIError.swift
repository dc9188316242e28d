public import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The error of every call, except that a cancelled task throws `CancellationError`.
///
/// ```swift
/// do {
///     try await client.workers.create(input: "…")
/// } catch let error as APIError where error.code == .rateLimited {
///     print("Try again in", error.retryAfter ?? .seconds(60))
/// }
/// ```
///
/// No property shows a credential that the call sent: the request's header fields are left out, and secrets are
/// replaced in its URL and in everything that a server or transport reports, in any encoding.
public struct APIError: Error, Sendable {
    /// The request that failed.
    public struct Request: Hashable, Sendable {
        /// The HTTP method.
        public var method: HTTPRequest.Method
        /// The URL, without credentials.
        public var url: String
    }

    /// The kind of failure.
    public var code: Code
    /// A description of the failure. For a status it is `Error code: 400 - ` followed by the body of the response.
    public var message: String
    /// The ID of the operation, such as `workers.create`; nil if the client could not be created.
    public var operation: String?
    /// The request; nil if none was built.
    public var request: Request?
    /// The status of the response; nil without a response.
    public var status: HTTPResponse.Status?
    /// The header fields of the response.
    public var headers: HTTPFields
    /// The body of the response as JSON, or else as a string. At most 1 MiB of an unsuccessful response is read.
    public var body: JSONValue?
    /// The number of retries before the error was thrown.
    public var retries: Int
    /// The underlying error, such as a `DecodingError` or a ``TransportError``.
    public var cause: (any Error)?

    /// Creates an error, for transports and tests.
    public init(
        _ code: Code,
        _ message: String,
        operation: String? = nil,
        request: Request? = nil,
        status: HTTPResponse.Status? = nil,
        headers: HTTPFields = [:],
        body: JSONValue? = nil,
        retries: Int = 0,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.operation = operation
        self.request = request
        self.status = status
        self.headers = headers
        self.body = body
        self.retries = retries
        self.cause = cause
    }

    /// Whether no response arrived or it broke off: ``Code/connection``, ``Code/timeout`` or
    /// ``Code/streamInterrupted``.
    public var isConnectionError: Bool {
        code == .connection || code == .timeout || code == .streamInterrupted
    }

    /// The server's ID of the request, from the header `x-request-id`. Support will ask for it.
    public var requestID: String? {
        headers[.xRequestID]
    }

    /// The delay that the server asked for, whether or not the client waited; nil if it asked for none.
    public var retryAfter: Duration? {
        RetryAfter.delay(in: headers, now: Date())
    }
}
