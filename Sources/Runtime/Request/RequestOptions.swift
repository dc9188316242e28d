public import Logging

/// What one call does differently from its client.
///
/// ```swift
/// var options = RequestOptions()
/// options.timeout = .some(.seconds(300))
/// options.headers["X-Trace"] = "abc"
/// ```
public struct RequestOptions: Sendable {
    /// How long nothing may come before the call fails, instead of the client's; `.some(nil)` for no limit.
    public var timeout: Duration??
    /// How long the call may take in all, with its retries and the waits between them, instead of the client's;
    /// `.some(nil)` for no limit.
    public var deadline: Duration??
    /// How long a stream may bring no event, instead of the client's; see
    /// ``APIClient/Configuration/eventTimeout``.
    public var eventTimeout: Duration?
    /// How often the request may be sent again, instead of the client's.
    public var maxRetries: Int?
    /// Rules for sending it again, instead of the client's.
    public var retryPolicy: RetryPolicy?
    /// Rules for continuing an event stream, instead of the client's.
    public var reconnectPolicy: ReconnectPolicy?
    /// Whether sending the request twice does no harm, so that a POST is sent again even where it may have been acted
    /// on. By default the operation says so.
    public var isRepeatable: Bool?
    /// Headers that win over all others; nil removes one. Names are compared without regard to case.
    public var headers: [String: String?]
    /// Query parameters that are added; they win over the operation's own of the same name.
    public var query: [QueryParameter]
    /// Fields that are added to the top level of a JSON, form or multipart body; they win over the operation's own. A
    /// call without a body gets a JSON object of them.
    public var bodyFields: [String: JSONValue] = [:]
    /// Code that runs around the call and each attempt, inside of the client's; see ``Middleware``.
    public var middleware: [any Middleware] = []
    /// Where the call is logged, instead of the client's; for metadata that belong to one call.
    public var logger: Logger?
    /// The value of `Idempotency-Key`, instead of a new one for each call.
    public var idempotencyKey: String?
    /// Where the call goes, instead of the client's base URL and of the server that the operation has of its own.
    public var baseURL: String?

    /// Makes options; what is left out is as the client has it.
    public init(
        timeout: Duration?? = nil,
        maxRetries: Int? = nil,
        retryPolicy: RetryPolicy? = nil,
        isRepeatable: Bool? = nil,
        headers: [String: String?] = [:],
        query: [QueryParameter] = [],
        idempotencyKey: String? = nil
    ) {
        self.timeout = timeout
        self.maxRetries = maxRetries
        self.retryPolicy = retryPolicy
        self.isRepeatable = isRepeatable
        self.headers = headers
        self.query = query
        self.idempotencyKey = idempotencyKey
    }
}

extension RequestOptions: CustomReflectable {
    /// A mirror without the values of headers, parameters and fields, which may be secrets.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "timeout": timeout as Any, "deadline": deadline as Any, "eventTimeout": eventTimeout as Any,
                "maxRetries": maxRetries as Any,
                "retryPolicy": retryPolicy as Any, "reconnectPolicy": reconnectPolicy as Any,
                "isRepeatable": isRepeatable as Any, "headerNames": headers.sortedKeys,
                "queryNames": query.map(\.name), "bodyFieldNames": bodyFields.sortedKeys,
                "idempotencyKey": idempotencyKey as Any,
            ],
            displayStyle: .struct
        )
    }
}
