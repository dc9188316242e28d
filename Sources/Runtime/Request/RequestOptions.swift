public import Logging

/// What one call does differently from its client.
///
/// ```swift
/// var options = RequestOptions()
/// options.timeout = .after(.seconds(300))
/// options.headers["X-Trace"] = "abc"
/// ```
public struct RequestOptions: Sendable {
    /// A limit of one call, or the client's.
    public enum TimeLimit: Hashable, Sendable {
        /// The limit of the client's configuration.
        case inherit
        /// No limit.
        case unlimited
        /// The call fails after this time.
        case after(Duration)

        /// The limit in effect.
        ///
        /// - Parameter inherited: The client's limit; nil for none.
        func resolved(inheriting inherited: Duration?) -> Duration? {
            switch self {
            case .inherit: inherited
            case .unlimited: nil
            case .after(let duration): duration
            }
        }
    }

    /// The idle timeout: how long no byte may come before the call fails.
    public var timeout: TimeLimit
    /// How long the call may take in all, including retries and the waits between them.
    public var deadline: TimeLimit = .inherit
    /// How long an event stream may bring no event; see ``APIClient/Configuration/eventTimeout``.
    public var eventTimeout: TimeLimit = .inherit
    /// How often the request may be sent again, instead of the client's.
    public var maxRetries: Int?
    /// Rules for sending it again, instead of the client's.
    public var retryPolicy: RetryPolicy?
    /// Rules for continuing an event stream, instead of the client's.
    public var reconnectPolicy: ReconnectPolicy?
    /// Whether sending the request twice does no harm, so that a POST is sent again even where it may have been acted
    /// on. By default the operation says so.
    public var isRetrySafe: Bool?
    /// Headers that win over all others; nil removes one. Names are compared without regard to case.
    public var headers: [String: String?]
    /// Query parameters that are added; they win over the operation's own of the same name.
    public var query: [QueryParameter]
    /// Fields that are added to the top level of a JSON, form or multipart body; they win over the operation's own. A
    /// call without a body gets a JSON object of them.
    public var extraBodyFields: [String: JSONValue] = [:]
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
        timeout: TimeLimit = .inherit,
        maxRetries: Int? = nil,
        retryPolicy: RetryPolicy? = nil,
        isRetrySafe: Bool? = nil,
        headers: [String: String?] = [:],
        query: [QueryParameter] = [],
        idempotencyKey: String? = nil
    ) {
        self.timeout = timeout
        self.maxRetries = maxRetries
        self.retryPolicy = retryPolicy
        self.isRetrySafe = isRetrySafe
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
                "isRetrySafe": isRetrySafe as Any, "headerNames": headers.sortedKeys,
                "queryNames": query.map(\.name), "bodyFieldNames": extraBodyFields.sortedKeys,
                "idempotencyKey": idempotencyKey as Any,
            ],
            displayStyle: .struct
        )
    }
}
