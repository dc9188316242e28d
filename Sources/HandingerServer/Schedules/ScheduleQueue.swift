import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The schedules of all workers in order of creation.
struct ScheduleQueue: Sendable {
    /// A run that is due.
    struct Run: Equatable, Sendable {
        let workerID: String
        let input: String
        let budget: Budget
    }

    fileprivate struct Entry: Sendable {
        let id: String
        let run: Run
        let recurrence: Recurrence
        var nextRunAt: Date
    }

    private var entries: [Entry] = []

    /// The time of the next run; nil if there is none.
    var nextRunAt: Date? {
        entries.map(\.nextRunAt).min()
    }

    /// Adds a schedule.
    ///
    /// - Throws: 400 if it would never run.
    mutating func add(
        _ schedule: CreateSchedule,
        id: String,
        workerID: String,
        now: Date
    ) throws(RouteError) -> WorkerSchedule {
        let recurrence = try Recurrence(schedule.when)
        guard let nextRunAt = recurrence.firstRun(from: now) else {
            throw RouteError.badRequest("when.date: must be in the future")
        }
        let run = Run(workerID: workerID, input: schedule.input, budget: schedule.budget ?? .standard)
        let entry = Entry(id: id, run: run, recurrence: recurrence, nextRunAt: nextRunAt)
        entries.append(entry)
        return entry.schedule
    }

    func list(workerID: String) -> [WorkerSchedule] {
        entries.filter { $0.run.workerID == workerID }.map(\.schedule)
    }

    /// Removes a schedule; returns false if it does not exist.
    mutating func cancel(id: String, workerID: String) -> Bool {
        guard let index = entries.firstIndex(where: { $0.id == id && $0.run.workerID == workerID }) else {
            return false
        }
        entries.remove(at: index)
        return true
    }

    /// Returns the due runs, earliest first, and advances their schedules to the next run.
    ///
    /// A schedule that missed several runs runs once.
    mutating func takeDue(now: Date) -> [Run] {
        let due = entries.filter { $0.nextRunAt <= now }.sorted { $0.nextRunAt < $1.nextRunAt }
        entries = entries.compactMap { entry in
            guard entry.nextRunAt <= now else { return entry }
            var entry = entry
            guard let next = entry.recurrence.nextRun(after: entry.nextRunAt, now: now) else { return nil }
            entry.nextRunAt = next
            return entry
        }
        return due.map(\.run)
    }
}

extension ScheduleQueue.Entry {
    /// The schedule as the API returns it.
    fileprivate var schedule: WorkerSchedule {
        let (input, budget) = (run.input, run.budget)
        return switch recurrence {
        case .date:
            .scheduled(id: id, budget: budget, input: input, nextRunAt: nextRunAt)
        case .delay(let seconds):
            .delayed(id: id, budget: budget, delayInSeconds: seconds, input: input, nextRunAt: nextRunAt)
        case .cron(let text, _):
            .cron(id: id, budget: budget, cron: text, input: input, nextRunAt: nextRunAt)
        case .interval(let seconds):
            .interval(id: id, budget: budget, input: input, intervalSeconds: seconds, nextRunAt: nextRunAt)
        }
    }
}
