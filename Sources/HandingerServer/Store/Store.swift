import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The workers and schedules of a server, in memory.
actor Store {
    private let settings: SimulationSettings
    private var records: [String: WorkerRecord] = [:]
    private var schedules = ScheduleQueue()
    /// The tasks of busy workers, and the timer for the next scheduled run.
    private var work: [String: Task<Void, Never>] = [:]
    private var scheduleTimer: Task<Void, Never>?
    private var isStopped = false

    init(settings: SimulationSettings) {
        self.settings = settings
    }

    /// Cancels all tasks and returns when they have ended.
    func stop() async {
        isStopped = true
        scheduleTimer?.cancel()
        let tasks = Array(work.values)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    // MARK: - Workers

    /// Creates a worker and starts it on its first instruction.
    func createWorker(input: String, budget: Budget) -> (worker: Worker, instruction: Int) {
        let now = settings.clock.now
        let worker = Worker(id: "t_org_1_w_\(ULID.make(at: now))", createdAt: now)
        return instruct(WorkerRecord(worker: worker), input: input, budget: budget)
    }

    func continueWorker(_ id: String, input: String, budget: Budget) throws -> (worker: Worker, instruction: Int) {
        instruct(try record(id), input: input, budget: budget)
    }

    func worker(_ id: String) throws -> Worker {
        try record(id).worker
    }

    func email(of id: String) throws -> String {
        try record(id).email
    }

    func file(_ path: String, of id: String) throws -> ServedFile {
        guard let file = try record(id).files[path] else {
            throw RouteError.notFound("The worker has published no file \(path).")
        }
        return file
    }

    private func record(_ id: String) throws(RouteError) -> WorkerRecord {
        guard let record = records[id] else {
            throw RouteError.notFound("There is no worker \(id).")
        }
        return record
    }

    // MARK: - Work

    private func instruct(
        _ record: WorkerRecord,
        input: String,
        budget: Budget
    ) -> (worker: Worker, instruction: Int) {
        var record = record
        let id = record.worker.id
        let instruction = record.enqueue(input: input, budget: budget)
        record.update(instruction) { $0.receive(instruction) }
        record.logNewestMessage(instruction)
        records[id] = record
        if work[id] == nil && !isStopped {
            work[id] = Task { await self.runInstructions(of: id) }
        }
        return (record.worker, instruction.number)
    }

    /// Executes the queued instructions of a worker one after the other.
    private func runInstructions(of id: String) async {
        defer { work[id] = nil }
        while let instruction = records[id]?.queue.first {
            do {
                try await execute(instruction, by: id)
            } catch {
                // Only cancellation throws here: the server is stopping.
                return
            }
        }
    }

    private func execute(_ instruction: WorkerInstruction, by id: String) async throws {
        try await pause()
        records[id]?.update(instruction) { $0.start() }
        let reply = settings.reply(instruction)
        var files = reply.files[...]
        for beginning in reply.textPrefixes {
            try await pause()
            if let file = files.popFirst() { publish(file, of: id) }
            records[id]?.update(instruction) { $0.showPartialText(beginning) }
        }
        try await pause()
        for file in files { publish(file, of: id) }
        records[id]?.queue.removeFirst()
        let hasMoreToDo = records[id]?.queue.isEmpty == false
        let answerID = "msg_\(ULID.make(at: settings.clock.now))"
        records[id]?.worker.finish(instruction, reply: reply, id: answerID, hasMoreToDo: hasMoreToDo)
        records[id]?.logNewestMessage(instruction)
        records[id]?.update(instruction, as: EventLog.done)
    }

    private func pause() async throws {
        try Task.checkCancellation()
        if settings.stepInterval > .zero { try await settings.clock.sleep(for: settings.stepInterval) }
    }

    private func publish(_ file: WorkerReply.File, of id: String) {
        records[id]?.files[file.path] = ServedFile(path: file.path, mediaType: file.mediaType, bytes: file.bytes)
        let url = settings.url(ofFile: file.path, worker: id)
        records[id]?.worker.publish(path: file.path, mediaType: file.mediaType, url: url)
    }

    // MARK: - Streams

    /// The events of a worker after a given one; nil if the client has seen the last.
    ///
    /// - Parameter lastEventID: The id of the last event that the client has seen; an unknown id restarts at the first
    ///   event.
    func events(of id: String, scope: EventLog.Scope, lastEventID: String? = nil) throws -> WorkerEvents? {
        let record = try record(id)
        var seen = lastEventID.flatMap { Int($0) } ?? 0
        if seen < 0 || seen > record.log.lastID { seen = 0 }
        if lastEventID != nil && seen == record.log.lastID && record.queue.isEmpty { return nil }
        return WorkerEvents(
            store: self,
            workerID: id,
            scope: scope,
            seen: seen,
            heartbeatInterval: settings.heartbeatInterval
        )
    }

    /// The next action of a stream.
    enum StreamStep: Sendable {
        case send(EventLog.Entry)
        case wait
        case end
    }

    func streamStep(of id: String, scope: EventLog.Scope, after seen: Int, isDone: Bool) -> StreamStep {
        guard let record = records[id] else { return .end }
        if case .instruction = scope, isDone { return .end }
        if let entry = record.log.next(after: seen, in: scope) { return .send(entry) }
        return record.queue.isEmpty ? .end : .wait
    }

    /// Wakes a stream on each change of a worker and at each heartbeat interval.
    func wakeUps(for id: String, interval: Duration) -> AsyncStream<WorkerEvents.WakeUp> {
        let (stream, continuation) = AsyncStream<WorkerEvents.WakeUp>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let key = UUID()
        records[id]?.wakeUps[key] = continuation
        let ticks = Task { [clock = settings.clock] in
            while (try? await clock.sleep(for: interval)) != nil { continuation.yield(.heartbeat) }
        }
        continuation.onTermination = { _ in
            ticks.cancel()
            Task { await self.removeWakeUp(key, of: id) }
        }
        return stream
    }

    private func removeWakeUp(_ key: UUID, of id: String) {
        records[id]?.wakeUps[key] = nil
    }

    // MARK: - Schedules

    func createSchedule(_ schedule: CreateSchedule, for workerID: String) throws -> WorkerSchedule {
        _ = try record(workerID)
        let now = settings.clock.now
        let result = try schedules.add(schedule, id: "sch_\(ULID.make(at: now))", workerID: workerID, now: now)
        restartScheduleTimer()
        return result
    }

    func schedules(of workerID: String) throws -> ScheduleList {
        _ = try record(workerID)
        return ScheduleList(schedules: schedules.list(workerID: workerID), workerID: workerID)
    }

    func cancelSchedule(_ id: String, of workerID: String) throws -> ScheduleCancellation {
        _ = try record(workerID)
        guard schedules.cancel(id: id, workerID: workerID) else {
            throw RouteError.notFound("The worker has no schedule \(id).")
        }
        restartScheduleTimer()
        return ScheduleCancellation(cancelled: true)
    }

    /// Restarts the timer for the earliest next run.
    private func restartScheduleTimer() {
        scheduleTimer?.cancel()
        guard let next = schedules.nextRunAt, !isStopped else {
            scheduleTimer = nil
            return
        }
        scheduleTimer = Task { [clock = settings.clock] in
            guard (try? await clock.sleep(until: next)) != nil else { return }
            self.runDueSchedules()
        }
    }

    private func runDueSchedules() {
        for run in schedules.takeDue(now: settings.clock.now) {
            guard let record = records[run.workerID] else { continue }
            _ = instruct(record, input: run.input, budget: run.budget)
        }
        restartScheduleTimer()
    }
}
