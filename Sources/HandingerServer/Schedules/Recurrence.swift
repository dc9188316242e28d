import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The times at which a schedule runs.
enum Recurrence: Equatable, Sendable {
    case date(Date)
    case delay(seconds: Int)
    case cron(String, CronExpression)
    case interval(seconds: Int)

    /// Converts the value of a request.
    ///
    /// - Throws: 400 for an invalid cron expression or an unknown kind of schedule.
    init(_ when: When) throws(RouteError) {
        switch when {
        case .scheduled(let when):
            self = .date(when.date)
        case .delayed(let when):
            self = .delay(seconds: when.delayInSeconds)
        case .cron(let when):
            do {
                self = .cron(when.cron, try CronExpression(when.cron))
            } catch {
                throw RouteError.badRequest("when.cron: \(error.reason)")
            }
        case .interval(let when):
            self = .interval(seconds: when.intervalSeconds)
        case .unknown:
            throw RouteError.badRequest("when.type: is not a kind of schedule that this server knows")
        }
    }

    /// The first run of a schedule that is created now; nil if its time has passed.
    func firstRun(from now: Date) -> Date? {
        switch self {
        case .date(let date): date > now ? date : nil
        case .delay(let seconds), .interval(let seconds): now.addingTimeInterval(TimeInterval(seconds))
        case .cron(_, let expression): expression.next(after: now)
        }
    }

    /// The next run after `now`; nil if `run` was the last.
    func nextRun(after run: Date, now: Date) -> Date? {
        switch self {
        case .date, .delay:
            return nil
        case .cron(_, let expression):
            return expression.next(after: now)
        case .interval(let seconds):
            let missed = (now.timeIntervalSince(run) / TimeInterval(seconds)).rounded(.down)
            return run.addingTimeInterval((max(0, missed) + 1) * TimeInterval(seconds))
        }
    }
}

/// The next runs of a schedule, for a preview before it is created.
package struct NextRuns: Equatable, Sendable {
    /// The reason why there is no preview.
    package struct Problem: Error, Equatable {
        package let reason: String
    }

    /// The first runs in chronological order.
    package let dates: [Date]
    /// Whether the schedule repeats until it is cancelled.
    package let isRecurring: Bool

    /// - Parameters:
    ///   - when: The requested times.
    ///   - now: The creation time of the schedule.
    ///   - count: The maximum number of runs.
    /// - Throws: ``Problem`` for a time in the past, an invalid cron expression or an unknown kind of schedule.
    package init(of when: When, from now: Date, count: Int) throws(Problem) {
        let recurrence: Recurrence
        do {
            recurrence = try Recurrence(when)
        } catch {
            throw Problem(reason: error.message)
        }
        var dates: [Date] = []
        var next = recurrence.firstRun(from: now)
        while let date = next, dates.count < count {
            dates.append(date)
            next = recurrence.nextRun(after: date, now: date)
        }
        guard !dates.isEmpty else { throw Problem(reason: "the time has passed") }
        self.dates = dates
        isRecurring =
            switch recurrence {
            case .cron, .interval: true
            case .date, .delay: false
            }
    }
}
