/// The time that is left of a call's deadline.
struct Countdown: Sendable {
    /// How much is left; negative when the time is over.
    let remaining: @Sendable () -> Duration
}

/// Runs an operation, but cancels it and throws another error when the time is over.
///
/// - Parameter limit: How long the operation may take; nil for no limit.
func withDeadline<Value: Sendable>(
    _ limit: Duration?,
    clock: any Clock<Duration>,
    onExpiry: @escaping @Sendable () -> any Error,
    operation: @escaping @Sendable (Countdown?) async throws -> Value
) async throws -> Value {
    guard let limit else { return try await operation(nil) }
    func open<SomeClock: Clock>(_ clock: SomeClock) async throws -> Value where SomeClock.Duration == Duration {
        let end = clock.now.advanced(by: limit)
        let countdown = Countdown { clock.now.duration(to: end) }
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await operation(countdown) }
            group.addTask {
                try await clock.sleep(until: end, tolerance: nil)
                throw onExpiry()
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
    return try await open(clock)
}
