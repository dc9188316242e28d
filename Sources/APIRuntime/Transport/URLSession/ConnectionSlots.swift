#if canImport(FoundationNetworking)
/// Lets only so many have a connection at a time; the others wait for their turn.
final class ConnectionSlots: Sendable {
    private typealias Waiter = CheckedContinuation<Void, any Error>

    private struct State {
        var free: Int
        var waiters: [(id: Int, waiter: Waiter)] = []
        var nextID = 0

        mutating func take() -> Bool {
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    private let state: Locked<State>

    init(_ count: Int) {
        state = Locked(State(free: count))
    }

    /// - Throws: `CancellationError` if the task is cancelled while it waits; then there is nothing to give back.
    func take() async throws {
        let id = state.withLock { state -> Int? in
            if state.take() { return nil }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                // Asked within the lock: a task is cancelled before its handler runs, which needs the lock too.
                let result = state.withLock { state -> Result<Void, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.take() { return .success(()) }
                    state.waiters.append((id, waiter))
                    return nil
                }
                if let result { waiter.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).waiter }
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    func giveBack() {
        let next = state.withLock { state -> Waiter? in
            guard let first = state.waiters.first else {
                state.free += 1
                return nil
            }
            state.waiters.removeFirst()
            return first.waiter
        }
        next?.resume()
    }
}
#endif
