#if canImport(Glibc)
public import HTTPTypes

/// The default transport on Linux: libcurl itself, over HTTP/1.1 and, where a TLS server offers it, HTTP/2.
///
/// ```swift
/// var configuration = CurlTransport.Configuration()
/// configuration.proxy = .url("http://proxy.example:3128")
/// var client = APIClient.Configuration()
/// client.transport = CurlTransport(configuration: configuration)
/// ```
///
/// Connections are kept open after every method, and a request is never sent a second time unasked: where a kept
/// connection turns out to be closed, the call fails with ``TransportError/Reason/connectionLost`` and the client's
/// ``RetryPolicy`` decides. A response that is read slowly holds its server back. One thread runs all transfers of the
/// process; it starts with the first request.
///
/// The library is libcurl.so.4 in version 7.66 or later, which machines that run Swift on Linux have. It is loaded with
/// the first request.
public final class CurlTransport: Transport {
    /// The transport that clients use unless told otherwise.
    public static let shared = CurlTransport()

    private let pool: CurlPool.Identity

    /// Makes a transport with connections of its own, which are closed when it goes.
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
