import Handinger

// The module's default isolation is the main actor, as in an app made with Xcode.

/// What a screen shows of a worker.
public final class WorkerScreen {
    /// The names of the events, and what came after them.
    /// What happened, an event a line.
    public private(set) var lines: [String] = []
    /// The worker when it had finished.
    /// The worker, once it has finished.
    public private(set) var worker: Worker?
    private let client: HandingerClient

    /// Makes a screen.
    /// A screen that asks a client.
    public init(client: HandingerClient) {
        self.client = client
    }

    /// Starts a worker, shows its events as they come and then how it ended.
    public func run(_ input: String) async throws {
        let started = try await client.workers.create(input: input, budget: .low)
        for try await event in client.workers.streamUpdates(workerID: started.id) {
            MainActor.assertIsolated()
            lines.append(event.event)
        }
        worker = try await client.workers.waitUntilFinished(workerID: started.id, within: .seconds(60))
        for try await schedule in client.workers.schedules.all(workerID: started.id) { lines.append(schedule.id) }
        do {
            try await client.workers.schedules.cancel(workerID: started.id, scheduleID: "none")
        } catch let error as APIError where error.code == .notFound {
            lines.append("no schedule")
        }
    }
}
