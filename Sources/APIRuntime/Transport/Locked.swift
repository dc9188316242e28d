import Foundation

/// A value that one thread at a time can use.
///
/// `Mutex` of the standard library would do, but on Linux the thread sanitizer does not see its locking and reports
/// races that are none.
package final class Locked<Value>: @unchecked Sendable {
    // Why @unchecked: `value` is only touched while `lock` is held, and what `withLock` returns is Sendable.
    private let lock = NSLock()
    private var value: Value

    package init(_ value: sending Value) {
        self.value = value
    }

    package func withLock<Result: Sendable>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
