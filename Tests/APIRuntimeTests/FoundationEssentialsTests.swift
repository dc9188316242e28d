import Foundation
import Testing

@testable import APIRuntime

/// The helpers for functions that FoundationEssentials lacks behave like Foundation.
struct FoundationEssentialsTests {
    private static let scalars = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init)

    @Test func trimsLikeFoundation() {
        let different = Self.scalars.filter { scalar in
            let text = "\(scalar)a"
            return (text.trimmingWhitespace == "a") != CharacterSet.whitespacesAndNewlines.contains(scalar)
        }
        #expect(different == [])
    }

    @Test(arguments: ["", " ", "a", " a b ", "\t\r\n a \u{301} \n", "a\u{301} ", " \u{301}a", "\u{200B} key \u{A0}"])
    func textsAreTrimmedAsFoundationDoes(_ text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(Array(text.trimmingWhitespace.utf8) == Array(trimmed.utf8))
    }

    @Test func decodesPercentEscapesLikeFoundation() {
        let digits = Array("0123456789abcdefABCDEF%gG:@/`+ ".unicodeScalars)
        for high in digits {
            for low in digits {
                for text in ["%\(high)\(low)", "a%C3%\(high)\(low)b", "%e2%\(high)\(low)%ac", "%\(high)"] {
                    // Foundation decodes A9, which is not UTF-8, as U+FFFD.
                    let expected = text.uppercased() == "%A9" ? nil : text.removingPercentEncoding
                    #expect(PercentEncoding.decode(text) == expected, "\(text)")
                }
            }
        }
        #expect(PercentEncoding.decode("%20\u{301}"[...]) == " \u{301}")
        #expect(PercentEncoding.decode("%2\u{301}0") == nil)
    }

    @Test func valuesOfAQueryAreDecodedToWhatWasEncoded() {
        let text = String(String.UnicodeScalarView(Self.scalars))
        #expect(PercentEncoding.decode(PercentEncoding.queryValue.encode(text)) == text)
    }

    @Test func errorsAreToldInTheSystemsWords() throws {
        let missing = "No such file or directory"
        #expect(throws: CocoaError.self) { try Data(contentsOf: URL(fileURLWithPath: "/no/such/file")) }
        do {
            _ = try Data(contentsOf: URL(fileURLWithPath: "/no/such/file"))
        } catch {
            #expect(FailureReason.text(of: error) == missing)
        }
        #expect(FailureReason.text(of: POSIXError(.ENOENT)) == missing)
        #expect(FailureReason.text(of: APIError(.file, "Full.")) == APIError(.file, "Full.").localizedDescription)
        #expect(FailureReason.text(of: CancellationError()) == "CancellationError()")
    }

    @Test func datesOfHeadersAreWrittenAsFoundationDoes() throws {
        let style = Date.VerbatimFormatStyle(
            format: """
                \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .padded(4)) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
                \(second: .twoDigits) GMT
                """,
            locale: Locale(identifier: "en_US_POSIX"),
            timeZone: .gmt,
            calendar: Calendar(identifier: .gregorian)
        )
        // From 1906 to 2152, at different times of the day.
        for seconds in stride(from: -2e9, through: 5.75e9, by: 7_777_777.75) {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(HTTPDate.text(of: date) == date.formatted(style))
        }
        let last = try #require(RFC3339.date(from: "9999-12-31T23:59:59.9999Z"))
        #expect(HTTPDate.text(of: last) == "Fri, 31 Dec 9999 23:59:59 GMT")
        #expect(HTTPDate.text(of: last.addingTimeInterval(1)) == nil)
        #expect(HTTPDate.text(of: .distantPast) == "Sat, 30 Dec 0000 00:00:00 GMT")
        #expect(HTTPDate.text(of: Date(timeIntervalSince1970: -.infinity)) == nil)
    }
}
