import Foundation
public import HTTPTypes

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The default transport: Foundation's `URLSession`, which every platform has.
///
/// One session serves all clients of the process, so that connections are shared. It keeps no cookies, no cache and no
/// credentials of its own. A body that arrives faster than it is read is held in memory up to ``receiveBufferSize``;
/// then the call fails. On Linux, the sender of a stream or a file is held back long before that.
///
/// On Linux, a request with a body, and any POST or PATCH, asks for a connection of its own: over one that the server has
/// just closed, Foundation would hang, or send the request twice.
///
/// - Warning: On Linux, Foundation 6.3 ends the process when a server closes the connection in the middle of a response's
///   headers, or sends trailers (RFC 9112 section 7.1.2). Where the servers, and what is in between, cannot be trusted
///   that far, take the package's trait `AsyncHTTPClient`.
public final class URLSessionTransport: Transport {
    /// The transport that clients use unless told otherwise.
    public static let shared = URLSessionTransport()

    /// How many bytes of one response may wait to be read; more end the call with
    /// ``TransportError/Reason/receiveBufferOverflow``.
    public let receiveBufferSize: Int

    /// A session with what is told of its tasks.
    private struct Line {
        let session: URLSession
        let delegate = URLSessionExchangeDelegate()
        let pace: ExchangePace

