import Synchronization

/// The number of open connections.
final class ConnectionCount: Sendable {
    private let count = Mutex(0)

    /// Increments the count and returns the new value.
    func add() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    func remove() {
        count.withLock { $0 -= 1 }
    }
}
