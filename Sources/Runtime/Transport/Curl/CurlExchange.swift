#if canImport(Glibc)
import HTTPTypes

/// One request and its response, as the task that asked for them sees it.
final class CurlExchange: Sendable {
    let number: Int
    let request: CurlRequest
    let pool: CurlPool.Identity
    let receiver: ResponseReceiver
    /// Where the pieces of the body come from, if it is sent that way.
    let upload: UploadPipe?
    private let loop: CurlLoop

    /// - Throws: ``APIError`` or ``TransportError`` if libcurl or the configuration cannot be used.
    init(_ request: CurlRequest, pool: CurlPool.Identity) throws {
        if let problem = pool.settings.problem { throw problem }
        let loop = try CurlLoop.shared()
        let number = CurlLoop.makeNumber()
        (self.loop, self.number, self.request, self.pool) = (loop, number, request, pool)
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
        try await receiver.response { loop.post(.start(self)) }
    }
}
#endif
