import HTTPTypes

/// Receives a response from a transport: the head for the waiting task, the body for its reader.
final class ResponseReceiver: Sendable {
    /// The head of a response and the transport's knowledge of how its body ends.
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

    /// Ends the response, with an error if it is incomplete.
    func finish(throwing error: (any Error)? = nil) {
        body.finish(throwing: error)
        let missing = TransportError(.connectionLost, "The connection ended without an HTTP response.")
        takeContinuation()?.resume(throwing: error ?? missing)
    }

    /// Ends the exchange from this side, whether or not it has started.
    func cancel(with error: any Error) {
        // Taken first: a stopped transport may report another error, which must not win.
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
