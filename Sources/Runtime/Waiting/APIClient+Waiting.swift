extension APIClient {
    /// Waits until a value meets a condition. It retrieves the value at growing intervals, and at once when a stream
    /// about it ends.
    ///
    /// If the stream cannot be opened or breaks off, polling goes on without it. Temporary failures (a lost connection,
    /// a timeout, 429, 5xx) are tolerated up to ``PollingPolicy/maximumFailures`` in a row.
    ///
    /// ```swift
    /// let report = try await client.api.wait(
    ///     for: "the report",
    ///     within: .seconds(600),
    ///     retrieve: { try await client.api.get("/api/reports/1") },
    ///     until: { $0["ready"] == true }
    /// )
    /// ```
    ///
    /// - Parameters:
    ///   - name: A name of the awaited thing, for error messages.
    ///   - deadline: The maximum time to wait.
    ///   - polling: The intervals between retrievals.
    ///   - stream: A stream whose end suggests that the condition is met; nil for none.
    ///   - isLast: Whether an event ends the stream early.
    ///   - retrieve: Retrieves the value.
    ///   - isDone: The condition.
    /// - Returns: The first value that meets the condition.
    /// - Throws: ``APIError`` with code ``APIError/Code/timeout`` at the deadline, or the error of `retrieve` if it is
    ///   not temporary. `CancellationError` if the task is cancelled.
    public func wait<Value: Sendable>(
        for name: String,
        within deadline: Duration,
        polling: PollingPolicy = PollingPolicy(),
        stream: EventStream? = nil,
        isLast: @escaping @Sendable (ServerSentEvent) -> Bool = { _ in false },
        retrieve: @escaping @Sendable () async throws -> Value,
        until isDone: @escaping @Sendable (Value) -> Bool
    ) async throws -> Value {
        let wait = Wait(
            polling: polling,
            client: self,
            stream: stream,
            isLast: isLast,
            retrieve: retrieve,
            isDone: isDone
        )
        return try await withDeadline(
            deadline,
            clock: configuration.clock,
            onExpiry: { _ in APIError(.timeout, "Waiting for \(name) took longer than \(deadline).") },
            operation: { _ in try await wait.run() }
        )
    }
}

/// One running wait.
private struct Wait<Value: Sendable>: Sendable {
    private enum Signal {
        case streamEnded
        case timerFired
    }

    let polling: PollingPolicy
    let client: APIClient
    let stream: EventStream?
    let isLast: @Sendable (ServerSentEvent) -> Bool
    let retrieve: @Sendable () async throws -> Value
    let isDone: @Sendable (Value) -> Bool

    func run() async throws -> Value {
        var failures = 0
        if let value = try await poll(&failures) { return value }
        return try await withThrowingTaskGroup(of: Signal.self) { group in
            defer { group.cancelAll() }
            var isStreaming = stream != nil
            if let stream {
                group.addTask {
                    await follow(stream)
                    return .streamEnded
                }
            }
            var requests = 0
            while true {
                let delay = polling.delay(
                    requests: requests,
                    isStreaming: isStreaming,
                    random: client.configuration.random
                )
                group.addTask {
                    try await client.configuration.clock.sleep(for: delay)
                    return .timerFired
                }
                if try await group.next() == .streamEnded {
                    isStreaming = false
                } else if !isStreaming {
                    requests += 1
                }
                try Task.checkCancellation()
                if let value = try await poll(&failures) { return value }
            }
        }
    }

    /// Retrieves the value.
    ///
    /// - Returns: The value if it meets the condition.
    private func poll(_ failures: inout Int) async throws -> Value? {
        do {
            let value = try await retrieve()
            failures = 0
            return isDone(value) ? value : nil
        } catch let error as APIError where error.isTemporary {
            failures += 1
            guard failures < polling.maximumFailures else { throw error }
            return nil
        }
    }

    /// Reads a stream until it ends, fails or has its last event.
    private func follow(_ stream: EventStream) async {
        do {
            for try await event in stream where isLast(event) { return }
        } catch {
            // Polling goes on without the stream and reports persistent errors.
        }
    }
}

extension APIError {
    /// Whether the failure is temporary, so that the same request may succeed later.
    fileprivate var isTemporary: Bool {
        isConnectionError || code == .serverError || code == .rateLimited || code == .conflict
    }
}
