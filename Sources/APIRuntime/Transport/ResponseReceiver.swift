import HTTPTypes

/// Takes a response as a transport receives it: the head for the task that waits for it, the body for its reader.
final class ResponseReceiver: Sendable {
    private enum Head {
        case unstarted
        case awaited(CheckedContinuation<HTTPResponse, any Error>)
        case settled
    }

    /// The body. Cancelling it cancels the exchange.
    let body: ReceiveBuffer
    private let head = Locked(Head.unstarted)

    init(body: ReceiveBuffer) {
        self.body = body
    }

    /// Starts an exchange and waits for the head of its response.
    ///
    /// - Throws: What the exchange fails with, and `CancellationError` if the task is cancelled meanwhile.
    func awaitHead(start: () -> Void) async throws -> HTTPResponse {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = head.withLock { head in
                    if case .settled = head { return true }
                    head = .awaited(continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) } else { start() }
            }
        } onCancel: {
            cancel(with: CancellationError())
        }
    }

    func receive(_ response: HTTPResponse) {
        takeContinuation()?.resume(returning: response)
    }

    /// Ends the response: with an error, if it is not whole.
    func finish(throwing error: (any Error)? = nil) {
        body.finish(throwing: error)
        let missing = TransportError(.connectionLost, "The connection ended without an HTTP response.")
        takeContinuation()?.resume(throwing: error ?? missing)
    }

    /// Ends the exchange from this side, whether or not it has started.
    func cancel(with error: any Error) {
        // Taken first: a transport that is stopped may report an error of its own, which must not come before.
        let continuation = takeContinuation()
        body.cancel(with: error)
        continuation?.resume(throwing: error)
    }

    private func takeContinuation() -> CheckedContinuation<HTTPResponse, any Error>? {
        head.withLock { head in
            defer { head = .settled }
            if case .awaited(let continuation) = head { return continuation }
            return nil
        }
    }
}
