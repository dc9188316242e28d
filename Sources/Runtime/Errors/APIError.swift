public import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The one error of every call, except that a cancelled task gets `CancellationError`.
///
/// ```swift
/// do {
///     try await client.workers.create(input: "…")
/// } catch let error as APIError where error.code == .rateLimited {
///     print("Try again in", error.retryAfter ?? .seconds(60))
/// }
/// ```
///
/// No property holds a credential that the call has sent: the request's headers are left out, secrets in its URL are
/// replaced, and so is what a server sends back of them, or a transport says, in whatever spelling.
public struct APIError: Error, Sendable {
    /// The request that failed.
    public struct Request: Hashable, Sendable {
        /// Its method.
        public var method: HTTPRequest.Method
        /// Its URL, without credentials.
        public var url: String
    }

    /// What kind of failure this is.
    public var code: Code
    /// What went wrong. For a status it is `Error code: 400 - ` and the response's body.
    public var message: String
    /// The operation that was called, such as `workers.create`; nil if the client itself could not be made.
    public var operation: String?
    /// The request, if one was built.
    public var request: Request?
    /// The response's status, if there was a response.
    public var status: HTTPResponse.Status?
    /// The response's headers.
    public var headers: HTTPFields
    /// The response's body: JSON if it is that, else its text as a string. At most 1 MiB of a failed response is read.
    public var body: JSONValue?
    /// How often the request was sent again before this error was thrown.
    public var retries: Int
    /// The error below this one, such as a `DecodingError` or a ``TransportError``.
    public var cause: (any Error)?

    /// Makes an error; transports and tests may need to.
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

    /// Whether no response came or it broke off: ``Code/connection``, ``Code/timeout`` or ``Code/streamInterrupted``.
    public var isConnectionError: Bool {
        code == .connection || code == .timeout || code == .streamInterrupted
    }

    /// The server's name for this request, from the header `x-request-id`; support will ask for it.
    public var requestID: String? {
        headers[.xRequestID]
    }

    /// How long the server asked to wait, whether or not that was done.
    public var retryAfter: Duration? {
        RetryAfter.delay(in: headers, now: Date())
    }
}

extension HTTPField.Name {
    static let xRequestID = HTTPField.Name(constant: "x-request-id")

    /// A name that is known to be a token (RFC 9110 section 5.6.2).
    init(constant name: StaticString) {
        guard let field = HTTPField.Name(name.description) else {
            preconditionFailure("\(name) is not a header name")
        }
        self = field
    }
}
