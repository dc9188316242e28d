import APIRuntime

#if REEXPORTS_GENERATED
import HandingerGenerated
#endif

nonisolated extension Worker {
    /// Whether the worker is idle: neither running nor pending. An unknown status counts as finished.
    public var isFinished: Bool {
        !running && status != .pending && status != .running
    }
}

nonisolated extension HandingerClient.Workers {
    /// Waits until a worker has finished its instructions.
    ///
    /// It follows the worker's event stream. If the stream ends or fails, it retrieves the worker at increasing
    /// intervals.
    ///
    /// ```swift
    /// let started = try await client.workers.create(input: "Weather in Barcelona?")
    /// let worker = try await client.workers.waitUntilFinished(workerID: started.id, within: .seconds(600))
    /// print(worker.outputText)
    /// ```
    ///
    /// - Parameters:
    ///   - workerID: The id of the worker.
    ///   - deadline: The maximum time to wait.
    ///   - polling: The intervals between two retrievals.
    ///   - options: Settings of the calls that override those of the client.
    /// - Returns: The finished worker.
    /// - Throws: ``APIError`` with code ``APIError/Code/timeout`` at the deadline (the worker keeps running), or if the
    ///   worker cannot be retrieved. `CancellationError` if the task is cancelled.
    @discardableResult
    public func waitUntilFinished(
        workerID: String,
        within deadline: Duration,
        polling: PollingPolicy = PollingPolicy(),
        options: RequestOptions = RequestOptions()
    ) async throws -> Worker {
        try await api.wait(
            for: "the worker \(workerID)",
            within: deadline,
            polling: polling,
            stream: streamUpdates(workerID: workerID, options: options),
            isLast: { event in
                // The API does not specify the payload of events; most contain the current worker.
                (try? event.decode(Worker.self))?.isFinished ?? false
            },
            retrieve: { try await retrieve(workerID: workerID, options: options) },
            until: \.isFinished
        )
    }
}
