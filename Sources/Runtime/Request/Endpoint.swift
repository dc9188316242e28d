@_exported public import HTTPTypes

/// One call of an operation as a value: the request and how its response is decoded.
///
/// Generated methods create endpoints. Create one for an operation that the API document lacks:
///
/// ```swift
/// let endpoint = Endpoint<JSONValue>(id: "usage", method: .get, path: "/api/usage", response: .json)
/// let usage = try await client.api.send(endpoint)
/// ```
public struct Endpoint<Response: Sendable>: Sendable {
    /// The request.
    public var request: EndpointRequest
    /// The decoding of the response.
    public var response: ResponseDecoding<Response>

    /// Creates an endpoint.
    ///
    /// - Parameters:
    ///   - id: The ID of the operation, for error messages and logs.
    ///   - method: The HTTP method.
    ///   - path: The path, which may include a query.
    ///   - query: The query parameters.
    ///   - headers: The header parameters.
    ///   - cookies: The cookie parameters.
    ///   - body: The body; nil for none.
    ///   - response: The decoding of the response.
    ///   - security: The security schemes that authenticate the call.
    ///   - isRetrySafe: Whether sending the request twice does no harm. By default its method decides (RFC 9110 section
    ///     9.2.2).
    ///   - accept: The value of `Accept`; nil for the one that matches the decoding.
    ///   - followsRedirects: Whether the call follows redirects. If not, a redirect is a success, and its `Location` is
    ///     among the headers of ``APIClient/response(to:options:)``.
    ///   - server: The server of this operation, if the API document declares one for it. A base URL from the caller
    ///     overrides it.
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
        followsRedirects: Bool = true,
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
            followsRedirects: followsRedirects,
            server: server,
            isStreamed: response.isStreamed
        )
        self.response = response
    }
}

/// The request of an ``Endpoint``.
public struct EndpointRequest: Sendable {
    /// The ID of the operation, such as `workers.create`.
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
    /// The body; nil for none.
    public var body: RequestBody?
    /// The security schemes that authenticate the call.
    public var security: SecurityRequirement
    /// Whether sending the request twice does no harm.
    public var isRetrySafe: Bool
    /// The value of `Accept`.
    public var accept: String
    /// Whether the call follows redirects; if not, a redirect is a success.
    public var followsRedirects: Bool
    /// The server of this operation, if the API document declares one for it: a URL, or a path on the client's server.
    public var server: String?
    /// Whether the response is read while it arrives, as events or a file.
    let isStreamed: Bool
}

extension HTTPRequest.Method {
    /// Whether the method is idempotent (RFC 9110 section 9.2.2); false for unknown methods.
    var isIdempotent: Bool {
        switch rawValue {
        case "GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "PUT", "DELETE": true
        default: false
        }
    }
}

/// A request bound to the client and the options that will send it. Streams and downloads share one on the heap, so
/// that copying them is cheap.
final class BoundRequest: Sendable {
    let client: APIClient
    let request: EndpointRequest
    let options: RequestOptions

    init(client: APIClient, request: EndpointRequest, options: RequestOptions) {
        self.client = client
        self.request = request
        self.options = options
    }
}
