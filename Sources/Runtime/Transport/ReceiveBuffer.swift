/// A bounded buffer of chunks between a producer and one reader.
final class ReceiveBuffer: ByteSource {
    private enum End {
        case finished
        case failed(any Error)
    }

    private struct State {
        var chunks: [[UInt8]] = []
        /// The number of chunks already read. They are removed in bulk, which keeps reading linear.
        var head = 0
        var unread = 0
        var end: End?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var writer: CheckedContinuation<Void, Never>?
        var onCancel: (@Sendable () -> Void)?
        /// Whether the producer was told to pause.
        var isPaused = false

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

    /// The producer's next action.
    enum Demand {
        case more
        /// Wait until `onDrain` is called.
        case pause
        /// Stop: the buffer overflowed.
        case stop
    }

    private let capacity: Int
    private let pauseSize: Int
    private let onDrain: @Sendable () -> Void
    private let state: Locked<State>

    /// - Parameters:
    ///   - capacity: The maximum number of unread bytes; more fail the buffer.
    ///   - pauseSize: The number of unread bytes from which the producer is told to pause.
    ///   - onDrain: Called when half of them were read after a pause.
    ///   - onCancel: Stops the producer. Not called after the buffer was finished.
    init(
        capacity: Int = .max,
        pauseSize: Int = .max,
        onDrain: @escaping @Sendable () -> Void = {},
        onCancel: (@Sendable () -> Void)? = nil
    ) {
        self.capacity = capacity
        self.pauseSize = pauseSize
        self.onDrain = onDrain
        state = Locked(State(onCancel: onCancel))
    }

    /// Adds a chunk, without waiting.
    func push(_ chunk: [UInt8]) -> Demand {
        guard !chunk.isEmpty else { return .more }
        let (demand, reader) = state.withLock { state -> (Demand, CheckedContinuation<[UInt8]?, any Error>?) in
            guard state.end == nil else { return (.more, nil) }
            if let reader = state.takeReader() { return (.more, reader) }
            guard chunk.count <= capacity - state.unread else {
                state.chunks = []
                state.head = 0
                state.end = .failed(overflow)
                return (.stop, nil)
            }
            state.chunks.append(chunk)
            state.unread += chunk.count
            if state.unread >= pauseSize { state.isPaused = true }
            return (state.isPaused ? .pause : .more, nil)
        }
        reader?.resume(returning: chunk)
        return demand
    }

    /// Whether the buffer was finished, was cancelled or failed.
    var isEnded: Bool { state.withLock { $0.end != nil } }

    /// Stops the producer; the reader keeps the buffered chunks.
    func stopSource() {
        let onCancel = state.withLock { state in
            defer { state.onCancel = nil }
            return state.onCancel
        }
        onCancel?()
    }

    /// Adds a chunk and waits until it is read or the buffer is cancelled.
    func pushAndWait(_ chunk: [UInt8]) async {
        if case .stop = push(chunk) { return }
        await withCheckedContinuation { writer in
            let isDone = state.withLock { state -> Bool in
                guard state.end == nil, state.head < state.chunks.count else { return true }
                state.writer = writer
                return false
            }
            if isDone { writer.resume() }
        }
    }

    /// Marks the end. Buffered chunks can still be read; then the reader gets the end or the error.
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
            // A body that was read to its end stays finished; any other must not look complete.
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
                    let result = state.withLock { state -> Result<Taken?, any Error>? in
                        if let taken = take(from: &state) { return .success(taken) }
                        switch state.end {
                        case .finished: return .success(nil)
                        case .failed(let error): return .failure(error)
                        case nil:
                            state.reader = reader
                            return nil
                        }
                    }
                    if let result { reader.resume(with: result.map { taken in taken.map { chunk(of: $0) } }) }
                }
            },
            onCancel: { cancel(with: CancellationError()) },
            isolation: actor
        )
    }

    func takeReady() -> [UInt8]? {
        // A cancelled task gets CancellationError.
        if Task.isCancelled { return nil }
        return state.withLock { take(from: &$0) }.map { chunk(of: $0) }
    }

    /// A chunk and the continuation to resume when it was read.
    private typealias Taken = (chunk: [UInt8], writer: CheckedContinuation<Void, Never>?, isDrained: Bool)

    private func take(from state: inout State) -> Taken? {
        guard let chunk = state.takeChunk() else { return nil }
        let isDrained = state.isPaused && state.unread <= pauseSize / 2
        if isDrained { state.isPaused = false }
        return (chunk, state.takeWriter(), isDrained)
    }

    private func chunk(of taken: Taken) -> [UInt8] {
        taken.writer?.resume()
        if taken.isDrained { onDrain() }
        return taken.chunk
    }

    private var overflow: TransportError {
        TransportError(
            .receiveBufferOverflow,
            "The response is read too slowly: more than \(capacity) bytes came that nobody has read yet."
        )
    }
}
