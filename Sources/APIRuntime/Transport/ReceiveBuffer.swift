/// Hands chunks from whoever receives them to the one who reads them.
final class ReceiveBuffer: ByteSource {
    private enum End {
        case finished
        case failed(any Error)
    }

    private struct State {
        var chunks: [[UInt8]] = []
        /// The chunks before this place have been read. They are removed in bulk, which keeps reading linear.
        var head = 0
        var unread = 0
        var end: End?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var writer: CheckedContinuation<Void, Never>?
        var onCancel: (@Sendable () -> Void)?

        mutating func takeChunk() -> [UInt8]? {
            guard head < chunks.count else { return nil }
            let chunk = chunks[head]
            chunks[head] = []
            head += 1
            unread -= chunk.count
            if head == chunks.count || head >= 1_024 {
                chunks.removeFirst(head)
                head = 0
            }
            return chunk
        }

        mutating func takeWriter() -> CheckedContinuation<Void, Never>? {
            defer { writer = nil }
            return writer
        }

        mutating func takeReader() -> CheckedContinuation<[UInt8]?, any Error>? {
            defer { reader = nil }
            return reader
        }
    }

    private let capacity: Int
    private let onUnread: @Sendable (Int) -> Void
    private let state: Locked<State>

    /// - Parameters:
    ///   - capacity: How many bytes may wait unread.
    ///   - onUnread: Is told how many bytes were added to those that wait, or taken from them.
    ///   - onCancel: Stops whatever feeds the buffer. It is not called once the buffer was finished.
    init(
        capacity: Int = .max,
        onUnread: @escaping @Sendable (Int) -> Void = { _ in },
        onCancel: (@Sendable () -> Void)? = nil
    ) {
        self.capacity = capacity
        self.onUnread = onUnread
        state = Locked(State(onCancel: onCancel))
    }

    /// Adds a chunk, without waiting.
    ///
    /// - Returns: Whether there was room. If not, the buffer has failed and its source has to be stopped.
    func push(_ chunk: [UInt8]) -> Bool {
        guard !chunk.isEmpty else { return true }
        enum Outcome {
            case dropped
            case kept
            case handed(CheckedContinuation<[UInt8]?, any Error>)
            case full
        }
        let outcome = state.withLock { state -> Outcome in
            guard state.end == nil else { return .dropped }
            if let reader = state.takeReader() { return .handed(reader) }
            guard chunk.count <= capacity - state.unread else {
                state.chunks = []
                state.head = 0
                state.end = .failed(overflow)
                return .full
            }
            state.chunks.append(chunk)
            state.unread += chunk.count
            return .kept
        }
        switch outcome {
        case .dropped:
            return true
        case .kept:
            onUnread(chunk.count)
            return true
        case .full:
            return false
        case .handed(let reader):
            reader.resume(returning: chunk)
            return true
        }
    }

    /// Stops whatever feeds the buffer; what the reader gets stays as it is.
    func stopSource() {
        let onCancel = state.withLock { state in
            defer { state.onCancel = nil }
            return state.onCancel
        }
        onCancel?()
    }

    /// Adds a chunk and waits until it is read or the buffer is cancelled.
    func pushAndWait(_ chunk: [UInt8]) async {
        guard push(chunk) else { return }
        await withCheckedContinuation { writer in
            let isDone = state.withLock { state -> Bool in
                guard state.end == nil, state.head < state.chunks.count else { return true }
                state.writer = writer
                return false
            }
            if isDone { writer.resume() }
        }
    }

    /// Says that no more chunks come. Those that are there can still be read; then the reader gets the end or error.
    func finish(throwing error: (any Error)? = nil) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = error.map { .failed($0) } ?? .finished
            state.onCancel = nil
            return state.takeReader()
        }
        if let error {
            reader?.resume(throwing: error)
        } else {
            reader?.resume(returning: nil)
        }
    }

    func cancel(with error: any Error) {
        let (reader, writer, onCancel) = state.withLock { state in
            // What was wholly read stays finished; anything else must not look complete.
            if state.end == nil || state.unread > 0 { state.end = .failed(error) }
            state.chunks = []
            state.head = 0
            state.unread = 0
            defer { state.onCancel = nil }
            return (state.takeReader(), state.takeWriter(), state.onCancel)
        }
        reader?.resume(throwing: error)
        writer?.resume()
        onCancel?()
    }

    func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
        if let chunk = takeReady() { return chunk }
        return try await withTaskCancellationHandler(
            operation: {
                try await withCheckedThrowingContinuation(isolation: actor) { reader in
                    let (result, writer) = take(orWait: reader)
                    writer?.resume()
                    if case .success(let chunk?) = result { onUnread(-chunk.count) }
                    if let result { reader.resume(with: result) }
                }
            },
            onCancel: { cancel(with: CancellationError()) },
            isolation: actor
        )
    }

    func takeReady() -> [UInt8]? {
        // A task that was cancelled shall be told so.
        if Task.isCancelled { return nil }
        let (chunk, writer) = state.withLock { state -> ([UInt8]?, CheckedContinuation<Void, Never>?) in
            guard let chunk = state.takeChunk() else { return (nil, nil) }
            return (chunk, state.takeWriter())
        }
        guard let chunk else { return nil }
        writer?.resume()
        onUnread(-chunk.count)
        return chunk
    }

    /// What there is to read now; nil if the reader has to wait.
    private func take(
        orWait reader: CheckedContinuation<[UInt8]?, any Error>
    ) -> (Result<[UInt8]?, any Error>?, CheckedContinuation<Void, Never>?) {
        state.withLock { state in
            if let chunk = state.takeChunk() { return (.success(chunk), state.takeWriter()) }
            switch state.end {
            case .finished: return (.success(nil), nil)
            case .failed(let error): return (.failure(error), nil)
            case nil:
                state.reader = reader
                return (nil, nil)
            }
        }
    }

    private var overflow: TransportError {
        TransportError(
            .receiveBufferOverflow,
            "The response is read too slowly: more than \(capacity) bytes came that nobody has read yet."
        )
    }
}
