import APIRuntime
import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Demo {
    /// Creates a schedule of each of the four kinds.
    mutating func schedule(_ worker: Worker) async throws {
        // The API has a resolution of seconds.
        let date = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 2 * 86_400).rounded(.down))
        try await schedule(worker, ".scheduled(date: \(date.ISO8601Format()))", .scheduled(date: date)) { schedule, _ in
            guard case .scheduled(let schedule) = schedule else { return false }
            return schedule.nextRunAt == date
        }
        try await schedule(worker, ".delayed(delayInSeconds: 3600)", .delayed(delayInSeconds: 3600)) { schedule, made in
            guard case .delayed(let schedule) = schedule else { return false }
            return schedule.delayInSeconds == 3600 && made.shifted(by: 3600).contains(schedule.nextRunAt)
        }
        try await schedule(worker, ".cron(\"0 9 * * 1\")", .cron("0 9 * * 1")) { schedule, made in
            guard case .cron(let schedule) = schedule else { return false }
            let isWithinAWeek = schedule.nextRunAt <= made.shifted(by: 7 * 86_400).upperBound
            return schedule.cron == "0 9 * * 1" && isWithinAWeek && Self.isMondayAtNine(schedule.nextRunAt)
        }
        try await schedule(worker, ".interval(intervalSeconds: 21600)", .interval(intervalSeconds: 21_600)) {
            schedule,
            made in
            guard case .interval(let schedule) = schedule else { return false }
            return schedule.intervalSeconds == 21_600 && made.shifted(by: 21_600).contains(schedule.nextRunAt)
        }
        try report.expect(Set(schedules.map(\.id)).count == 4, "two schedules have one id")
    }

    private mutating func schedule(
        _ worker: Worker,
        _ source: String,
        _ when: When,
        isRight: (WorkerSchedule, ClosedRange<Date>) -> Bool
    ) async throws {
        let input = "Daily report"
        try report.call("client.workers.schedules.create(workerID: worker.id, input: \"\(input)\", when: \(source))")
        let before = Date()
        let schedule = try await client.workers.schedules.create(workerID: worker.id, input: input, when: when)
        let made = before.addingTimeInterval(-1)...Date().addingTimeInterval(1)
        try report.say(line(for: schedule))
        try report.expect(schedule.type == when.type, "it is of the type \(schedule.type)")
        try report.expect(schedule.input == input, "its input is \(schedule.input)")
        try report.expect(schedule.budget == .standard, "its budget is \(schedule.budget)")
        try report.expect(schedule.nextRunAt > Date(), "its next run has passed")
        try report.expect(isRight(schedule, made), "its next run does not fit \(source)")
        schedules.append(schedule)
    }

    /// Checks the weekday with independent arithmetic: 1970-01-01 was a Thursday.
    private static func isMondayAtNine(_ date: Date) -> Bool {
        let (day, second) = Int(date.timeIntervalSince1970.rounded()).quotientAndRemainder(dividingBy: 86_400)
        return (day + 4) % 7 == 1 && second == 9 * 3_600
    }

    func list(_ worker: Worker) async throws {
        try report.call("client.workers.schedules.list(workerID: worker.id).schedules")
        let list = try await client.workers.schedules.list(workerID: worker.id)
        for schedule in list.schedules { try report.say(line(for: schedule)) }
        try report.expect(list.workerID == worker.id, "the list is of \(list.workerID)")
        try report.expect(list.schedules == schedules, "the list is not what was created")
    }

    /// Cancels a schedule twice; the second call must fail.
    func cancel(_ worker: Worker) async throws {
        guard let schedule = schedules.first else { return }
        let source = "client.workers.schedules.cancel(workerID: worker.id, scheduleID: schedule.id)"
        try report.call(source)
        let answer = try await client.workers.schedules.cancel(workerID: worker.id, scheduleID: schedule.id)
        try report.say("cancelled: \(answer.cancelled)")
        try report.expect(answer.cancelled, "it was not cancelled")
        let rest = try await client.workers.schedules.list(workerID: worker.id).schedules
        try report.expect(rest == Array(schedules.dropFirst()), "the others are not what is left")

        try report.call(source + "   // again")
        do {
            try await client.workers.schedules.cancel(workerID: worker.id, scheduleID: schedule.id)
            try report.expect(false, "it could be cancelled twice")
        } catch let error as APIError {
            let text = error.body?["error"]?.stringValue ?? ""
            try report.say("\(palette.yellow("APIError.\(error.code)")) \(text.terminalSafeLine)")
            try report.expect(error.code == .notFound, "the error is \(error.code)")
            try report.expect(error.status == .notFound, "the status is \(error.status?.code ?? 0)")
            try report.expect(!text.isEmpty, "the error has no text")
        }
    }

    private func line(for schedule: WorkerSchedule) -> String {
        let kind = schedule.type.terminalSafeLine.padded(to: 10)
        let date = schedule.nextRunAt.formatted(.iso8601.dateTimeSeparator(.space)).dropLast()
        let id = palette.dim(schedule.id.terminalSafeLine)
        return "\(palette.cyan(kind))next run \(date) UTC, \(ScheduleTime.distance(to: schedule.nextRunAt))  \(id)"
    }
}

extension ClosedRange<Date> {
    fileprivate func shifted(by seconds: TimeInterval) -> ClosedRange<Date> {
        lowerBound.addingTimeInterval(seconds)...upperBound.addingTimeInterval(seconds)
    }
}
