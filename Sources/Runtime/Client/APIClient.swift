/// Sends every call of a generated client: builds the request, adds the credential, retries, and decodes the response.
///
/// A generated client exposes its `APIClient` as `api`. Use it for operations that the client has no method for:
///
/// ```swift
/// let endpoint = Endpoint<JSONValue>(id: "usage", method: .get, path: "/api/usage", response: .json)
/// let usage = try await client.api.send(endpoint)
/// ```
///
/// A client is a value that tasks can share freely.
public struct APIClient: Sendable {
    private let parts: Parts

    /// The description of the API.
    public var metadata: APIMetadata { parts.metadata }
    /// The settings of the client.
    public var configuration: Configuration { parts.configuration }

    var baseURL: BaseURL { parts.baseURL }
    /// Whether the base URL comes from the API document rather than from the caller.
    var isBaseURLOfDocument: Bool { parts.isBaseURLOfDocument }
    var credentials: Credentials { parts.credentials }
    /// The retry budget, shared by all copies of the client.
    var retryBucket: RetryBucket { parts.retryBucket }
    /// The cache of the provider's key; nil if the key is fixed.
    var credentialCache: CredentialCache? { parts.credentialCache }
    var watchdog: any IdleWatchdog { parts.watchdog }
    /// Header fields and credentials that all calls share.
    var requestDefaults: RequestDefaults { parts.requestDefaults }

    /// Creates a client. Arguments win over the environment, and the environment wins over the API document.
    ///
    /// - Parameters:
    ///   - metadata: The description of the API.
    ///   - apiKey: The API key. By default the value of the environment variable ``APIMetadata/apiKeyVariable``. For
    ///     ``SecurityScheme/basic`` it is `user:password`.
    ///   - baseURL: The URL in front of every path. By default the value of the environment variable
    ///     ``APIMetadata/baseURLVariable``, or else the first server of the API document.
    ///   - configuration: The settings of the client.
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if the key or the base URL is missing, or any
    ///   setting cannot be used.
    public init(
        metadata: APIMetadata,
        apiKey: String? = nil,
        baseURL: String? = nil,
        configuration: Configuration = Configuration()
    ) throws {
        var configuration = configuration
        try configuration.addHeadersOfEnvironment(metadata.customHeadersVariable)
        configuration.addLoggerOfEnvironment(metadata.logVariable, label: metadata.environmentPrefix.lowercased())
        if apiKey != nil { configuration.credentialProvider = nil }
        try self.init(
            metadata: metadata,
            configuration: configuration,
            baseURL: try Self.baseURL(for: metadata, argument: baseURL, environment: configuration.environment),
            isBaseURLOfDocument: Self.givenBaseURL(for: metadata, baseURL, configuration.environment) == nil,
            credentials: try Credentials(for: metadata, argument: apiKey, configuration: configuration),
            retryBucket: RetryBucket()
        )
    }

    init(
        metadata: APIMetadata,
        configuration: Configuration,
        baseURL: BaseURL,
        isBaseURLOfDocument: Bool,
        credentials: Credentials,
        retryBucket: RetryBucket
    ) throws {
        parts = Parts(
            metadata: metadata,
            configuration: configuration,
            baseURL: baseURL,
            isBaseURLOfDocument: isBaseURLOfDocument,
            credentials: credentials,
            retryBucket: retryBucket,
            requestDefaults: try RequestDefaults(
                metadata: metadata,
                configuration: configuration,
                credentials: credentials
            )
        )
    }

    /// Executes a call and returns its value.
    ///
    /// - Throws: ``APIError``, or `CancellationError` if the task is cancelled.
    @discardableResult
    public func send<Response: Sendable>(
        _ endpoint: Endpoint<Response>,
        options: RequestOptions = RequestOptions()
    ) async throws -> Response {
        switch endpoint.response.delivery {
        case .parsed: try await response(to: endpoint, options: options).value
        case .lazy(let make): make(self, endpoint.request, options)
        }
    }

