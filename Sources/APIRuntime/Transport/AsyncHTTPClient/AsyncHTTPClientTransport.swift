#if AsyncHTTPClient
import AsyncHTTPClient
import Foundation
public import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// A transport over [AsyncHTTPClient](https://github.com/swift-server/async-http-client), for servers: HTTP/2, real
/// backpressure, and about half of the processor time of ``URLSessionTransport`` on Linux.
///
/// It is there with the package's trait `AsyncHTTPClient`, and then the default on Linux. A body that is read slowly
/// slows the server down instead of filling memory. A proxy is taken from the environment: `http_proxy`,
/// `https_proxy`, `all_proxy` and `no_proxy`, as curl reads them; `http:` requests go through the proxy's `CONNECT` too.
public final class AsyncHTTPClientTransport: Transport {
    /// The transport that clients on Linux use unless told otherwise.
    public static let shared = AsyncHTTPClientTransport()

    /// What the library sets for a client as a whole and we want for each request.
    private struct Settings: Hashable {
        var connectTimeout: Duration?
        var isLongBodyExpected: Bool
        var proxy: HTTPClient.Configuration.Proxy?
    }

    /// How many bytes a compressed body may have once it is decompressed; more end the call with
    /// ``TransportError/Reason/bodyTooLarge``. Streams and files, which ask for no compression, have no such limit.
    public let maximumDecompressedSize: Int

    private let proxies: ProxyEnvironment
    private let clients = Locked<[Settings: HTTPClient]>([:])

    /// Makes a transport with connections of its own.
    ///
    /// - Parameters:
    ///   - maximumDecompressedSize: How many bytes a compressed body may have once it is decompressed.
    ///   - environment: The variables that may name a proxy.
    public init(
        maximumDecompressedSize: Int = 64 << 20,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.maximumDecompressedSize = maximumDecompressedSize
        proxies = ProxyEnvironment(environment)
    }

    deinit {
        for client in clients.withLock({ Array($0.values) }) { client.shutdown { _ in } }
    }

    /// Sends a request; see ``Transport/send(_:body:options:)``.
    public func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let settings = Settings(
            connectTimeout: options.connectTimeout,
            isLongBodyExpected: options.isLongBodyExpected,
            proxy: try proxies.proxy(for: request).map { try HTTPClient.Configuration.Proxy($0) }
        )
        var message = HTTPClientRequest(url: request.urlText)
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        for (name, value) in request.wireFields { message.headers.add(name: name, value: value) }
        message.body = body.map { Self.message($0, onActivity: options.onActivity) }
        do {
            let response = try await client(settings).execute(message, deadline: .distantFuture)
            return try Self.response(response)
        } catch {
            throw Self.translated(error)
        }
    }

    private func client(_ settings: Settings) -> HTTPClient {
        clients.withLock { clients in
            if let client = clients[settings] { return client }
            let client = HTTPClient(configuration: configuration(settings))
            clients[settings] = client
            return client
        }
    }

    /// Redirects, retries and timeouts are ours, the same for all transports.
    private func configuration(_ settings: Settings) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, proxy: settings.proxy)
        // Without a limit of ours the library would take its own.
        configuration.timeout.connect =
            settings.connectTimeout.map { .nanoseconds(Int64($0 / .nanoseconds(1))) } ?? .hours(24)
        configuration.decompression = .enabled(
            limit: settings.isLongBodyExpected ? .none : .size(maximumDecompressedSize)
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        // A stream holds its connection for as long as it lasts; the usual eight would starve other calls.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        // Its spans would have the whole URL, with an API key in it.
        configuration.tracing.tracer = nil
        return configuration
    }

    /// A body of a known length is sent with it, and piece by piece, so that a long upload is not taken for silence.
    private static func message(
        _ body: HTTPBody,
        onActivity: @escaping @Sendable () -> Void
    ) -> HTTPClientRequest.Body {
        if case .bytes(let bytes) = body.content, bytes.count <= pieceSize { return .bytes(ByteBuffer(bytes: bytes)) }
        let pieces = HTTPBodyPieces(body: body, size: pieceSize).map { piece in
            onActivity()
            return ByteBuffer(bytes: piece)
        }
        return .stream(pieces, length: body.length.map { .known($0) } ?? .unknown)
    }

    private static let pieceSize = 65_536

    private static func response(_ response: HTTPClientResponse) throws -> (HTTPResponse, HTTPBody) {
        let code = Int(response.status.code)
        guard (100...999).contains(code) else {
            throw TransportError(.malformedResponse, "The response has the status \(code), which is none.")
        }
        var head = HTTPResponse(status: HTTPResponse.Status(code: code))
        for (name, value) in response.headers {
            guard let name = HTTPField.Name(name) else { continue }
            head.headerFields.append(HTTPField(name: name, value: value))
        }
        return (head, HTTPBody(ResponseChunks(body: response.body), length: head.decodedLength))
    }

    fileprivate static func translated(_ error: any Error) -> any Error {
        if error is TransportError || error is APIError || error is CancellationError { return error }
        if Task.isCancelled || error as? HTTPClientError == .cancelled { return CancellationError() }
        if error as? HTTPClientError == .bodyLengthMismatch { return APIError.bodyOfAnotherLength }
        return TransportError(asyncHTTPClient: error)
    }
}

/// The chunks of a response with errors as every transport throws them. Each is fetched when it is asked for.
private struct ResponseChunks: AsyncSequence, Sendable {
    let body: HTTPClientResponse.Body

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: HTTPClientResponse.Body.AsyncIterator

        mutating func next() async throws -> [UInt8]? {
            do {
                return try await base.next().map { Array(buffer: $0) }
            } catch {
                throw AsyncHTTPClientTransport.translated(error)
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: body.makeAsyncIterator())
    }
}

/// The chunks of a request's body, large ones cut into pieces.
private struct HTTPBodyPieces: AsyncSequence, Sendable {
    let body: HTTPBody
    let size: Int

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: HTTPBody.AsyncIterator
        let size: Int
        var rest: ArraySlice<UInt8> = []

        mutating func next() async throws -> [UInt8]? {
            if rest.isEmpty {
                guard let chunk = try await nextChunk() else { return nil }
                rest = chunk[...]
            }
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }

        private mutating func nextChunk() async throws -> [UInt8]? {
            do {
                return try await base.next()
            } catch  where !(error is APIError || error is CancellationError) {
                throw APIError.unreadableBody(error)
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: body.makeAsyncIterator(), size: size)
    }
}

extension AsyncHTTPClientTransport: CustomReflectable {
    /// A mirror without the clients, whose insides change while requests run, and without the proxy's password.
    public var customMirror: Mirror {
        Mirror(self, children: ["maximumDecompressedSize": maximumDecompressedSize])
    }
}
#endif
