import Synchronization

/// How many connections are open.
final class ConnectionCount: Sendable {
    private let count = Mutex(0)

    /// Counts one more and returns how many there are now.
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
