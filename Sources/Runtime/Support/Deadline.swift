/// The end of the time that a call may take.
struct Deadline: Sendable {
    /// The time left; negative after the deadline.
    let remaining: @Sendable () -> Duration
}

/// Runs an operation and cancels it at a deadline.
///
/// - Parameters:
///   - limit: The time that the operation may take; nil for no limit.
///   - onExpiry: Makes the error that is thrown at the deadline.
func withDeadline<Value: Sendable>(
    _ limit: Duration?,
    clock: any Clock<Duration>,
    onExpiry: @escaping @Sendable (_ limit: Duration) -> any Error,
    operation: @escaping @Sendable (Deadline?) async throws -> Value
) async throws -> Value {
    guard let limit else { return try await operation(nil) }
    func open<SomeClock: Clock>(_ clock: SomeClock) async throws -> Value where SomeClock.Duration == Duration {
        let end = clock.now.advanced(by: limit)
        let deadline = Deadline { clock.now.duration(to: end) }
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await operation(deadline) }
            group.addTask {
                try await clock.sleep(until: end, tolerance: nil)
                throw onExpiry(limit)
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
    return try await open(clock)
}

/// Measures elapsed time on a clock.
struct Stopwatch: Sendable {
    private enum Start {
        /// Every call has a stopwatch; on the usual clock it allocates nothing.
        case continuous(ContinuousClock.Instant)
        case other(elapsed: @Sendable () -> Duration)
    }

    private let start: Start

    /// The time since the stopwatch was made.
    var elapsed: Duration {
        switch start {
        case .continuous(let start): start.duration(to: .now)
        case .other(let elapsed): elapsed()
        }
    }

    init(_ clock: any Clock<Duration>) {
        func open<SomeClock: Clock>(_ clock: SomeClock) -> @Sendable () -> Duration
        where SomeClock.Duration == Duration {
            let start = clock.now
            return { start.duration(to: clock.now) }
        }
        start = clock is ContinuousClock ? .continuous(.now) : .other(elapsed: open(clock))
    }
}
