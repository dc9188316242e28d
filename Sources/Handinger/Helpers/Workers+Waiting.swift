import APIRuntime

#if REEXPORTS_GENERATED
import HandingerGenerated
#endif

nonisolated extension Worker {
    /// Whether the worker has nothing left to do for now: it neither runs nor waits to run. A status that this version
    /// does not know counts as an end.
    public var isFinished: Bool {
        !running && status != .pending && status != .running
    }
}

nonisolated extension HandingerClient.Workers {
    /// Waits until a worker has finished its instructions.
    ///
    /// It follows the worker's event stream, and asks for the worker when the stream ends, breaks off or cannot be had;
    /// then again at growing intervals.
    ///
    /// ```swift
    /// let started = try await client.workers.create(input: "Weather in Barcelona?")
    /// let worker = try await client.workers.waitUntilFinished(workerID: started.id, within: .seconds(600))
    /// print(worker.outputText)
    /// ```
    ///
    /// - Parameters:
    ///   - workerID: The id of the worker.
    ///   - deadline: How long to wait at most.
    ///   - polling: How often to ask.
    ///   - options: What the calls do differently from the client.
    /// - Returns: The worker as it is then; ``Worker/isFinished`` is true.
    /// - Throws: ``APIError``: with code ``APIError/Code/timeout`` at the deadline, which leaves the worker at its work,
    ///   and for a worker that cannot be retrieved. `CancellationError` if the task is cancelled.
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
                // What events carry is not part of the contract; many have the worker as it is now.
                (try? event.decode(Worker.self))?.isFinished ?? false
            },
            retrieve: { try await retrieve(workerID: workerID, options: options) },
            until: \.isFinished
        )
    }
}
