#if !canImport(Glibc) || HANDINGER_URLSESSION
import Foundation
import HTTPTypes

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
#if HANDINGER_URLSESSION
@testable import APIRuntime
#endif

/// One request and its response over a session.
final class URLSessionExchange: Sendable {
    let task: URLSessionTask
    let receiver: ResponseReceiver
    let onBytesSent: @Sendable () -> Void
    /// The file with the request's body; it is removed with the exchange.
    private let file: TemporaryUploadFile?

    init(
        task: URLSessionTask,
        file: TemporaryUploadFile?,
        capacity: Int,
        onBytesSent: @escaping @Sendable () -> Void
    ) {
        self.task = task
        self.file = file
        self.onBytesSent = onBytesSent
        receiver = ResponseReceiver(body: ReceiveBuffer(capacity: capacity, onCancel: { task.cancel() }))
    }

    func receive(_ chunk: [UInt8]) {
        if case .stop = receiver.body.push(chunk) { receiver.body.stopSource() }
    }

    /// Ends the exchange unless bytes of the request were sent, which proves a connection.
    func failBeforeSending(_ error: TransportError) {
        if task.countOfBytesSent == 0 { receiver.cancel(with: error) }
    }
}

/// Forwards the delegate calls of a session to its exchanges.
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
        // Interim responses such as 103 Early Hints may be reported before it.
        if let response = HTTPResponse(response), !response.isInterim {
            exchange(of: dataTask)?.receiver.receive(response)
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        exchange(of: dataTask)?.receive([UInt8](data))
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        didSendBodyData bytesSent: Int64,
        totalBytesSent: Int64,
        totalBytesExpectedToSend: Int64
    ) {
        exchange(of: task)?.onBytesSent()
    }

    /// Redirects are followed above the transport, by the same rules for every transport.
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // Answered first, because the receiver of the response may cancel the task.
        completionHandler(nil)
        if let response = HTTPResponse(response) { exchange(of: task)?.receiver.receive(response) }
    }

    /// Leaves server trust to the system and rejects password challenges, so that the 401 response is returned.
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
        completionHandler(.rejectProtectionSpace, nil)
        if let failure = challenge.failureResponse, let response = HTTPResponse(failure) {
            exchange(of: task)?.receiver.receive(response)
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let exchange = exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }
        // A redirect without a target may be reported only by its completion.
        if error == nil, let response = task.response.flatMap({ HTTPResponse($0) }), !response.isInterim {
            exchange?.receiver.receive(response)
        }
        exchange?.receiver.finish(throwing: error.map { TransportError(urlSession: $0) })
    }
}

extension HTTPResponse {
    /// Whether another response follows (RFC 9110 section 15.2); after 101 there is none.
    fileprivate var isInterim: Bool { status.kind == .informational && status != .switchingProtocols }

    /// Nil if it is not an HTTP response.
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
#endif
