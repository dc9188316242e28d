public import Logging

/// Settings of one call, which override those of its client.
///
/// ```swift
/// var options = RequestOptions()
/// options.timeout = .after(.seconds(300))
/// options.headers["X-Trace"] = "abc"
/// ```
public struct RequestOptions: Sendable {
    /// A time limit of a call.
    public enum TimeLimit: Hashable, Sendable {
        /// The limit of the client's configuration.
        case inherit
        /// No limit.
        case unlimited
        /// A limit for this call.
        case after(Duration)

        /// Returns the limit in effect; nil for none.
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

    /// The idle timeout: how long no byte may arrive before the call fails.
    public var timeout: TimeLimit
    /// The limit for the whole call, including retries and the waits between them.
    public var deadline: TimeLimit = .inherit
    /// How long a stream may bring no event; see ``APIClient/Configuration/eventTimeout``.
    public var eventTimeout: TimeLimit = .inherit
    /// The maximum number of retries; nil for the client's.
    public var maxRetries: Int?
    /// The rules for retries; nil for the client's.
    public var retryPolicy: RetryPolicy?
    /// The rules for continuing an event stream; nil for the client's.
    public var reconnectPolicy: ReconnectPolicy?
    /// Whether sending the request twice does no harm, so that even a POST that may have been processed is retried; nil
    /// for the operation's own setting.
    public var isRetrySafe: Bool?
    /// Header fields that override all others; a nil value removes a field. Names are case-insensitive.
    public var headers: [String: String?]
    /// Additional query parameters. They replace parameters of the operation with the same name.
    public var query: [QueryParameter]
    /// Additional fields at the top level of a JSON, form or multipart body. They replace fields of the same name. A
    /// call without a body gets a JSON object of them.
    public var extraBodyFields: [String: JSONValue] = [:]
    /// Middleware around the call and each attempt, inside the client's; see ``Middleware``.
    public var middleware: [any Middleware] = []
    /// The logger of the call, for metadata of one call; nil for the client's.
    public var logger: Logger?
    /// The value of `Idempotency-Key`; nil for a new one per call.
    public var idempotencyKey: String?
    /// The base URL of the call; nil for the one of the operation or the client.
    public var baseURL: String?

    /// Creates options. Parameters left out inherit the client's settings.
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
    /// A mirror without the values of header fields, parameters and body fields, which may be secrets.
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
