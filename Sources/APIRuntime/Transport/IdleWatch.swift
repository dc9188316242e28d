/// Notices when nothing has come for too long. It counts only while someone waits: a reader who takes a break is not a
/// silent server.
protocol IdleWatch: Sendable {
    /// Starts counting anew.
    func touch()
    /// Stops counting until the next ``touch()``.
    func pause()
    /// Returns when it has counted to the end.
    func waitUntilIdle() async throws
}

/// A watch that counts to a timeout on a clock.
func makeIdleWatch(timeout: Duration, clock: any Clock<Duration>) -> any IdleWatch {
    func open<SomeClock: Clock>(_ clock: SomeClock) -> any IdleWatch where SomeClock.Duration == Duration {
        ClockIdleWatch(timeout: timeout, clock: clock)
    }
    return open(clock)
}

private final class ClockIdleWatch<SomeClock: Clock>: IdleWatch where SomeClock.Duration == Duration {
    private let timeout: Duration
    private let clock: SomeClock
    /// Since when nothing has come; nil while nobody waits.
    private let silentSince: Locked<SomeClock.Instant?>

    init(timeout: Duration, clock: SomeClock) {
        self.timeout = timeout
        self.clock = clock
        silentSince = Locked(clock.now)
    }

    func touch() {
        let now = clock.now
        silentSince.withLock { $0 = now }
    }

    func pause() {
        silentSince.withLock { $0 = nil }
    }

    func waitUntilIdle() async throws {
        while true {
            let now = clock.now
            let deadline = (silentSince.withLock { $0 } ?? now).advanced(by: timeout)
            if deadline <= now { return }
            try await clock.sleep(until: deadline, tolerance: nil)
        }
    }
}

/// Runs an operation, but fails when the watch has counted to the end.
func withIdleWatch<Value: Sendable>(
    _ watch: (any IdleWatch)?,
    operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    guard let watch else { return try await operation() }
    return try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: operation)
        group.addTask {
            try await watch.waitUntilIdle()
            throw TransportError(.idleTimeout, "No response came within the timeout.")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
