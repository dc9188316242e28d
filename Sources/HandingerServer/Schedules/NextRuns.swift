import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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
