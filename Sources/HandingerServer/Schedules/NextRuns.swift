import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The runs that a schedule will have, to be shown before it is made.
package struct NextRuns: Equatable, Sendable {
    /// Why there is nothing to show.
    package struct Problem: Error, Equatable {
        package let reason: String
    }

    /// The first of them, soonest first.
    package let dates: [Date]
    /// Whether the schedule goes on until it is cancelled.
    package let isRecurring: Bool

    /// - Parameters:
    ///   - when: What is asked for.
    ///   - now: When the schedule is made.
    ///   - count: How many runs to find, at most.
    /// - Throws: ``Problem`` for a time that has passed, a cron expression that is none, and a kind of schedule that is
    ///   not known here.
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
