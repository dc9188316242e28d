internal import Diagnostics
internal import Dispatch
internal import Synchronization

/// The events of a document, batch by batch. Those of a large one are read ahead on another thread, so that libyaml's
/// work and that of whoever takes them go on at once.
struct EventReader: ~Copyable {
    private var parser: EventParser?
    private let ahead: ReadAhead?

    /// What is smaller is read before another thread has begun.
    private static let smallestAhead = 1 << 16

    init(_ text: [UInt8]) throws(ParserFault) {
        if text.count < Self.smallestAhead {
            parser = try EventParser(text)
            ahead = nil
        } else {
            ahead = ReadAhead(text)
        }
    }

    deinit {
        ahead?.cancel()
    }

    /// The next batch. After the last one there must be no other call.
    mutating func next() -> EventBatch {
        ahead?.next() ?? parser?.nextBatch() ?? EventBatch()
    }
}

/// A short queue of batches between the thread that reads them and the one that takes them.
private final class ReadAhead: Sendable {
    private struct State {
        var batches: [EventBatch] = []
        var isCancelled = false
    }

    private let state = Mutex(State())
    /// How many batches there are to take, and how many more may wait.
    private let filled = DispatchSemaphore(value: 0)
    private let free = DispatchSemaphore(value: 0)

    init(_ text: [UInt8]) {
        // Dispatch wants a semaphore to end with no less than it began with, so this one begins with nothing.
        for _ in 0..<4 { free.signal() }
        let isStarted = DeepThread.start(stackSize: 1 << 20) { self.read(text) }
        if !isStarted { DispatchQueue.global().async { self.read(text) } }
    }

    private func read(_ text: [UInt8]) {
        do throws(ParserFault) {
            var parser = try EventParser(text)
            var isLast = false
            while !isLast {
                let batch = parser.nextBatch()
                isLast = batch.isLast
                guard put(batch) else { return }
            }
        } catch {
            var batch = EventBatch()
            batch.fault = error
            _ = put(batch)
        }
    }

    /// Returns false where no one wants it any more.
    private func put(_ batch: EventBatch) -> Bool {
        free.wait()
        let isWanted = state.withLock { state in
            guard !state.isCancelled else { return false }
            state.batches.append(batch)
            return true
        }
        if isWanted { filled.signal() }
        return isWanted
    }

    func next() -> EventBatch {
        filled.wait()
        defer { free.signal() }
        return state.withLock { $0.batches.removeFirst() }
    }

    func cancel() {
        state.withLock { $0.isCancelled = true }
        free.signal()
    }
}
