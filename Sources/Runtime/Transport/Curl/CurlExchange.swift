#if canImport(Glibc)
import HTTPTypes
import Synchronization

/// One request and its response, from the calling task's side.
final class CurlExchange: Sendable {
    let number: Int
    let request: CurlRequest
    let pool: CurlPool.Identity
    let receiver: ResponseReceiver
    /// The chunks of the body; nil if it is in memory.
    let upload: UploadPipe?
    private let loop: CurlLoop
    private let watch: (any IdleWatch)?
    private let mayBeSent: Atomic<Bool>

    /// - Throws: ``APIError`` or ``TransportError`` if libcurl or the configuration cannot be used.
    init(_ request: CurlRequest, pool: CurlPool.Identity, watch: (any IdleWatch)?) throws {
        if let problem = pool.settings.problem { throw problem }
        let loop = try CurlLoop.shared()
        let number = CurlLoop.makeNumber()
        (self.loop, self.number, self.request, self.pool) = (loop, number, request, pool)
        self.watch = watch
        mayBeSent = Atomic(!CurlLibrary.canRefuseResending)
        receiver = ResponseReceiver(
            body: ReceiveBuffer(
                pauseSize: pool.settings.receiveBufferSize,
                onDrain: { loop.post(.resumeReceiving(number)) },
                onCancel: { loop.post(.cancel(number)) }
            )
        )
        upload =
            if case .pieces(let body, _) = request.body {
                UploadPipe(body) { loop.post(.resumeSending(number)) }
            } else {
                nil
            }
    }

    /// Sends the request and waits for the head of the response.
    func response() async throws -> (HTTPResponse, HTTPBody) {
        // Waiting for a free connection is not idle time. Older versions of libcurl do not report its end.
        if CurlLibrary.canRefuseResending { watch?.pause() }
        watch?.onExpiry { [weak self] in self?.expire() }
        return try await receiver.response { loop.post(.start(self)) }
    }

    /// Starts the idle timeout: a connection is being established or the request is being sent.
    func didConnect(isSending: Bool) {
        if isSending { mayBeSent.store(true, ordering: .relaxed) }
        watch?.touch()
    }

    private func expire() {
        let notConnected = TransportError(.connectTimeout, "No connection could be made within the timeout.")
        receiver.cancel(with: mayBeSent.load(ordering: .relaxed) ? TransportError.noResponse : notConnected)
    }
}
#endif
