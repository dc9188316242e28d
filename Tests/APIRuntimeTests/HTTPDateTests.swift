import Foundation
import Testing

@testable import APIRuntime

/// HTTP dates (RFC 9110 section 5.6.7).
@Suite struct HTTPDateTests {
    private static func seconds(_ text: String, now: String = "2024-05-01T12:00:00Z") -> Double? {
        RFC3339.date(from: now).flatMap { HTTPDate.date(from: text, now: $0)?.timeIntervalSince1970 }
    }

    private static func expected(_ text: String) -> Double? {
        RFC3339.date(from: text)?.timeIntervalSince1970
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func readsTheThreeForms(text: String) {
        #expect(Self.seconds(text) == 784_111_777)
    }

    @Test(arguments: [
        ("2024-05-01T12:00:00Z", "06-Nov-24", "2024-11-06"), ("2024-05-01T12:00:00Z", "06-Nov-73", "2073-11-06"),
        ("2024-05-01T12:00:00Z", "30-Apr-74", "2074-04-30"), ("2024-05-01T12:00:00Z", "02-May-74", "1974-05-02"),
        ("2024-05-01T12:00:00Z", "06-Nov-99", "1999-11-06"), ("2024-05-01T12:00:00Z", "06-Nov-75", "1975-11-06"),
        ("2024-05-01T12:00:00Z", "06-Nov-00", "2000-11-06"), ("1999-06-01T00:00:00Z", "06-Nov-49", "1949-11-06"),
        ("1999-06-01T00:00:00Z", "06-Nov-48", "2048-11-06"), ("1999-06-01T00:00:00Z", "06-Nov-00", "2000-11-06"),
        ("2069-01-01T00:00:00Z", "06-Nov-94", "2094-11-06"), ("2069-01-01T00:00:00Z", "06-Nov-70", "2070-11-06"),
        ("2099-12-31T00:00:00Z", "01-Jan-10", "2110-01-01"), ("2100-01-01T00:00:00Z", "01-Jan-99", "2099-01-01"),
        ("2024-02-29T00:00:00Z", "28-Feb-74", "2074-02-28"), ("2024-02-29T00:00:00Z", "01-Mar-74", "1974-03-01"),
        ("2060-01-01T00:00:00Z", "29-Feb-00", "2000-02-29"),
    ])
    func yearsOfTwoDigitsAreAtMostFiftyYearsAhead(now: String, day: String, expected: String) {
        #expect(Self.seconds("Sunday, \(day) 00:00:00 GMT", now: now) == Self.expected("\(expected)T00:00:00Z"))
    }

    @Test func interpretsTwoDigitYearsRelativeToNow() {
        let now = "2024-05-01T12:00:00Z"
        #expect(Self.seconds("Tuesday, 01-May-74 12:00:00 GMT", now: now) == Self.expected("2074-05-01T12:00:00Z"))
        #expect(Self.seconds("Tuesday, 01-May-74 12:00:01 GMT", now: now) == Self.expected("1974-05-01T12:00:01Z"))
    }

    @Test(arguments: [
        "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov +994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT",
        "Sun, 06 Nov 1994 +8:49:37 GMT", "Sun, 06 Nov 1994 08:+9:37 GMT", "Sun, 06 Nov 1994 08:49:+7 GMT",
        "Sun, 06 Nov 1994 -0:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT", "Sunday, +6-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-+4 08:49:37 GMT", "Sunday, 06-Nov--4 08:49:37 GMT", "Sun Nov +6 08:49:37 1994",
        "Sun Nov  6 08:49:37 +994", "Sun Nov  6 08:49:+7 1994", "Sun, 006 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06\u{301} Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49\u{301}:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 31 Nov 1994 00:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37", "", "Sun",
        "Sun, 0\u{666} Nov 1994 08:49:37 GMT", "Sunday, 29-Feb-23 00:00:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
    ])
    func refuses(text: String) {
        #expect(Self.seconds(text) == nil)
    }

    @Test func anyClockWillDo() {
        for now in [Double.nan, .infinity, -1e300, 1e18, 4e11, -4e11] {
            _ = HTTPDate.date(from: "Sunday, 06-Nov-94 08:49:37 GMT", now: Date(timeIntervalSince1970: now))
        }
    }

    @Test func parsesObsoleteDatesInRetryAfter() throws {
        let now = try #require(RFC3339.date(from: "2072-05-01T12:00:00Z"))
        let delay = RetryAfter.delay(in: [.retryAfter: "Sunday, 01-May-72 12:00:20 GMT"], now: now)
        #expect(delay == .seconds(20))
    }
}
