import Foundation
import HTTPTypes

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What a session has to know of an exchange to keep pace with it.
struct ExchangePace: Sendable {
    /// A task is about to begin.
    var begin: @Sendable () -> Void = {}
    /// A task that has begun has ended.
    var end: @Sendable () -> Void = {}
    /// So many bytes of a response were received (positive) or read (negative).
    var addUnread: @Sendable (Int) -> Void = { _ in }
    /// Nobody will read what is still to come of a response.
    var release: @Sendable () -> Void = {}
}

/// One task of a session: its head goes to whoever sent the request, its body into a buffer.
final class URLSessionExchange: Sendable {
    private enum Head {
        case unstarted
        case awaited(CheckedContinuation<HTTPResponse, any Error>)
        case settled
    }

    let task: URLSessionTask
    let buffer: ReceiveBuffer
    /// The file that the request's body is sent from; it goes with the exchange.
    private let spool: SpooledFile?
    let onActivity: @Sendable () -> Void
    private let pace: ExchangePace
    private let hasBegun = Locked(false)
    private let head = Locked(Head.unstarted)
    private let isCancelled: Locked<Bool>

    init(
        task: URLSessionTask,
        spool: SpooledFile?,
        capacity: Int,
        pace: ExchangePace,
        onActivity: @escaping @Sendable () -> Void
    ) {
        self.task = task
        self.onActivity = onActivity
        self.pace = pace
        self.spool = spool
        let isCancelled = Locked(false)
        self.isCancelled = isCancelled
        buffer = ReceiveBuffer(capacity: capacity, onUnread: pace.addUnread) {
            pace.release()
            isCancelled.withLock { $0 = true }
            task.cancel()
        }
    }

    func start(_ continuation: CheckedContinuation<HTTPResponse, any Error>) {
        let isCancelled = head.withLock { head in
            if case .settled = head { return true }
            head = .awaited(continuation)
            return false
        }
        if isCancelled {
            continuation.resume(throwing: CancellationError())
        } else {
            hasBegun.withLock { $0 = true }
            pace.begin()
            task.resume()
        }
    }

    /// Answers a question of the session, unless the task was cancelled: Foundation on Linux ends the process when the
    /// answer comes after that.
    func answer(_ reply: () -> Void) {
        isCancelled.withLock { isCancelled in
            if !isCancelled { reply() }
        }
    }

    func receive(_ response: HTTPResponse) {
        takeContinuation()?.resume(returning: response)
    }

    func receive(_ chunk: [UInt8]) {
        if !buffer.push(chunk) { buffer.stopSource() }
    }

    func finish(throwing error: TransportError?) {
        let hasBegun = hasBegun.withLock { hasBegun in
            defer { hasBegun = false }
            return hasBegun
        }
        if hasBegun { pace.end() }
        buffer.finish(throwing: error)
        let missing = TransportError(.connectionLost, "The connection ended without an HTTP response.")
        takeContinuation()?.resume(throwing: error ?? missing)
    }

    /// Ends the exchange from this side, whether or not it has started.
    func cancel(with error: any Error) {
        // Taken first: stopping the task makes the session report an error of its own, which must not come before.
        let continuation = takeContinuation()
        buffer.cancel(with: error)
        continuation?.resume(throwing: error)
    }

    /// Ends the exchange unless bytes of the request went out, which shows that there is a connection.
    func failBeforeSending(_ error: TransportError) {
        if task.countOfBytesSent == 0 { cancel(with: error) }
    }

    private func takeContinuation() -> CheckedContinuation<HTTPResponse, any Error>? {
        head.withLock { head in
            defer { head = .settled }
            if case .awaited(let continuation) = head { return continuation }
            return nil
        }
    }
}

/// Passes what a session reports to the exchange it concerns.
final class URLSessionExchangeDelegate: NSObject, URLSessionDataDelegate {
    private let exchanges = Locked<[Int: URLSessionExchange]>([:])

    func add(_ exchange: URLSessionExchange) {
        exchanges.withLock { $0[exchange.task.taskIdentifier] = exchange }
    }

    private func exchange(of task: URLSessionTask) -> URLSessionExchange? {
        exchanges.withLock { $0[task.taskIdentifier] }
    }

    func urlSession(
        _ session: URLSession,
        dataTask: URLSessionDataTask,
        didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        // Foundation on Linux also reports the interim responses before it, such as 103 Early Hints.
        if let response = HTTPResponse(response), !response.isInterim { exchange(of: dataTask)?.receive(response) }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        // A copy: slices of `Data` have indices of their own, which Foundation itself trips over.
        exchange(of: dataTask)?.receive([UInt8](data))
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        didSendBodyData bytesSent: Int64,
        totalBytesSent: Int64,
        totalBytesExpectedToSend: Int64
    ) {
        exchange(of: task)?.onActivity()
    }

    #if canImport(FoundationNetworking)
    /// The connection broke, and the request would be sent over another one: whether it may be is for the retry rules.
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        needNewBodyStream completionHandler: @escaping @Sendable (InputStream?) -> Void
    ) {
        let error = TransportError(.connectionLost, "The server closed the connection without a response.")
        let exchange = exchange(of: task)
        // Not from here: the session waits for the answer, and the end of the task for the session.
        DispatchQueue.global().async { exchange?.cancel(with: error) }
        completionHandler(nil)
    }
    #endif

    /// Redirects are followed above the transport: Foundation on Linux would send credentials to any host and lose the
    /// body of a POST.
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // First the answer: whoever gets the response may cancel the task.
        let exchange = exchange(of: task)
        exchange?.answer { completionHandler(nil) }
        if let response = HTTPResponse(response) { exchange?.receive(response) }
    }

    /// Server trust is left to the system. A challenge for a password is refused, so that the 401 itself comes through;
    /// Foundation on Linux hangs if it is left alone.
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        let method = challenge.protectionSpace.authenticationMethod
        let passwordMethods = [
            NSURLAuthenticationMethodDefault, NSURLAuthenticationMethodHTTPBasic,
            NSURLAuthenticationMethodHTTPDigest,
        ]
        guard passwordMethods.contains(method) else { return completionHandler(.performDefaultHandling, nil) }
        let exchange = exchange(of: task)
        exchange?.answer { completionHandler(.rejectProtectionSpace, nil) }
        if let failure = challenge.failureResponse, let response = HTTPResponse(failure) {
            exchange?.receive(response)
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let exchange = exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }
        // A redirect without a target is reported by nothing but the end on Linux.
        if error == nil, let response = task.response.flatMap({ HTTPResponse($0) }), !response.isInterim {
            exchange?.receive(response)
        }
        exchange?.finish(throwing: error.map { TransportError(urlSession: $0) })
    }
}

extension HTTPResponse {
    /// Whether another response follows (RFC 9110 section 15.2); 101 is the last of HTTP on its connection.
    fileprivate var isInterim: Bool { status.kind == .informational && status != .switchingProtocols }

    /// Nil if it is no HTTP response.
    fileprivate init?(_ response: URLResponse) {
        guard let response = response as? HTTPURLResponse, (100...999).contains(response.statusCode) else { return nil }
        self.init(status: Status(code: response.statusCode))
        for (name, value) in response.allHeaderFields {
            guard let name = (name as? String).flatMap({ HTTPField.Name($0) }), let value = value as? String else {
                continue
            }
            headerFields.append(HTTPField(name: name, value: value))
        }
    }
}
