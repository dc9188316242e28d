import HTTPTypes
public import Logging

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension APIClient {
    /// How a client works, apart from which API and which key.
    ///
    /// ```swift
    /// var configuration = APIClient.Configuration()
    /// configuration.timeout = .seconds(300)
    /// configuration.maxRetries = 5
    /// let client = try HandingerClient(configuration: configuration)
    /// ```
    public struct Configuration: Sendable {
        /// How long nothing may come, before the response or between two pieces of it; nil for no limit. A response
        /// that trickles is not silent, however long it takes.
        public var timeout: Duration? = .seconds(60)
        /// How long making a connection may take; nil for no limit.
        public var connectTimeout: Duration? = .seconds(5)
        /// How long a call may take in all, with its retries and the waits between them; nil for no limit. For a stream,
        /// and a download that is read piece by piece, it ends when the response begins.
        public var deadline: Duration?
        /// How long a stream may bring no event, whatever else it brings; nil for no limit. A server, or a proxy that lost
        /// its server, can hold a stream open with comments for ever. A stream that is over this limit counts as broken
        /// off, and is continued by the rules of ``reconnectPolicy``.
        public var eventTimeout: Duration?
        /// How often a failed request is sent again; 0 for never.
        public var maxRetries = 2
        /// When it is, and after what wait.
        public var retryPolicy = RetryPolicy()
        /// When an event stream that broke off is continued.
        public var reconnectPolicy = ReconnectPolicy()
        /// Headers of every request. They win over the client's own, and a call's own win over them.
        public var headers: [String: String] = [:]
        /// Query parameters of every request, unless the call has one of that name.
        public var query: [QueryParameter] = []
        /// Keys for security schemes that need another one than the client's API key.
        public var credentials: [SecurityScheme: APIKey] = [:]
        /// Gives the API key when there is no fixed one, for keys that expire. It is asked before the first call, and
        /// once more with the refused key when the server answers 401; the call is then sent again with the new key. A
        /// key that was given is kept until then. An `apiKey:` argument wins over it.
        public var credentialProvider: (@Sendable (_ rejected: APIKey?) async throws -> APIKey)?
        /// Code that runs around each call and each attempt, the first outermost; see ``Middleware``.
        public var middleware: [any Middleware] = []
        /// Where requests, responses, retries, redirects and reconnections are logged: `info` has a line for each
        /// outcome, `debug` the requests and all headers, `trace` the first 4 KiB of bodies and events. Credentials,
        /// cookies and whatever is named like a secret are left out. Nil for none, unless the environment variable
        /// ``APIMetadata/logVariable`` has a level; the log then goes where the program's logs go.
        public var logger: Logger?
        /// The transport that carries the requests: ``CurlTransport`` on Linux with glibc, `URLSessionTransport` elsewhere.
        public var transport: any Transport = DefaultTransport.shared

        /// The name of the product in `User-Agent`; the name of the API if nil.
        public var productName: String?
        /// The version of the product in `User-Agent`.
        public var productVersion = RuntimeVersion.current

        /// How many bytes of a response may be read into memory at once, by calls that return a value. A download to a
        /// file and a stream have no such limit.
        public var maximumResponseBytes = 32 << 20
        /// How many bytes one event of a stream may have.
        public var maximumEventSize = 8 << 20

        /// The environment variables that the client may read.
        public var environment = ProcessInfo.processInfo.environment
        /// The clock that waits and timeouts are measured with.
        public var clock: any Clock<Duration> = ContinuousClock()
        /// The date, for `Retry-After`.
        public var now: @Sendable () -> Date = { Date() }
        /// Numbers from 0 up to 1, for the jitter of waits.
        public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

        /// How many bytes of a failed response are read for the error.
        var maximumErrorBytes: Int { 1 << 20 }

        /// The default settings.
        public init() {}
    }
}

extension APIClient.Configuration {
    /// Uses a credential for one security scheme; nil changes nothing. Generated initializers call it.
    public mutating func use(_ key: String?, for scheme: SecurityScheme) {
        if let key { credentials[scheme] = APIKey(key) }
    }

    /// Uses a user name and a password for ``SecurityScheme/basic`` (RFC 7617); nil for both changes nothing.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` for a user name with a colon, which the header
    ///   has no way to write.
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

    /// Adds the headers of an environment variable, lines of `Name: value`; those set in code win.
    mutating func addHeadersOfEnvironment(_ variable: String) throws {
        guard let text = environment[variable] else { return }
        let own = Set(headers.keys.map { $0.lowercased() })
        let lines = text.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        for line in lines {
            let parts = Substring(line).split(atByte: ":", maxSplits: 1).map { String($0.trimmingWhitespace) }
            if parts == [""] { continue }
            guard parts.count == 2, HTTPField.Name(parts[0]) != nil else {
                throw APIError(
                    .configuration,
                    "The environment variable \(variable) has a line that is no 'Name: value'."
                )
            }
            if !own.contains(parts[0].lowercased()) { headers[parts[0]] = parts[1] }
        }
    }
}

extension APIClient.Configuration: CustomReflectable {
    /// A mirror without the environment, which may hold secrets, and without the transport's inner workings.
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
