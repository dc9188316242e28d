#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Parses and formats HTTP dates in all three forms of RFC 9110 section 5.6.7.
package enum HTTPDate {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A time of day.
    private struct Time {
        var seconds: Int

        /// Parses a time such as `08:49:37`; nil if the text is not one.
        init?(_ text: Substring) {
            let parts = text.split(atByte: ":").map { number($0, digits: 1...2) }
            guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
                hour < 24, minute < 60, second <= 60
            else { return nil }
            seconds = hour * 3_600 + minute * 60 + second
        }
    }

    /// Parses a date; nil if the text is not one.
    ///
    /// - Parameter now: The current date, which determines the century of a two-digit year.
    static func date(from text: String, now: Date) -> Date? {
        let parts = text.pieces(betweenBytes: " ")
        guard let weekday = parts.first, weekdays.contains(where: { weekday.hasPrefix(bytes: $0) }) else { return nil }
        switch parts.count {
        case 6 where parts[5] == "GMT":
            // Sun, 06 Nov 1994 08:49:37 GMT
            return date(day: parts[1], month: parts[2], year: parts[3], time: parts[4])
        case 4 where parts[3] == "GMT":
            // Sunday, 06-Nov-94 08:49:37 GMT
            let day = parts[1].split(atByte: "-")
            guard day.count == 3, let year = number(day[2], digits: 2...2), let time = Time(parts[2]) else {
                return nil
            }
            return recentDate(day: day[0], month: day[1], year: year, time: time, now: now)
        case 5:
            // Sun Nov  6 08:49:37 1994
            return date(day: parts[2], month: parts[1], year: parts[4], time: parts[3])
        default:
            return nil
        }
    }

    /// Parses a number with a limited count of digits, so that arithmetic cannot overflow.
    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        digits.contains(text.utf8.count) ? Int(digits: text) : nil
    }

    private static func date(day: Substring, month: Substring, year: Substring, time: Substring) -> Date? {
        guard let year = number(year, digits: 4...4), let time = Time(time) else { return nil }
        return date(day: day, month: month, year: year, time: time)
    }

    private static func date(day: Substring, month: Substring, year: Int, time: Time) -> Date? {
        guard let day = number(day, digits: 1...2),
            let month = months.firstIndex(where: { month.hasSameBytes(as: $0) }),
            let civil = CivilDay(year: year, month: month + 1, day: day)
        else { return nil }
        return Date(timeIntervalSince1970: Double(civil.daysSince1970 * 86_400 + time.seconds))
    }

    /// The latest date with a two-digit year that is at most 50 years ahead, as RFC 9110 requires.
    private static func recentDate(day: Substring, month: Substring, year: Int, time: Time, now: Date) -> Date? {
        let days = (now.timeIntervalSince1970 / 86_400).rounded(.down)
        // An injected clock may return any date.
        guard days.magnitude < 1e7 else { return nil }
        let today = CivilDay(daysSince1970: Int(days))
        let century = today.year - today.year % 100
        // In a year without 29 February the limit is the 28th.
        let limitDay =
            CivilDay(year: today.year + 50, month: today.month, day: today.day)
            ?? CivilDay(year: today.year + 50, month: today.month, day: 28)
        guard let limitDay else { return nil }
        let limit = Double((limitDay.daysSince1970 - today.daysSince1970) * 86_400)
        return [century + 100, century, century - 100].lazy
            .compactMap { date(day: day, month: month, year: $0 + year, time: time) }
            .first { $0.timeIntervalSince(now) <= limit }
    }
}

extension HTTPDate {
    /// Formats a date as `Sun, 06 Nov 1994 08:49:37 GMT`, without fractions of a second.
    ///
    /// - Returns: nil for years outside 0000 to 9999.
    package static func text(of date: Date) -> String? {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        guard let text = RFC3339.string(from: Date(timeIntervalSince1970: seconds)) else { return nil }
        let day = Int((seconds / 86_400).rounded(.down))
        // 1 January 1970 was a Thursday.
        let weekday = weekdays[(day % 7 + 7 + 3) % 7]
        let month = months[CivilDay(daysSince1970: day).month - 1]
        let (year, dayOfMonth, time) = (text.prefix(4), text.dropFirst(8).prefix(2), text.dropFirst(11).prefix(8))
        return "\(weekday), \(dayOfMonth) \(month) \(year) \(time) GMT"
    }
}
