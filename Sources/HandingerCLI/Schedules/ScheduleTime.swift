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
