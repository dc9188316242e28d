import HTTPTypes
public import Logging

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension APIClient {
    /// The settings of a client, apart from the API and its key.
    ///
    /// ```swift
    /// var configuration = APIClient.Configuration()
    /// configuration.timeout = .seconds(300)
    /// configuration.maxRetries = 5
    /// let client = try HandingerClient(configuration: configuration)
    /// ```
    public struct Configuration: Sendable {
        /// The idle timeout: how long no byte may arrive before a request fails; nil for no limit. It applies to the
        /// wait for the response and to each wait within its body, so a slow response does not time out.
        public var timeout: Duration? = .seconds(60)
        /// The limit for establishing a connection; nil for no limit.
        public var connectTimeout: Duration? = .seconds(5)
        /// The limit for a whole call, including retries and the waits between them; nil for no limit. For a stream,
        /// and for a download that is read piece by piece, it ends when the response begins.
        public var deadline: Duration?
        /// How long a stream may bring no event; nil for no limit. Unlike ``timeout`` it ignores comments, with which a
        /// server, or a proxy that lost its server, can hold a stream open forever. A stream that exceeds the limit
        /// counts as broken off and is continued according to ``reconnectPolicy``.
        public var eventTimeout: Duration?
        /// The maximum number of retries; 0 for none.
        public var maxRetries = 2
        /// The rules for retries: which failures are retried, and after which delay.
        public var retryPolicy = RetryPolicy()
        /// The rules for continuing an event stream that broke off.
        public var reconnectPolicy = ReconnectPolicy()
        /// Header fields of every request. They override the client's defaults; the options of a call override them.
        public var headers: [String: String] = [:]
        /// Query parameters of every request. A parameter of the call with the same name replaces them.
        public var query: [QueryParameter] = []
        /// Keys for individual security schemes, which override the client's API key.
        public var credentials: [SecurityScheme: APIKey] = [:]
        /// Provides an API key that can expire. The client asks it before the first call, and again with the rejected
        /// key when the server responds with status 401; it then repeats the call with the new key. A key is kept until
        /// the server rejects it. An `apiKey:` argument overrides the provider.
        public var credentialProvider: (@Sendable (_ rejected: APIKey?) async throws -> APIKey)?
        /// Middleware around each call and each attempt, outermost first; see ``Middleware``.
        public var middleware: [any Middleware] = []
        /// The logger of requests, responses, retries, redirects and reconnections: `info` has a line for each outcome,
        /// `debug` adds the requests and all header fields, `trace` the first 4 KiB of bodies and events. Credentials,
        /// cookies and fields whose names suggest a secret are redacted. By default nil, or a logger of the level in
        /// the environment variable ``APIMetadata/logVariable``.
        public var logger: Logger?
        /// The transport that sends the requests: ``CurlTransport`` on Linux with glibc, `URLSessionTransport`
        /// elsewhere.
        public var transport: any Transport = DefaultTransport.shared

        /// The name of the product in `User-Agent`; the name of the API if nil.
        public var productName: String?
        /// The version of the product in `User-Agent`.
        public var productVersion = RuntimeVersion.current

        /// The maximum size of a response in bytes, for calls that return a value. Streams and downloads to a file have
        /// no such limit.
        public var maximumResponseBytes = 32 << 20
        /// The maximum size of one event of a stream in bytes.
        public var maximumEventSize = 8 << 20

        /// The environment variables that the client reads.
        public var environment = ProcessInfo.processInfo.environment
        /// The clock for delays and timeouts.
        public var clock: any Clock<Duration> = ContinuousClock()
        /// Returns the current date, to interpret `Retry-After`.
        public var now: @Sendable () -> Date = { Date() }
        /// Returns a random number from 0 up to 1, for the jitter of delays.
        public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

        /// The maximum number of bytes of an unsuccessful response that its error keeps.
        var maximumErrorBytes: Int { 1 << 20 }

        /// Creates the default settings.
        public init() {}
    }
}

extension APIClient.Configuration {
    /// Sets the credential of one security scheme; nil changes nothing. Generated initializers call it.
    public mutating func use(_ key: String?, for scheme: SecurityScheme) {
        if let key { credentials[scheme] = APIKey(key) }
    }

    /// Sets a user name and a password for ``SecurityScheme/basic`` (RFC 7617); nil for both changes nothing.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if the user name contains a colon, which the
    ///   scheme cannot encode.
    public mutating func use(username: String?, password: String?) throws {
        guard username != nil || password != nil else { return }
        guard username?.contains(byte: ":") != true else {
            throw APIError(
                .configuration,
                "The user name contains a colon, which HTTP basic authentication cannot send."
            )
        }
        credentials[.basic] = APIKey("\(username ?? ""):\(password ?? "")")
    }
}

extension APIClient.Configuration: CustomReflectable {
    /// A mirror without the environment, which may hold secrets, and without the internals of the transport.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "timeout": timeout as Any, "connectTimeout": connectTimeout as Any, "eventTimeout": eventTimeout as Any,
                "maxRetries": maxRetries,
                "retryPolicy": retryPolicy, "headerNames": headers.sortedKeys, "transport": "\(type(of: transport))",
                "maximumResponseBytes": maximumResponseBytes, "maximumEventSize": maximumEventSize,
            ],
            displayStyle: .struct
        )
    }
}
