import HTTPTypes

/// Takes a response as a transport receives it: the head for the task that waits for it, the body for its reader.
final class ResponseReceiver: Sendable {
    /// The head of a response, and what the transport alone knows of how its body ends.
    private struct Head {
        var response: HTTPResponse
        /// See ``HTTPBody/isSelfDelimiting``.
        var isSelfDelimiting: Bool?
    }

    private enum State {
        case unstarted
        case awaited(CheckedContinuation<Head, any Error>)
        case settled
    }

    /// The body. Cancelling it cancels the exchange.
    let body: ReceiveBuffer
    private let state = Locked(State.unstarted)

    init(body: ReceiveBuffer) {
        self.body = body
    }

    /// Starts an exchange and waits for the head of its response.
    ///
    /// - Throws: What the exchange fails with, and `CancellationError` if the task is cancelled meanwhile.
    func response(start: () -> Void) async throws -> (HTTPResponse, HTTPBody) {
        let head = try await head(start: start)
        let body = HTTPBody(
            source: body,
            length: head.response.decodedLength,
            isSelfDelimiting: head.isSelfDelimiting
        )
        return (head.response, body)
    }

    private func head(start: () -> Void) async throws -> Head {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if case .settled = state { return true }
                    state = .awaited(continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) } else { start() }
            }
        } onCancel: {
            cancel(with: CancellationError())
        }
    }

    func receive(_ response: HTTPResponse, isSelfDelimiting: Bool? = nil) {
        takeContinuation()?.resume(returning: Head(response: response, isSelfDelimiting: isSelfDelimiting))
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

    private func takeContinuation() -> CheckedContinuation<Head, any Error>? {
        state.withLock { state in
            defer { state = .settled }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
    }
}
