/// Hands the pieces of a request's body, one at a time, from the task that reads them to the transfer that sends them.
final class UploadPipe: Sendable {
    /// What the sender gets when it asks for bytes.
    enum Next {
        case piece([UInt8])
        /// None is there yet; `onReady` will be called.
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

    /// Takes the next piece. The body is read from when this is called for the first time.
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

    /// Stops reading: nobody sends what is still to come.
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

    /// Offers a piece and waits until it is taken.
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
