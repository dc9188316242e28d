import Synchronization

/// Cancels operations that exceed their timeout, with one timer for the whole server.
///
/// One `Task.sleep` per operation would be simpler, but a cancelled sleep keeps its memory until its deadline, which
/// adds up on a busy connection.
final class DeadlineTimer: Sendable {
    private struct Entry {
        let deadline: ContinuousClock.Instant
        let cancel: @Sendable () -> Void
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var lastID = 0
    }

    private let state = Mutex(State())
    /// The interval of the timer, and so the maximum delay of a cancellation.
    private let precision: Duration

    init(precision: Duration) {
        self.precision = precision
    }

    /// Runs the timer until the task is cancelled.
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

    /// Runs an operation with a timeout.
    ///
    /// - Throws: The error of the operation, or `error` if it timed out.
    func withTimeout<Value: Sendable>(
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
