import APIRuntime

#if canImport(FoundationEssentials)
import APIRuntime
import FoundationEssentials
#else
import Foundation
#endif

/// A cron expression with five fields, in UTC.
///
/// The fields are minute, hour, day of month, month and day of week, as in POSIX crontab, with common extensions: names
/// (`MON`, `JAN`), steps (`*/15`, `8-18/2`), 7 for Sunday, and `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`,
/// `@yearly`, `@annually`. If neither day field begins with `*`, a day needs to match only one of them.
struct CronExpression: Equatable, Sendable {
    /// The values of each field as a bit set.
    private let minutes: UInt64
    private let hours: UInt64
    private let daysOfMonth: UInt64
    private let months: UInt64
    private let daysOfWeek: UInt64
    private let eitherDay: Bool

    /// Parses an expression.
    ///
    /// - Throws: ``CronError`` for a syntax error, or if no date matches, such as the 31st of February.
    init(_ text: String) throws(CronError) {
        var fields = text.split(whereSeparator: \.isWhitespace).map(String.init)
        if fields.count == 1, let name = fields.first, name.hasPrefix("@") {
            guard let expansion = Self.nicknames[name.lowercased()] else {
                throw CronError("\(name) is not one of \(Self.nicknames.keys.sorted().joined(separator: ", "))")
            }
            fields = expansion.split(separator: " ").map(String.init)
        }
        guard fields.count == 5 else {
            throw CronError(
                "must have 5 fields (minute, hour, day of month, month, day of week) and has \(fields.count)"
            )
        }
        minutes = try CronField.minute.parse(fields[0])
        hours = try CronField.hour.parse(fields[1])
        daysOfMonth = try CronField.dayOfMonth.parse(fields[2])
        months = try CronField.month.parse(fields[3])
        let daysOfWeek = try CronField.dayOfWeek.parse(fields[4])
        self.daysOfWeek = (daysOfWeek | daysOfWeek >> 7) & 0b111_1111
        eitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
        guard next(after: Date(timeIntervalSince1970: 0)) != nil else {
            throw CronError("never comes due: no such day exists")
        }
    }

    private static let nicknames = [
        "@hourly": "0 * * * *",
        "@daily": "0 0 * * *",
        "@midnight": "0 0 * * *",
        "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *",
        "@annually": "0 0 1 1 *",
    ]

    /// The first matching time after `date`; nil if there is none.
    func next(after date: Date) -> Date? {
        let minute = Int((date.timeIntervalSince1970 / 60).rounded(.down)) + 1
        let (firstDay, firstMinute) = minute.quotientAndFloorRemainder(dividingBy: 1_440)
        var day = firstDay
        // The calendar repeats itself every 400 years (146,097 days), weekdays included.
        while day <= firstDay + 146_097 {
            let civil = CivilDay(daysSince1970: day)
            guard months.contains(civil.month) else {
                day += civil.lengthOfMonth - civil.day + 1
                continue
            }
            if isDue(day: day, dayOfMonth: civil.day),
                let minute = firstMinuteDue(from: day == firstDay ? firstMinute : 0)
            {
                return Date(timeIntervalSince1970: TimeInterval((day * 1_440 + minute) * 60))
            }
            day += 1
        }
        return nil
    }

    private func isDue(day: Int, dayOfMonth: Int) -> Bool {
        // 1970-01-01 was a Thursday.
        let dayOfWeek = (day + 4).quotientAndFloorRemainder(dividingBy: 7).remainder
        let fitsMonth = daysOfMonth.contains(dayOfMonth)
        let fitsWeek = daysOfWeek.contains(dayOfWeek)
        return eitherDay ? fitsMonth || fitsWeek : fitsMonth && fitsWeek
    }

    private func firstMinuteDue(from first: Int) -> Int? {
        (first..<1_440).first { hours.contains($0 / 60) && minutes.contains($0 % 60) }
    }
}

/// The reason why a cron expression is invalid, phrased to follow the name of the property.
struct CronError: Error, Equatable {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

extension UInt64 {
    fileprivate func contains(_ bit: Int) -> Bool {
        self & (1 << bit) != 0
    }
}
