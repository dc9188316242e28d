#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Dates as HTTP headers write them: RFC 9110 section 5.6.7, all three forms.
package enum HTTPDate {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads a date; nil if the text is not one.
    static func date(from text: String) -> Date? {
        let parts = text.split(separator: " ").map(String.init)
        guard let weekday = parts.first?.prefix(3), weekdays.contains(String(weekday)) else { return nil }
        switch parts.count {
        case 6 where parts[5] == "GMT":
            // Sun, 06 Nov 1994 08:49:37 GMT
            return date(day: parts[1], month: parts[2], year: number(parts[3], digits: 4), time: parts[4])
        case 4 where parts[3] == "GMT":
            // Sunday, 06-Nov-94 08:49:37 GMT
            let day = parts[1].split(separator: "-").map(String.init)
            guard day.count == 3, let year = number(day[2], digits: 2) else { return nil }
            return date(day: day[0], month: day[1], year: year < 70 ? 2_000 + year : 1_900 + year, time: parts[2])
        case 5:
            // Sun Nov  6 08:49:37 1994
            return date(day: parts[2], month: parts[1], year: number(parts[4], digits: 4), time: parts[3])
        default:
            return nil
        }
    }

    /// A number of just so many digits: arithmetic with a longer one could overflow.
    private static func number(_ text: String, digits: Int) -> Int? {
        text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func date(day: String, month: String, year: Int?, time: String) -> Date? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard let day = Int(day), let year, let month = months.firstIndex(of: month), clock.count == 3,
            let civil = CivilDay(year: year, month: month + 1, day: day),
            (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        let seconds = civil.daysSince1970 * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
        return Date(timeIntervalSince1970: Double(seconds))
    }
}

extension HTTPDate {
    /// Writes a date in the form that senders use, `Sun, 06 Nov 1994 08:49:37 GMT`, without parts of a second.
    ///
    /// - Returns: nil for years outside 0000 to 9999, for which there is no form.
    package static func text(of date: Date) -> String? {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        guard let text = RFC3339.string(from: Date(timeIntervalSince1970: seconds)) else { return nil }
        let day = Int((seconds / 86_400).rounded(.down))
        // The first day of 1970 was a Thursday.
        let weekday = weekdays[(day % 7 + 7 + 3) % 7]
        let month = months[CivilDay(daysSince1970: day).month - 1]
        let (year, dayOfMonth, time) = (text.prefix(4), text.dropFirst(8).prefix(2), text.dropFirst(11).prefix(8))
        return "\(weekday), \(dayOfMonth) \(month) \(year) \(time) GMT"
    }
}
