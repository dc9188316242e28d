import Synchronization

/// Cancels operations that take too long: one timer for a whole server.
///
/// A `Task.sleep` for each operation would do as well, but one that is cancelled keeps its memory until its time comes,
/// which on a busy connection adds up.
final class DeadlineKeeper: Sendable {
    private struct Entry {
        let deadline: ContinuousClock.Instant
        let cancel: @Sendable () -> Void
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var lastID = 0
    }

    private let state = Mutex(State())
    /// How often the deadlines are looked at, and so how late an operation may be cancelled.
    private let precision: Duration

    init(precision: Duration) {
        self.precision = precision
    }

    /// Watches the operations until the task is cancelled.
    func run() async {
        while (try? await Task.sleep(for: precision)) != nil {
            let now = ContinuousClock.now
            let late = state.withLock { state in
                let late = state.entries.filter { $0.value.deadline <= now }
                for id in late.keys { state.entries[id] = nil }
                return late.values
            }
            for entry in late { entry.cancel() }
        }
    }

    /// Runs an operation.
    ///
    /// - Throws: What the operation throws, or `error` if it was cancelled because its time was over.
    func limit<Value: Sendable>(
        _ timeout: Duration,
        or error: any Error,
        _ operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task(operation: operation)
        let id = state.withLock { state in
            state.lastID += 1
            state.entries[state.lastID] = Entry(deadline: .now + timeout) { task.cancel() }
            return state.lastID
        }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        let wasLate = state.withLock { $0.entries.removeValue(forKey: id) == nil }
        if wasLate, case .failure = result { throw error }
        return try result.get()
    }
}
