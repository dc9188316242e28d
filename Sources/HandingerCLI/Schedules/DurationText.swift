import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Parsing and formatting of durations such as `90s`, `30m`, `1h30m` or `1.5 days`.
enum DurationText {
    /// A unit of time; the raw value is in milliseconds.
    enum Unit: Int, Sendable {
        case milliseconds = 1
        case seconds = 1_000
        case minutes = 60_000
        case hours = 3_600_000
        case days = 86_400_000
        case weeks = 604_800_000

        /// Creates a unit from one of its names.
        init?(name: String) {
            switch name {
            case "ms", "msec", "millisecond", "milliseconds": self = .milliseconds
            case "s", "sec", "secs", "second", "seconds": self = .seconds
            case "m", "min", "mins", "minute", "minutes": self = .minutes
            case "h", "hr", "hrs", "hour", "hours": self = .hours
            case "d", "day", "days": self = .days
            case "w", "week", "weeks": self = .weeks
            default: return nil
            }
        }

        var letter: String {
            switch self {
            case .milliseconds: "ms"
            case .seconds: "s"
            case .minutes: "m"
            case .hours: "h"
            case .days: "d"
            case .weeks: "w"
            }
        }
    }

    /// Parses a duration as a whole number of a unit.
    ///
    /// - Returns: The number; nil if the text is not a duration or not a whole number of the unit. A number without a
    ///   unit counts in the requested one.
    static func parse(_ text: String, in unit: Unit) -> Int? {
        let text = text.trimmingWhitespace.lowercased()
        if let number = Int(text) { return number }
        var total = Decimal(0)
        var rest = text[...]
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            rest = rest.dropFirst(number.count).drop { $0 == " " }
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count).drop { $0 == " " }
            let dots = number.count { $0 == "." }
            guard number.first?.isNumber == true, number.last?.isNumber == true, dots <= 1, number.count <= 15,
                let part = Unit(name: String(name)), let value = Decimal(string: String(number), locale: nil)
            else { return nil }
            total += value * Decimal(part.rawValue)
        }
        let count = total / Decimal(unit.rawValue)
        guard count <= Decimal(Int32.max) * 1_000, let whole = Int("\(count)") else { return nil }
        return whole
    }

    /// The shortest text for a number of a unit: 3600 seconds are `1h`.
    static func text(_ count: Int, of unit: Unit) -> String {
        let (milliseconds, overflows) = count.multipliedReportingOverflow(by: unit.rawValue)
        guard !overflows, count != 0 else { return "\(count)\(unit.letter)" }
        let units: [Unit] = [.weeks, .days, .hours, .minutes, .seconds, .milliseconds]
        let best = units.first { milliseconds.isMultiple(of: $0.rawValue) } ?? unit
        return "\(milliseconds / best.rawValue)\(best.letter)"
    }
}

/// Completion of partial dates.
enum DateText {
    /// Completes a date with the start of the day or minute and with UTC.
    ///
    /// Text in another format is returned unchanged, so that the decoder reports the error.
    static func completed(_ text: String) -> String {
        let text = String(text.trimmingWhitespace)
        let form =
            /(?<day>\d{4}-\d\d-\d\d)(?:[Tt ](?<minute>\d\d:\d\d)(?<second>:\d\d(?:\.\d+)?)?)? ?(?<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?/
        guard let match = text.wholeMatch(of: form) else { return text }
        let time = (match.minute ?? "00:00") + (match.second ?? ":00")
        return "\(match.day)T\(time)\(match.zone ?? "Z")"
    }
}
