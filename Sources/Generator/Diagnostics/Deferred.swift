internal import Dispatch
internal import Synchronization

/// A value that another thread makes, while the one that wants it goes on with what does not need it yet.
package final class Deferred<Value: Sendable>: Sendable {
    private let made = Mutex<Value?>(nil)
    private let isMade = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - isParallel: Whether there is to be another thread; else the value is made at once.
    ///   - make: Is called once.
    package init(isParallel: Bool, _ make: @escaping @Sendable () -> Value) {
        let isStarted = isParallel && DeepThread.start(stackSize: Parallel.stackSize) { self.finish(make()) }
        if !isStarted { finish(make()) }
    }

    private func finish(_ value: Value) {
        made.withLock { $0 = value }
        isMade.signal()
    }

    /// Waits for it.
    package var value: Value {
        while true {
            isMade.wait()
            isMade.signal()
            if let value = made.withLock({ $0 }) { return value }
        }
    }
}
