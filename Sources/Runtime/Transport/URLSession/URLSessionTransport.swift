#if !canImport(Glibc) || HANDINGER_URLSESSION
import Foundation
public import HTTPTypes

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
#if HANDINGER_URLSESSION
@testable import APIRuntime
#endif

/// The default transport on platforms other than Linux: Foundation's `URLSession`.
///
/// One session serves all clients of the process, so that connections are shared. It stores no cookies, responses or
/// credentials. A body that arrives faster than it is read is buffered up to ``receiveBufferSize``; then the call fails.
public final class URLSessionTransport: Transport {
    /// The default transport of clients.
    public static let shared = URLSessionTransport()

    /// The number of bytes of one response that may wait to be read; more end the call with
    /// ``TransportError/Reason/receiveBufferOverflow``.
    public let receiveBufferSize: Int

    private let session: URLSession
    private let delegate = URLSessionExchangeDelegate()

    /// Makes a transport with separate connections.
    public init(receiveBufferSize: Int = 16 << 20) {
        self.receiveBufferSize = receiveBufferSize
        session = URLSession(configuration: Self.configuration, delegate: delegate, delegateQueue: nil)
    }

    deinit {
        session.finishTasksAndInvalidate()
    }

    /// No timeouts: they are enforced above the transport.
    private static let unlimited: TimeInterval = 7 * 86_400

    private static var configuration: URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        // Each stream occupies a connection; the default limit of six would starve other calls.
        configuration.httpMaximumConnectionsPerHost = 256
        configuration.timeoutIntervalForRequest = unlimited
        configuration.timeoutIntervalForResource = unlimited
        return configuration
    }

    /// Sends a request; see ``Transport/send(_:body:options:)``.
    public func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let (task, file) = try await makeTask(request, body: body, onBytesSent: options.onBytesSent)
        let exchange = URLSessionExchange(
            task: task,
            file: file,
            capacity: receiveBufferSize,
            onBytesSent: options.onBytesSent
        )
        delegate.add(exchange)
        let timer = options.connectTimeout.map { limit in
            Task {
                try await Task.sleep(for: limit)
                let message = "The server could not be reached within \(limit)."
                exchange.failBeforeSending(TransportError(.connectTimeout, message))
            }
        }
        defer { timer?.cancel() }
        return try await exchange.receiver.response { task.resume() }
    }

    private func makeTask(
        _ request: HTTPRequest,
        body: HTTPBody?,
        onBytesSent: @Sendable () -> Void
    ) async throws -> (task: URLSessionTask, file: TemporaryUploadFile?) {
        var urlRequest = try Self.urlRequest(request)
        guard body == nil || request.method != .get else {
            throw APIError(.invalidRequest, "URLSession sends no body with a GET; another transport may.")
        }
        try body?.checkFiles()
        switch body?.content {
        case nil:
            return (session.dataTask(with: urlRequest), nil)
        case .bytes(let bytes):
            urlRequest.httpBody = Data(bytes)
            return (session.dataTask(with: urlRequest), nil)
        case .file(let url):
            return (session.uploadTask(with: urlRequest, fromFile: url.resolvingSymlinksInPath()), nil)
        case .segments, .source:
            // Sent from one file, so that the length is known and memory use is constant.
            let file = try await TemporaryUploadFile(body ?? HTTPBody(), onBytesWritten: onBytesSent)
            return (session.uploadTask(with: urlRequest, fromFile: file.url), file)
        }
    }

    private static func urlRequest(_ request: HTTPRequest) throws -> URLRequest {
        guard let url = URL(string: request.urlText) else {
            throw APIError(.invalidRequest, "The path of the request does not make a URL.")
        }
        var urlRequest = URLRequest(url: url, cachePolicy: .useProtocolCachePolicy, timeoutInterval: unlimited)
        urlRequest.httpMethod = request.method.rawValue
        urlRequest.httpShouldHandleCookies = false
        // Set at once: adding fields one by one takes quadratic time.
        let fields = request.wireFields.map { ($0.name.rawName, $0.value) }
        urlRequest.allHTTPHeaderFields = Dictionary(fields) { $0 + "," + $1 }
        return urlRequest
    }
}

extension URLSessionTransport: CustomReflectable {
    /// A mirror without the session, whose state changes while requests run.
    public var customMirror: Mirror {
        Mirror(self, children: ["receiveBufferSize": receiveBufferSize])
    }
}
#endif
