/// The engine that every call goes through: it builds the request, adds the credential, sends it as often as the retry
/// rules allow, and makes a value, a stream or an error of the response.
///
/// Generated clients have one as `api`. Use it for what they have no method for:
///
/// ```swift
/// let endpoint = Endpoint<JSONValue>(id: "usage", method: .get, path: "/api/usage", response: .json)
/// let usage = try await client.api.send(endpoint)
/// ```
///
/// A client is a value that can be shared freely between tasks.
public struct APIClient: Sendable {
    private let parts: Parts

    /// The API that the client talks to.
    public var metadata: APIMetadata { parts.metadata }
    /// How the client works.
    public var configuration: Configuration { parts.configuration }

    var baseURL: BaseURL { parts.baseURL }
    /// Whether the base URL is the document's, and not one that was given.
    var isBaseURLOfDocument: Bool { parts.isBaseURLOfDocument }
    var credentials: Credentials { parts.credentials }
    /// Shared by all copies of the client.
    var retryBucket: RetryBucket { parts.retryBucket }
    /// Nil where the key is a fixed one.
    var credentialCache: CredentialCache? { parts.credentialCache }
    var watchdog: any IdleWatchdog { parts.watchdog }
    /// What every call sends and proves, made once.
    var requestDefaults: RequestDefaults { parts.requestDefaults }

    /// Makes a client. Arguments win over the environment, and the environment over the API document.
    ///
    /// - Parameters:
    ///   - metadata: The API.
    ///   - apiKey: The key; by default the value of the environment variable ``APIMetadata/apiKeyVariable``.
    ///     For ``SecurityScheme/basic`` it is `user:password`.
    ///   - baseURL: Where the API is; by default the value of ``APIMetadata/baseURLVariable``, else the first
    ///     server of the API document. A path in it is put in front of every path.
    ///   - configuration: How the client works.
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if the key is missing or blank, or the base URL
    ///   is missing or not usable.
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

    /// Makes a call and returns its value.
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

    /// Makes a call and returns its value together with the response it came in.
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
                let bytes = try await body.collect(upTo: limit)
                let value = try parse(ResponseContent(response: response, bytes: bytes))
                return APIResponse(value: value, response: response, body: bytes, context: executor.context)
            case .lazy(let make):
                let value = make(self, endpoint.request, options)
                return APIResponse(value: value, response: response, body: [], context: executor.context)
            }
        }
    }

    /// A stream of events. Nothing is sent until its first event is asked for.
    public func stream(_ endpoint: Endpoint<EventStream>, options: RequestOptions = RequestOptions()) -> EventStream {
        EventStream(client: self, request: endpoint.request, options: options)
    }

    /// A download. Nothing is sent until it is read or written.
    public func download(_ endpoint: Endpoint<FileDownload>, options: RequestOptions = RequestOptions()) -> FileDownload
    {
        FileDownload(client: self, request: endpoint.request, options: options)
    }
}

extension APIClient {
    /// What a client is made of. It is on the heap, because every value that can make a call holds the client: as one
    /// reference it is copied in no time, and with little code.
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
    /// The API and where it is; no credential.
    public var description: String {
        "APIClient(\(metadata.name), \(baseURL.scheme)://\(baseURL.authority)\(baseURL.path))"
    }
}
