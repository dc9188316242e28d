import APIRuntime
import Handinger
import HandingerServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Shows the next runs of a schedule before it is created, and asks for confirmation of a recurring one.
struct SchedulePreview {
    let notes: OutputPort
    /// Whether to skip the confirmation.
    let isConfirmed: Bool
    var now = Date()

    private static let count = 3

    /// Shows the preview on a terminal and asks for confirmation if necessary.
    ///
    /// - Parameter value: The property of the request that describes the time.
    /// - Throws: ``CommandFailure`` if the user declines.
    func show(_ value: JSONTree) throws {
        guard notes.isTerminal, let when = try? JSONCoding.decode(When.self, from: value.json) else {
            return
        }
        let runs: NextRuns
        do {
            runs = try NextRuns(of: when, from: now, count: Self.count)
        } catch {
            // Let the server decide: it may support more than this program.
            return notes.warn("cannot tell when this runs: \(error.reason)")
        }
        notes.note(notes.palette.bold(runs.isRecurring ? "The next runs, until it is cancelled:" : "The only run:"))
        for date in runs.dates {
            let local = ScheduleTime.local(date).map { " (\($0))" } ?? ""
            let distance = notes.palette.dim(ScheduleTime.distance(to: date, from: now))
            notes.note("  \(ScheduleTime.utc(date))\(local), \(distance)")
        }
        if runs.isRecurring, !isConfirmed, isatty(STDIN_FILENO) == 1 { try ask() }
    }

    private func ask() throws {
        try notes.write("Create this schedule? [Y/n] ")
        let answer = readLine(strippingNewline: true)?.trimmingWhitespace.lowercased()
        guard let answer, ["", "y", "yes"].contains(answer) else {
            if answer == nil { notes.note("") }
            throw CommandFailure(.failure, "Nothing was created", hint: "Use --yes to skip the question.")
        }
    }
}

/// Formatting of the times of runs.
enum ScheduleTime {
    /// The time until a date, such as `in 3 h`.
    static func distance(to date: Date, from now: Date = Date()) -> String {
        let minutes = Int((date.timeIntervalSince(now) / 60).rounded())
        switch minutes {
        case ..<120: return "in \(minutes) min"
        case ..<2_880: return "in \(minutes / 60) h"
        default: return "in \(minutes / 1_440) days"
        }
    }

    /// A date in UTC, such as `Mon 2026-11-23 09:00:00 UTC`.
    static func utc(_ date: Date) -> String {
        text(date, in: .gmt) + " UTC"
    }

    /// A date in the local time zone; nil if that is UTC.
    ///
    /// The C library provides the zone, because `TimeZone.current` in FoundationEssentials is always UTC.
    static func local(_ date: Date) -> String? {
        guard var seconds = time_t(exactly: date.timeIntervalSince1970.rounded(.down)) else { return nil }
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil, parts.tm_gmtoff != 0,
            let zone = TimeZone(secondsFromGMT: parts.tm_gmtoff)
        else { return nil }
        return text(date, in: zone) + " " + (parts.tm_zone.map { String(cString: $0) } ?? "here")
    }

    private static func text(_ date: Date, in zone: TimeZone) -> String {
        var style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
        let day = date.formatted(style)
        style = Date.ISO8601FormatStyle(timeZone: zone).time(includingFractionalSeconds: false)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let weekday = names[(calendar.component(.weekday, from: date) + 6) % 7]
        return "\(weekday) \(day) \(date.formatted(style))"
    }
}