    /// Executes a call and returns its value together with the response.
    ///
    /// - Throws: ``APIError``, or `CancellationError` if the task is cancelled.
    public func response<Response: Sendable>(
        to endpoint: Endpoint<Response>,
        options: RequestOptions = RequestOptions()
    ) async throws -> APIResponse<Response> {
        let limit = configuration.maximumResponseBytes
        let bodyHandling: BodyHandling =
            switch endpoint.response.delivery {
            case .parsed: .collect(upTo: limit)
            case .lazy: .stream
            }
        return try await execute(
            endpoint.request,
            options: options,
            bodyHandling: bodyHandling
        ) { response, body, executor in
            switch endpoint.response.delivery {
            case .parsed(let parse):
                // The body is in memory already, unless call middleware replaced it.
                let bytes = try await body.collect(upTo: limit)
                let value = try parse(ResponseContent(response: response, bytes: bytes))
                return APIResponse(value: value, response: response, body: bytes, context: executor.context)
            case .lazy(let make):
                let value = make(self, endpoint.request, options)
                return APIResponse(value: value, response: response, body: [], context: executor.context)
            }
        }
    }

    /// Returns a stream of events. The request is sent when the first event is awaited.
    public func stream(_ endpoint: Endpoint<EventStream>, options: RequestOptions = RequestOptions()) -> EventStream {
        EventStream(client: self, request: endpoint.request, options: options)
    }

    /// Returns a download. The request is sent when the file is read or written.
    public func download(_ endpoint: Endpoint<FileDownload>, options: RequestOptions = RequestOptions()) -> FileDownload
    {
        FileDownload(client: self, request: endpoint.request, options: options)
    }
}

extension APIClient {
    /// Returns a copy of the client with other settings.
    ///
    /// The copy shares the transport, with its connections, and the retry budget.
    ///
    /// ```swift
    /// let patient = try client.copy { $0.timeout = .seconds(600) }
    /// let other = try client.copy(apiKey: key)
    /// ```
    ///
    /// - Parameters:
    ///   - apiKey: A new API key; nil keeps the present one.
    ///   - baseURL: A new base URL; nil keeps the present one.
    ///   - configure: Changes the settings, which start as this client's.
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if a setting cannot be used.
    public func copy(
        apiKey: String? = nil,
        baseURL: String? = nil,
        configure: (inout Configuration) -> Void = { _ in }
    ) throws -> APIClient {
        var configuration = configuration
        if apiKey != nil { configuration.credentialProvider = nil }
        configure(&configuration)
        return try APIClient(
            metadata: metadata,
            configuration: configuration,
            baseURL: try baseURL.map { try BaseURL($0) } ?? self.baseURL,
            isBaseURLOfDocument: baseURL == nil && isBaseURLOfDocument,
            credentials: try Credentials(
                for: metadata,
                argument: apiKey,
                inherited: credentials.key,
                configuration: configuration
            ),
            retryBucket: retryBucket
        )
    }
}

extension APIClient {
    /// The stored properties of a client, on the heap: streams and downloads hold the client, and one reference is
    /// cheap to copy.
    private final class Parts: Sendable {
        let metadata: APIMetadata
        let configuration: Configuration
        let baseURL: BaseURL
        let isBaseURLOfDocument: Bool
        let credentials: Credentials
        let retryBucket: RetryBucket
        let credentialCache: CredentialCache?
        let watchdog: any IdleWatchdog
        let requestDefaults: RequestDefaults

        init(
            metadata: APIMetadata,
            configuration: Configuration,
            baseURL: BaseURL,
            isBaseURLOfDocument: Bool,
            credentials: Credentials,
            retryBucket: RetryBucket,
            requestDefaults: RequestDefaults
        ) {
            self.metadata = metadata
            self.configuration = configuration
            self.baseURL = baseURL
            self.isBaseURLOfDocument = isBaseURLOfDocument
            self.credentials = credentials
            self.retryBucket = retryBucket
            credentialCache = configuration.credentialProvider.map { CredentialCache($0) }
            watchdog = makeIdleWatchdog(clock: configuration.clock)
            self.requestDefaults = requestDefaults
        }
    }
}

extension APIClient: CustomStringConvertible {
    /// The name and the base URL of the API, without a credential.
    public var description: String {
        "APIClient(\(metadata.name), \(baseURL.scheme)://\(baseURL.authority)\(baseURL.path))"
    }
}
