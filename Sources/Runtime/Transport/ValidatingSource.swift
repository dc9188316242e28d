import Synchronization

/// Checks a response body for every transport: the idle timeout and the announced length.
final class ValidatingSource: ByteSource {
    private let owner: CancelOnDeinit
    private let watch: (any IdleWatch)?
    private let expectedLength: Int64?
    private let received = Atomic<Int64>(0)

    /// - Parameter expectedLength: The announced length in bytes; nil if unknown.
    init(_ owner: CancelOnDeinit, watch: (any IdleWatch)?, expectedLength: Int64?) {
        self.owner = owner
        self.watch = watch
        self.expectedLength = expectedLength
        watch?.pause()
        watch?.onExpiry { [source = owner.source] in
            source.cancel(with: TransportError(.idleTimeout, "The response stalled: no bytes within the timeout."))
        }
    }

    deinit {
        watch?.stop()
    }

    func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
        watch?.touch()
        defer { watch?.pause() }
        let chunk = try await owner.source.next(isolation: actor)
        if let chunk {
            received.add(Int64(chunk.count), ordering: .relaxed)
            return chunk
        }
        watch?.stop()
        let count = received.load(ordering: .relaxed)
        if let expectedLength, count < expectedLength {
            throw TransportError(
                .bodyTruncated,
                "The response's body broke off: \(count) of \(expectedLength) bytes came."
            )
        }
        return nil
    }

    func takeReady() -> [UInt8]? {
        guard let chunk = owner.source.takeReady() else { return nil }
        received.add(Int64(chunk.count), ordering: .relaxed)
        return chunk
    }

    func cancel(with error: any Error) {
        watch?.stop()
        owner.source.cancel(with: error)
    }
}
