/// A source of the bytes of a body, for one reader.
protocol ByteSource: AnyObject, Sendable {
    /// The next chunk, or nil at the end. Cancelling the task that waits here cancels the source.
    func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]?

    /// A chunk that is available without waiting; nil if there is none or at the end. Optional.
    func takeReady() -> [UInt8]?

    /// Cancels the source: the reader gets the error and the producer is stopped.
    func cancel(with error: any Error)
}

extension ByteSource {
    func takeReady() -> [UInt8]? { nil }
}

/// Cancels a source when its last reference is released, so that an unread body does not keep a connection.
final class CancelOnDeinit: Sendable {
    let source: any ByteSource

    init(_ source: any ByteSource) {
        self.source = source
    }

    deinit {
        source.cancel(with: CancellationError())
    }
}

/// A source that maps errors.
final class ErrorMappingSource: ByteSource {
    private let owner: CancelOnDeinit
    private let change: @Sendable (any Error) -> any Error

    init(_ owner: CancelOnDeinit, _ change: @escaping @Sendable (any Error) -> any Error) {
        self.owner = owner
        self.change = change
    }

    func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
        do {
            return try await owner.source.next(isolation: actor)
        } catch {
            throw change(error)
        }
    }

    func takeReady() -> [UInt8]? {
        owner.source.takeReady()
    }

    func cancel(with error: any Error) {
        owner.source.cancel(with: error)
    }
}

/// Reads an asynchronous sequence in a separate task, so that waiting for it can be cancelled.
final class SequenceSource: ByteSource {
    private enum State {
        case idle(@Sendable (ReceiveBuffer) async -> Void)
        case running(Task<Void, Never>)
        case cancelled
    }

    private let buffer = ReceiveBuffer()
    private let state: Locked<State>

    init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks) where Chunks.Element == [UInt8] {
        state = Locked(
            .idle { buffer in
                do {
                    for try await chunk in chunks {
                        await buffer.pushAndWait(chunk)
                        try Task.checkCancellation()
                    }
                    buffer.finish()
                } catch {
                    buffer.finish(throwing: error)
                }
            }
        )
    }

    func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
        state.withLock { state in
            guard case .idle(let run) = state else { return }
            state = .running(Task { [buffer] in await run(buffer) })
        }
        return try await buffer.next(isolation: actor)
    }

    func cancel(with error: any Error) {
        let task = state.withLock { state -> Task<Void, Never>? in
            defer { state = .cancelled }
            if case .running(let task) = state { return task }
            return nil
        }
        buffer.cancel(with: error)
        task?.cancel()
    }
}