        init() {
            let configuration = URLSessionTransport.configuration
            #if canImport(FoundationNetworking)
            let queue = PacingQueue()
            session = queue.makeSession(configuration, delegate: delegate)
            pace = queue.sharedPace
            #else
            session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil)
            pace = ExchangePace()
            #endif
        }
    }

    private let line = Line()
    #if canImport(FoundationNetworking)
    /// For requests with a body, whose connections are closed after them.
    private let bodyLine = Line()
    /// For those that get a session of their own, which takes processor time while it waits.
    private let ownSessions = ConnectionSlots(32)
    #endif

    /// Makes a transport with connections of its own.
    public init(receiveBufferSize: Int = 16 << 20) {
        self.receiveBufferSize = receiveBufferSize
    }

    deinit {
        line.session.finishTasksAndInvalidate()
        #if canImport(FoundationNetworking)
        bodyLine.session.finishTasksAndInvalidate()
        #endif
    }

    /// Timeouts are kept above the transport, the same for all transports.
    private static let unlimited: TimeInterval = 7 * 86_400

    private static var configuration: URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        // A stream holds its connection for as long as it lasts; the usual six would starve other calls.
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
        #if canImport(FoundationNetworking)
        let needsSlot = !options.isLongBodyExpected && Self.needsOwnSession(request, body)
        if needsSlot { try await ownSessions.take() }
        defer { if needsSlot { ownSessions.giveBack() } }
        #endif
        let exchange = try await makeExchange(request, body: body, options: options)
        #if canImport(FoundationNetworking)
        let probe = options.connectTimeout.map { limit in
            Task {
                try await ConnectionProbe.waitUntilUnreachable(request, limit: limit)
                let message = "The server could not be reached within \(limit)."
                exchange.failBeforeSending(TransportError(.connectTimeout, message))
            }
        }
        defer { probe?.cancel() }
        #endif
        return try await withTaskCancellationHandler {
            let response = try await withCheckedThrowingContinuation { continuation in
                exchange.start(continuation)
            }
            #if canImport(FoundationNetworking)
            ConnectionProbe.noteAnswer(to: request)
            #endif
            return (response, HTTPBody(source: exchange.buffer, length: response.decodedLength))
        } onCancel: {
            exchange.cancel(with: CancellationError())
        }
    }

    private func makeExchange(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> URLSessionExchange {
        #if canImport(FoundationNetworking)
        if options.isLongBodyExpected || Self.needsOwnSession(request, body) {
            let delegate = URLSessionExchangeDelegate()
            let queue = PacingQueue()
            let session = queue.makeSession(Self.configuration, delegate: delegate)
            // The session ends with its one task.
            defer { session.finishTasksAndInvalidate() }
            let (task, spool) = try await Self.makeTask(
                request,
                body: body,
                in: session,
                onActivity: options.onActivity
            )
            let exchange = URLSessionExchange(
                task: task,
                spool: spool,
                capacity: receiveBufferSize,
                pace: queue.pace,
                onActivity: options.onActivity
            )
            delegate.add(exchange)
            return exchange
        }
        var (request, line) = (request, line)
        if body != nil {
            request.headerFields[.connection] = "close"
            line = bodyLine
        }
        #endif
        let (task, spool) = try await Self.makeTask(
            request,
            body: body,
            in: line.session,
            onActivity: options.onActivity
        )
        let exchange = URLSessionExchange(
            task: task,
            spool: spool,
            capacity: receiveBufferSize,
            pace: line.pace,
            onActivity: options.onActivity
        )
        line.delegate.add(exchange)
        return exchange
    }

    #if canImport(FoundationNetworking)
    // The library under Foundation sends a request again, unasked, when the connection that it took from those kept open
    // turns out to be closed. A body it cannot send again: it asks for a new one, which ends the exchange, see
    // `URLSessionExchangeDelegate`. So that this is rare, connections are not kept open after a body.

    /// Whether the request would be sent again although the server may have acted on it: then it must meet no connection
    /// that was used before.
    private static func needsOwnSession(_ request: HTTPRequest, _ body: HTTPBody?) -> Bool {
        let isEmpty = body.map { $0.length == 0 } ?? true
        return isEmpty && !request.method.isIdempotent
    }
    #endif

    private static func makeTask(
        _ request: HTTPRequest,
        body: HTTPBody?,
        in session: URLSession,
        onActivity: @Sendable () -> Void
    ) async throws -> (task: URLSessionTask, spool: SpooledFile?) {
        var urlRequest = try urlRequest(request)
        guard body == nil || request.method != .get else {
            throw APIError(.invalidRequest, "URLSession sends no body with a GET; another transport may.")
        }
        switch body?.content {
        case nil:
            return (session.dataTask(with: urlRequest), nil)
        case .bytes(let bytes):
            urlRequest.httpBody = Data(bytes)
            return (session.dataTask(with: urlRequest), nil)
        case .file(let url):
            // Foundation on Linux waits without end for a file that it cannot read, and sends so much of one as the link to
            // it is long.
            guard try FileLength.of(url) == body?.length else { throw APIError.bodyOfAnotherLength }
            return (session.uploadTask(with: urlRequest, fromFile: url.resolvingSymlinksInPath()), nil)
        case .segments, .source:
            // Sent from one file, so that the length is known and the memory stays flat: on Linux a streamed upload goes
            // out without a length, which many servers refuse.
            let spool = try await SpooledFile(body ?? HTTPBody(), onActivity: onActivity)
            return (session.uploadTask(with: urlRequest, fromFile: spool.url), spool)
        }
    }

    private static func urlRequest(_ request: HTTPRequest) throws -> URLRequest {
        guard let url = URL(string: request.urlText) else {
            throw APIError(.invalidRequest, "The path of the request does not make a URL.")
        }
        #if canImport(FoundationNetworking)
        // It compares the host with and without brackets.
        guard request.authority?.hasPrefix("[") != true else {
            throw APIError(
                .configuration,
                "Foundation on Linux cannot connect to an IPv6 address; write a host name, or take the package's trait "
                    + "AsyncHTTPClient."
            )
        }
        #endif
        var urlRequest = URLRequest(url: url, cachePolicy: .useProtocolCachePolicy, timeoutInterval: unlimited)
        urlRequest.httpMethod = request.method.rawValue
        urlRequest.httpShouldHandleCookies = false
        // All at once: adding them one by one, each is compared with all before it.
        urlRequest.allHTTPHeaderFields = Dictionary(request.wireFields.map { ($0.name, $0.value) }) { $0 + "," + $1 }
        return urlRequest
    }
}

extension URLSessionTransport: CustomReflectable {
    /// A mirror without the session, whose insides change while requests run.
    public var customMirror: Mirror {
        Mirror(self, children: ["receiveBufferSize": receiveBufferSize])
    }
}
