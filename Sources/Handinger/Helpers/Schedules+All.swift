import APIRuntime

#if REEXPORTS_GENERATED
import HandingerGenerated
#endif

/// A single page: the API returns all schedules at once.
nonisolated extension ScheduleList: PaginatedResponse {
    /// The schedules.
    public var items: [WorkerSchedule] { schedules }
}

nonisolated extension HandingerClient.Workers.Schedules {
    /// The pending schedules of a worker as an asynchronous sequence.
    ///
    /// The API returns them all at once today. Code that uses this method keeps working if the API adds pagination.
    ///
    /// ```swift
    /// for try await schedule in client.workers.schedules.all(workerID: id) { print(schedule.nextRunAt) }
    /// ```
    ///
    /// - Parameters:
    ///   - workerID: The id of the worker.
    ///   - options: Settings of the calls that override those of the client.
    public func all(workerID: String, options: RequestOptions = RequestOptions()) -> PaginatedSequence<ScheduleList> {
        PaginatedSequence { _ in try await list(workerID: workerID, options: options) }
    }
}
