/// Passes the chunks of a request body, one at a time, from the reading task to the sending transfer.
final class UploadPipe: Sendable {
    /// The answer to a sender that asks for bytes.
    enum Next {
        case piece([UInt8])
        /// No chunk is available yet; `onReady` will be called.
        case wait
        case end
        case failed(any Error)
    }

    private struct State {
        var body: HTTPBody?
        var reading: Task<Void, Never>?
        var piece: [UInt8]?
        var end: Result<Void, any Error>?
        var isSenderWaiting = false
        var reader: CheckedContinuation<Void, Never>?
    }

    private let state: Locked<State>
    private let onReady: @Sendable () -> Void

    /// - Parameter onReady: Called when a sender that was told to wait can ask again.
    init(_ body: HTTPBody, onReady: @escaping @Sendable () -> Void) {
        state = Locked(State(body: body))
        self.onReady = onReady
    }

    /// Takes the next chunk. The first call starts reading the body.
    func next() -> Next {
        let (next, reader) = state.withLock { state -> (Next, CheckedContinuation<Void, Never>?) in
            if let body = state.body.take() { state.reading = Task { await self.read(body) } }
            if let piece = state.piece.take() { return (.piece(piece), state.reader.take()) }
            switch state.end {
            case .success: return (.end, nil)
            case .failure(let error): return (.failed(error), nil)
            case nil:
                state.isSenderWaiting = true
                return (.wait, nil)
            }
        }
        reader?.resume()
        return next
    }

    /// Stops reading the body.
    func cancel() {
        let (task, reader) = state.withLock { state in
            state.body = nil
            state.end = .failure(CancellationError())
            return (state.reading.take(), state.reader.take())
        }
        task?.cancel()
        reader?.resume()
    }

    private func read(_ body: HTTPBody) async {
        do {
            for try await piece in body {
                await push(piece)
                try Task.checkCancellation()
            }
            finish(.success(()))
        } catch {
            finish(.failure(error))
        }
    }

    /// Offers a chunk and waits until it is taken.
    private func push(_ piece: [UInt8]) async {
        let wakesSender = state.withLock { state -> Bool in
            state.piece = piece
            defer { state.isSenderWaiting = false }
            return state.isSenderWaiting
        }
        if wakesSender { onReady() }
        await withCheckedContinuation { continuation in
            let isTaken = state.withLock { state -> Bool in
                guard state.piece != nil, state.end == nil else { return true }
                state.reader = continuation
                return false
            }
            if isTaken { continuation.resume() }
        }
    }

    private func finish(_ end: Result<Void, any Error>) {
        let wakesSender = state.withLock { state -> Bool in
            guard state.end == nil else { return false }
            state.end = end
            defer { state.isSenderWaiting = false }
            return state.isSenderWaiting
        }
        if wakesSender { onReady() }
    }
}
