public import HTTPTypes

/// One call of an operation as a value: what is sent and what comes back.
///
/// Generated code makes one for each operation. Make one by hand for an operation that the API document lacks:
///
/// ```swift
/// let endpoint = Endpoint<JSONValue>(id: "usage", method: .get, path: "/api/usage", response: .json)
/// let usage = try await client.api.send(endpoint)
/// ```
public struct Endpoint<Response: Sendable>: Sendable {
    /// What is sent.
    public var request: EndpointRequest
    /// What comes back.
    public var response: ResponseDecoding<Response>

    /// Describes a call.
    ///
    /// - Parameters:
    ///   - id: The operation's name, for messages.
    ///   - method: The HTTP method.
    ///   - path: The path, which may have a query of its own.
    ///   - query: The query parameters.
    ///   - headers: The header parameters.
    ///   - cookies: The cookie parameters.
    ///   - body: The body, if there is one.
    ///   - response: What comes back.
    ///   - security: What the call needs for authentication.
    ///   - isRetrySafe: Whether the operation may be sent twice without harm, because of its method (RFC 9110 section
    ///     9.2.2) by default, or because it declares an `Idempotency-Key`.
    ///   - accept: The value of `Accept`, instead of the one that goes with the response.
    ///   - server: Where the API document puts this operation, if it is not where the others are. It counts as long as
    ///     the client is at the document's own server; a base URL that was given replaces it.
    public init(
        id: String,
        method: HTTPRequest.Method,
        path: RequestPath,
        query: [QueryParameter] = [],
        headers: [HeaderParameter] = [],
        cookies: [CookieParameter] = [],
        body: RequestBody? = nil,
        response: ResponseDecoding<Response>,
        security: SecurityRequirement = .clientDefault,
        isRetrySafe: Bool? = nil,
        accept: String? = nil,
        server: String? = nil
    ) {
        request = EndpointRequest(
            id: id,
            method: method,
            path: path,
            query: query,
            headers: headers,
            cookies: cookies,
            body: body,
            security: security,
            isRetrySafe: isRetrySafe ?? method.isIdempotent,
            accept: accept ?? response.accept,
            server: server
        )
        self.response = response
    }
}

/// What is sent for one call of an operation.
public struct EndpointRequest: Sendable {
    /// The operation's name, such as `workers.create`.
    public var id: String
    /// The HTTP method.
    public var method: HTTPRequest.Method
    /// The path.
    public var path: RequestPath
    /// The query parameters.
    public var query: [QueryParameter]
    /// The header parameters.
    public var headers: [HeaderParameter]
    /// The cookie parameters.
    public var cookies: [CookieParameter]
    /// The body, if there is one.
    public var body: RequestBody?
    /// What the call needs for authentication.
    public var security: SecurityRequirement
    /// Whether the request may be sent twice without harm.
    public var isRetrySafe: Bool
    /// The value of `Accept`.
    public var accept: String
    /// Where the API document puts this operation, if it is not where the others are: a URL, or a path from the root of
    /// the client's server.
    public var server: String?
}

extension HTTPRequest.Method {
    /// Whether a request may be sent twice without harm (RFC 9110 section 9.2.2); not where that is not known.
    var isIdempotent: Bool {
        switch rawValue {
        case "GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "PUT", "DELETE": true
        default: false
        }
    }
}
