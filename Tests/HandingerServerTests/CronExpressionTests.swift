import APIRuntime
import Foundation
import Testing

@testable import HandingerServer

@Suite struct CronExpressionTests {
    private func date(_ text: String) throws -> Date {
        try Date(text + ":00Z", strategy: .iso8601)
    }

    /// The first matches of an expression after a time.
    private func runs(_ expression: String, after start: String, count: Int) throws -> [String] {
        let cron = try CronExpression(expression)
        var date = try date(start)
        var runs: [String] = []
        for _ in 0..<count {
            date = try #require(cron.next(after: date))
            runs.append(String(date.formatted(.iso8601).dropLast(4)))
        }
        return runs
    }

    // 2024-01-01 was a Monday; 2024 has a leap day.
    @Test(arguments: [
        ("* * * * *", "2024-01-01T00:00", ["2024-01-01T00:01", "2024-01-01T00:02"]),
        ("*/20 * * * *", "2024-01-01T23:30", ["2024-01-01T23:40", "2024-01-02T00:00"]),
        ("5/25 10 * * *", "2024-01-01T00:00", ["2024-01-01T10:05", "2024-01-01T10:30", "2024-01-01T10:55"]),
        ("0 9 * * 1", "2024-01-01T09:00", ["2024-01-08T09:00", "2024-01-15T09:00"]),
        ("0 9 * * MON-FRI", "2024-01-05T09:00", ["2024-01-08T09:00", "2024-01-09T09:00"]),
        ("0 9 * * fri-sun", "2024-01-05T09:00", ["2024-01-06T09:00", "2024-01-07T09:00", "2024-01-12T09:00"]),
        ("0 0 * * 7", "2024-01-01T00:00", ["2024-01-07T00:00", "2024-01-14T00:00"]),
        ("0 0 * * 0,7", "2024-01-01T00:00", ["2024-01-07T00:00", "2024-01-14T00:00"]),
        ("0 0 * * 5-7", "2024-01-01T00:00", ["2024-01-05T00:00", "2024-01-06T00:00", "2024-01-07T00:00"]),
        ("0 0 31 * *", "2024-01-31T00:00", ["2024-03-31T00:00", "2024-05-31T00:00"]),
        ("0 0 29 2 *", "2024-03-01T00:00", ["2028-02-29T00:00", "2032-02-29T00:00"]),
        ("0 0 29 2 *", "2096-03-01T00:00", ["2104-02-29T00:00"]),
        ("15,45 8-18/5 1 JAN,jul *", "2024-01-01T13:15", ["2024-01-01T13:45", "2024-01-01T18:15", "2024-01-01T18:45"]),
        // Both day fields are restricted: either may match.
        ("0 0 13 * 5", "2024-09-01T00:00", ["2024-09-06T00:00", "2024-09-13T00:00", "2024-09-20T00:00"]),
        ("0 0 1 * 3", "2024-05-01T00:00", ["2024-05-08T00:00", "2024-05-15T00:00"]),
        // One day field begins with a star: both must match.
        ("0 0 */10 * 1", "2024-01-01T00:00", ["2024-03-11T00:00"]),
        ("59 23 31 12 *", "2024-12-31T23:59", ["2025-12-31T23:59"]),
        ("@hourly", "2024-01-01T00:30", ["2024-01-01T01:00", "2024-01-01T02:00"]),
        ("@daily", "2024-02-28T12:00", ["2024-02-29T00:00", "2024-03-01T00:00"]),
        ("@Weekly", "2024-01-01T00:00", ["2024-01-07T00:00"]),
        ("@monthly", "2024-01-01T00:00", ["2024-02-01T00:00"]),
        ("@yearly", "2024-01-01T00:00", ["2025-01-01T00:00"]),
        ("0 12 * * *", "1969-12-30T13:00", ["1969-12-31T12:00", "1970-01-01T12:00"]),
    ])
    func findsTheNextRuns(expression: String, start: String, expected: [String]) throws {
        #expect(try runs(expression, after: start, count: expected.count) == expected)
    }

    @Test func secondsRoundUpToTheNextMinute() throws {
        let cron = try CronExpression("* * * * *")
        #expect(cron.next(after: Date(timeIntervalSince1970: 59.9)) == Date(timeIntervalSince1970: 60))
        #expect(cron.next(after: Date(timeIntervalSince1970: 60)) == Date(timeIntervalSince1970: 120))
    }

    @Test(arguments: [
        ("", "must have 5 fields (minute, hour, day of month, month, day of week) and has 0"),
        ("0 0 9 * * 1", "must have 5 fields (minute, hour, day of month, month, day of week) and has 6"),
        ("60 * * * *", "has \"60\" for the minute, which goes from 0 to 59"),
        ("* 24 * * *", "has \"24\" for the hour, which goes from 0 to 23"),
        ("* * 0 * *", "has \"0\" for the day of month, which goes from 1 to 31"),
        ("* * * 13 *", "has \"13\" for the month, which goes from 1 to 12"),
        ("* * * * 8", "has \"8\" for the day of week, which goes from 0 to 7"),
        ("* * * * MOO", "has \"MOO\" for the day of week, which goes from 0 to 7"),
        ("* * * MON *", "has \"MON\" for the month, which goes from 1 to 12"),
        ("1,,2 * * * *", "has nothing for the minute, which goes from 0 to 59"),
        ("5-1 * * * *", "has a minute range that runs backwards: 5-1"),
        ("*/0 * * * *", "has a step for the minute that is not a number above 0: 0"),
        ("*/x * * * *", "has a step for the minute that is not a number above 0: x"),
        ("+5 * * * *", "has \"+5\" for the minute, which goes from 0 to 59"),
        ("*-5 * * * *", "has \"*\" for the minute, which goes from 0 to 59"),
        ("0 0 31 2 *", "never comes due: no such day exists"),
        ("0 0 31 4,6,9,11 *", "never comes due: no such day exists"),
        ("@fortnightly", "is not one of @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly"),
    ])
    func rejectsInvalidExpressions(expression: String, reason: String) throws {
        let error = #expect(throws: CronError.self) { try CronExpression(expression) }
        #expect(error?.reason.hasSuffix(reason) == true, "\(error?.reason ?? "")")
    }

    @Test func hugeStepsDoNotTrap() throws {
        #expect(try runs("*/9223372036854775807 * * * *", after: "2024-01-01T00:00", count: 1) == ["2024-01-01T01:00"])
    }

    /// Compares with `Calendar` on every day of a leap cycle around a century.
    @Test func civilDaysAgreeWithTheCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for day in stride(from: -100_000, through: 200_000, by: 37) {
            let date = Date(timeIntervalSince1970: TimeInterval(day * 86_400))
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let civil = CivilDay(daysSince1970: day)
            #expect(parts.month == civil.month && parts.day == civil.day)
            #expect(parts.year == civil.year || civil.year < 1)
            #expect(calendar.range(of: .day, in: .month, for: date)?.count == civil.lengthOfMonth)
        }
    }
}
