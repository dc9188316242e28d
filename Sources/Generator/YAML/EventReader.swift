internal import Dispatch
internal import HandingerGeneratorDiagnostics
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

    /// The next events in place of those that are there. After a batch that is the last there must be no other call.
    mutating func read(into batch: inout EventBatch) {
        ahead?.read(into: &batch)
        parser?.read(into: &batch)
    }
}

/// A short queue of batches between the thread that reads them and the one that takes them.
private final class ReadAhead: Sendable {
    private struct State {
        var batches: [EventBatch] = []
        /// Those that are done with: to be filled again, they stay where they are in memory.
        var emptied: [EventBatch] = []
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
                var batch = state.withLock { $0.emptied.popLast() } ?? EventBatch()
                parser.read(into: &batch)
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

    func read(into batch: inout EventBatch) {
        filled.wait()
        state.withLock { state in
            state.emptied.append(batch)
            batch = state.batches.removeFirst()
        }
        free.signal()
    }

    func cancel() {
        state.withLock { $0.isCancelled = true }
        free.signal()
    }
}
