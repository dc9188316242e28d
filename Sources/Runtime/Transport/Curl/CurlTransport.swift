#if canImport(Glibc)
public import HTTPTypes

/// The default transport on Linux: libcurl over HTTP/1.1 and, with TLS servers that offer it, HTTP/2.
///
/// ```swift
/// var configuration = CurlTransport.Configuration()
/// configuration.proxy = .url("http://proxy.example:3128")
/// var client = APIClient.Configuration()
/// client.transport = CurlTransport(configuration: configuration)
/// ```
///
/// Connections are reused for every method, and a request is sent exactly once: if a reused connection turns out to be
/// closed, the call fails with ``TransportError/Reason/connectionLost`` and the client's ``RetryPolicy`` decides. Reading a
/// response slowly slows its server down (backpressure). One thread, started with the first request, runs all transfers
/// of the process.
///
/// The first request loads libcurl.so.4, version 7.66 or later, which is present wherever Swift runs on Linux.
public final class CurlTransport: Transport {
    /// The default transport of clients.
    public static let shared = CurlTransport()

    private let pool: CurlPool.Identity

    /// Makes a transport with separate connections, which are closed when it is released.
    public init(configuration: Configuration = Configuration()) {
        pool = CurlPool.Identity(settings: CurlSettings(configuration))
    }

    deinit {
        CurlLoop.current?.post(.close(pool.number))
    }

    /// Sends a request; see ``Transport/send(_:body:options:)``.
    ///
    /// - Throws: ``TransportError``, or ``APIError`` with code ``APIError/Code/configuration`` where libcurl is too old
    ///   or a file of the configuration cannot be used.
    public func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        try await send(request, body: body, options: options, watch: nil)
    }
}

extension CurlTransport: WatchedTransport {
    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions,
        watch: (any IdleWatch)?
    ) async throws -> (HTTPResponse, HTTPBody) {
        do {
            let request = try CurlRequest(request, body: body, options: options)
            return try await CurlExchange(request, pool: pool, watch: watch).response()
        } catch {
            watch?.stop()
            throw error
        }
    }
}

extension CurlTransport: CustomReflectable {
    /// A mirror without the configuration, which may hold a password.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
#endif
