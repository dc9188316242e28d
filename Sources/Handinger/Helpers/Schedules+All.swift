import APIRuntime

#if REEXPORTS_GENERATED
import HandingerGenerated
#endif

/// The API answers all schedules at once, so there is one page.
nonisolated extension ScheduleList: PaginatedResponse {
    /// The schedules.
    public var items: [WorkerSchedule] { schedules }
}

nonisolated extension HandingerClient.Workers.Schedules {
    /// The schedules of a worker that are still to run, one by one.
    ///
    /// The API answers them all at once today. Code written with this goes on working when it answers in pages.
    ///
    /// ```swift
    /// for try await schedule in client.workers.schedules.all(workerID: id) { print(schedule.nextRunAt) }
    /// ```
    ///
    /// - Parameters:
    ///   - workerID: The id of the worker.
    ///   - options: What the calls do differently from the client.
    public func all(workerID: String, options: RequestOptions = RequestOptions()) -> PaginatedSequence<ScheduleList> {
        PaginatedSequence { _ in try await list(workerID: workerID, options: options) }
    }
}
