#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Parses and formats dates and times of RFC 3339 section 5.6.
///
/// Parsing also accepts variants that servers send: a space or a lowercase `t` before the time, `±hhmm` and `±hh` as
/// the offset, a leap second, no seconds, and no offset, which then is UTC. Fractions are read to the nanosecond and rounded to the
/// precision of `Date`, which is better than a microsecond for years near ours.
///
/// ```swift
/// RFC3339.date(from: "2024-05-01T12:00:00.25+02:00")
/// RFC3339.string(from: Date(timeIntervalSince1970: 0.25))    // 1970-01-01T00:00:00.250Z
/// ```
public enum RFC3339 {
    /// Parses a date and time; nil if the text is not one.
    public static func date(from text: String) -> Date? {
        var text = text
        return text.withUTF8 { date(from: $0) }
    }

    /// Formats a date and time in UTC with as many digits of the fraction as necessary: none, three or six.
    ///
    /// - Returns: nil for years outside 0000 to 9999.
    public static func string(from date: Date) -> String? {
        string(from: date, minutesEast: 0)
    }

    /// Like ``string(from:)``, but dates outside the years in UTC get an offset that brings them inside, because such
    /// texts can be parsed (`9999-12-31T23:59:59-01:00`).
    static func wireText(of date: Date) -> String? {
        let farthest = 23 * 60 + 59
        return string(from: date) ?? string(from: date, minutesEast: -farthest)
            ?? string(from: date, minutesEast: farthest)
    }

    /// The start of year 10000 in UTC, in seconds since the reference date.
    private static let endOfYears: Double = 252_423_993_600

    /// The start of year 10000 at an offset.
    private static func endOfYears(minutesEast: Int) -> Double {
        endOfYears - Double(minutesEast * 60)
    }

    private static func string(from date: Date, minutesEast: Int) -> String? {
        // Seconds since the reference date, because counting from 1970 would cost a digit of precision.
        let seconds = date.timeIntervalSinceReferenceDate
        guard seconds.magnitude < 1e12 else { return nil }
        let whole = seconds.rounded(.down)
        let local = Int64(whole) + Int64(Date.timeIntervalBetween1970AndReferenceDate) + Int64(minutesEast * 60)
        // The last representable `Date` before year 10000 stands for the rest of the year.
        let isLast = seconds.nextUp >= endOfYears(minutesEast: minutesEast)
        let microsecond = isLast ? 999_999 : microsecond(of: seconds, since: whole)
        let (day, secondOfDay) = (local + (microsecond == 1_000_000 ? 1 : 0)).quotientAndFloorRemainder(
            dividingBy: 86_400
        )
        let civil = CivilDay(daysSince1970: Int(day))
        guard (0...9_999).contains(civil.year) else { return nil }
        return text(civil, Int(secondOfDay), microsecond: microsecond % 1_000_000, minutesEast: minutesEast)
    }

    /// The microseconds within a second, rounded to milliseconds if that gives the same date: far from now a `Date`
    /// does not represent them exactly.
    private static func microsecond(of seconds: Double, since whole: Double) -> Int {
        let millisecond = ((seconds - whole) * 1e3).rounded()
        if millisecond < 1_000, whole + millisecond / 1e3 == seconds { return Int(millisecond) * 1_000 }
        return Int(((seconds - whole) * 1e6).rounded())
    }

    private static func text(_ civil: CivilDay, _ secondOfDay: Int, microsecond: Int, minutesEast: Int) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(27)
        append(civil.year, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        append(civil.month, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        append(civil.day, digits: 2, to: &text)
        text.append(UInt8(ascii: "T"))
        append(secondOfDay / 3_600, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(secondOfDay / 60 % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(secondOfDay % 60, digits: 2, to: &text)
        if microsecond != 0 {
            text.append(UInt8(ascii: "."))
            if microsecond % 1_000 == 0 {
                append(microsecond / 1_000, digits: 3, to: &text)
            } else {
                append(microsecond, digits: 6, to: &text)
            }
        }
        if minutesEast == 0 {
            text.append(UInt8(ascii: "Z"))
        } else {
            text.append(minutesEast < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            append(abs(minutesEast) / 60, digits: 2, to: &text)
            text.append(UInt8(ascii: ":"))
            append(abs(minutesEast) % 60, digits: 2, to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func date(from text: UnsafeBufferPointer<UInt8>) -> Date? {
        var scanner = ByteScanner(text)
        guard let year = scanner.number(digits: 4), scanner.take("-"),
            let month = scanner.number(digits: 2), scanner.take("-"),
            let day = scanner.number(digits: 2), scanner.take("T", "t", " "),
            let hour = scanner.number(digits: 2), scanner.take(":"),
            let minute = scanner.number(digits: 2),
            let (second, nanosecond) = scanner.seconds(),
            let offset = scanner.zone(),
            scanner.isAtEnd
        else { return nil }
        guard let civil = CivilDay(year: year, month: month, day: day), hour < 24, minute < 60, second < 61 else {
            return nil
        }
        let minuteOfDay = hour * 60 + minute
        let isLastMinute = (minuteOfDay - offset + 1).isMultiple(of: 1_440)
        guard second < 60 || isLastMinute else { return nil }

        let seconds = civil.daysSince1970 * 86_400 + (minuteOfDay - offset) * 60 + second
        let sinceReference = Double(seconds) - Date.timeIntervalBetween1970AndReferenceDate
        // Near year 10000 a `Date` is exact to 30 microseconds: neither rounding nor a leap second must leave the valid
        // years.
        let end = endOfYears(minutesEast: offset)
        let rounded = sinceReference + Double(nanosecond) / 1e9
        return Date(timeIntervalSinceReferenceDate: rounded >= end ? end.nextDown : rounded)
    }

    private static func append(_ value: Int, digits: Int, to text: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}

extension ByteScanner {
    /// Parses seconds and their nanoseconds; zero if there are none.
    fileprivate mutating func seconds() -> (second: Int, nanosecond: Int)? {
        guard take(":") else { return (0, 0) }
        guard let second = number(digits: 2), let nanosecond = fraction() else { return nil }
        return (second, nanosecond)
    }

    /// Parses a fraction in nanoseconds; 0 if there is none, nil for a point without digits.
    fileprivate mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        var nanoseconds = 0
        var count = 0
        while let digit = digit() {
            if count < 9 { nanoseconds = nanoseconds * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 9)..<9 { nanoseconds *= 10 }
        return nanoseconds
    }

    /// Parses an offset in minutes east of UTC; 0 if there is none.
    fileprivate mutating func zone() -> Int? {
        if isAtEnd || take("Z", "z") { return 0 }
        let isWest = peek == UInt8(ascii: "-")
        guard take("+", "-"), let hours = number(digits: 2), hours < 24 else { return nil }
        var minutes = 0
        if !isAtEnd {
            _ = take(":")
            guard let number = number(digits: 2), number < 60 else { return nil }
            minutes = number
        }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
}
