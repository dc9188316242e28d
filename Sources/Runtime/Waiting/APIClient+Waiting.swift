extension APIClient {
    /// Waits until something is as it is wanted: it is asked for at growing intervals, and at once when a stream that
    /// tells of it ends.
    ///
    /// A stream that cannot be had or breaks off is no failure; asking goes on without it. Neither is a failure that
    /// may pass (a lost connection, a timeout, 429, 5xx), unless there are too many in a row.
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
    ///   - name: What is waited for, for messages.
    ///   - deadline: How long to wait at most.
    ///   - polling: How often to ask.
    ///   - stream: The stream that ends when the wait is over; nil if there is none.
    ///   - isLast: Whether an event of the stream tells that the wait is over, although the stream goes on.
    ///   - retrieve: Asks for it.
    ///   - isDone: Whether it is as wanted.
    /// - Returns: The first value that is as wanted.
    /// - Throws: ``APIError``: with code ``APIError/Code/timeout`` at the deadline, and what `retrieve` throws if that
    ///   cannot pass. `CancellationError` if the task is cancelled.
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

/// One wait for something.
private struct Wait<Value: Sendable>: Sendable {
    private enum Signal {
        case streamEnded
        case timeIsOver
    }

    let polling: PollingPolicy
    let client: APIClient
    let stream: EventStream?
    let isLast: @Sendable (ServerSentEvent) -> Bool
    let retrieve: @Sendable () async throws -> Value
    let isDone: @Sendable (Value) -> Bool

    func run() async throws -> Value {
        var failures = 0
        if let value = try await ask(&failures) { return value }
        return try await withThrowingTaskGroup(of: Signal.self) { group in
            defer { group.cancelAll() }
            var isStreaming = stream != nil
            if let stream {
                group.addTask {
                    await follow(stream)
                    return .streamEnded
                }
            }
            var questions = 0
            while true {
                let delay = polling.delay(
                    questions: questions,
                    isStreaming: isStreaming,
                    random: client.configuration.random
                )
                group.addTask {
                    try await client.configuration.clock.sleep(for: delay)
                    return .timeIsOver
                }
                if try await group.next() == .streamEnded {
                    isStreaming = false
                } else if !isStreaming {
                    questions += 1
                }
                try Task.checkCancellation()
                if let value = try await ask(&failures) { return value }
            }
        }
    }

    /// - Returns: The value if it is as wanted.
    private func ask(_ failures: inout Int) async throws -> Value? {
        do {
            let value = try await retrieve()
            failures = 0
            return isDone(value) ? value : nil
        } catch let error as APIError where error.mayPass {
            failures += 1
            guard failures < polling.maximumFailures else { throw error }
            return nil
        }
    }

    /// Reads a stream to its end, whatever the end is.
    private func follow(_ stream: EventStream) async {
        do {
            for try await event in stream where isLast(event) { return }
        } catch {
            // Asking goes on without the stream, and tells what is wrong if anything is.
        }
    }
}

extension APIError {
    /// Whether the same request may well succeed later.
    fileprivate var mayPass: Bool {
        isConnectionError || code == .serverError || code == .rateLimited || code == .conflict
    }
}
