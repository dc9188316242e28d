/// A time that was set for an operation is over.
struct DeadlinePassed: Error {}

/// Runs an operation and cancels it if it takes longer than a timeout.
///
/// - Throws: What the operation throws, or `error` once the timeout is over.
func withDeadline<Value: Sendable>(
    _ timeout: Duration,
    or error: any Error = DeadlinePassed(),
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: timeout)
            throw error
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw error }
        return value
    }
}
