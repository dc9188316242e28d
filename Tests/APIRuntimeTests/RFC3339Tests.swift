@_spi(Generated) import APIRuntime
import Foundation
import Testing

@Suite struct RFC3339Tests {
    private func date(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0.0), ("1970-01-01t00:00:00z", 0), ("1970-01-01 00:00:00Z", 0),
        ("2024-02-29T12:30:45Z", 1_709_209_845), ("2024-05-01T12:00:00+02:00", 1_714_557_600),
        ("2024-05-01T12:00:00+0200", 1_714_557_600), ("2024-05-01T12:00:00+02", 1_714_557_600),
        ("2024-05-01T12:00:00-05:30", 1_714_584_600), ("1970-01-01T00:00:00-00:00", 0),
        ("1970-01-01T00:00:00.5Z", 0.5), ("1970-01-01T00:00:00.123456Z", 0.123456),
        ("1970-01-01T00:00:00.123456789Z", 0.123456789), ("1970-01-01T00:00:00.1234567891234Z", 0.123456789),
        ("1969-12-31T23:59:59.75Z", -0.25), ("2016-12-31T23:59:60Z", 1_483_228_800),
        ("2017-01-01T00:59:60+01:00", 1_483_228_800), ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799), ("2024-05-01T12:00:00", 1_714_564_800),
        ("2023-08-18T21:14:00.3956592", 1_692_393_240.3956592), ("2024-05-01T12:00Z", 1_714_564_800),
        ("2024-05-01T12:00", 1_714_564_800), ("2024-05-01T12:00+02:00", 1_714_557_600),
    ])
    func reads(text: String, seconds: Double) throws {
        let date = try #require(RFC3339.date(from: text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 5e-7)
    }

    @Test(arguments: [
        "", "soon", "2024-05-01", "2024-05-01T12", "2024-05-01T12Z", "2024-05-01T12:00.5Z", "2024-05-01T12:00:",
        "2024-05-01T12:00:Z", "2024-13-01T00:00:00Z",
        "2024-00-01T00:00:00Z", "2023-02-29T00:00:00Z", "2024-04-31T00:00:00Z", "2024-05-00T00:00:00Z",
        "2024-05-01T24:00:00Z", "2024-05-01T12:60:00Z", "2024-05-01T12:00:61Z", "2024-05-01T12:00:60Z",
        "2024-05-01T12:00:00.Z", "2024-05-01T12:00:00+24:00", "2024-05-01T12:00:00+02:60", "2024-05-01T12:00:00+2",
        "2024-05-01T12:00:00Z ", " 2024-05-01T12:00:00Z", "24-05-01T12:00:00Z", "2024-5-1T12:00:00Z",
        "2024-05-01T12:00:00,5Z", "2024-05-01_12:00:00Z", "2024-05-01T12:00:00+02:", "٢٠٢٤-05-01T12:00:00Z",
        "1714557600",
    ])
    func refuses(text: String) {
        #expect(RFC3339.date(from: text) == nil)
    }

    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00Z"), (0.5, "1970-01-01T00:00:00.500Z"), (0.123456, "1970-01-01T00:00:00.123456Z"),
        (-0.25, "1969-12-31T23:59:59.750Z"), (0.9999999, "1970-01-01T00:00:01Z"),
        (1_709_209_845, "2024-02-29T12:30:45Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"),
        (-62_167_219_200, "0000-01-01T00:00:00Z"),
    ])
    func writesTheLeastDigits(seconds: Double, text: String) {
        #expect(RFC3339.string(from: date(seconds)) == text)
    }

    @Test(arguments: [
        "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59Z", "9999-12-31T00:00:00.001Z",
        "0000-01-01T00:00:00.001Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.001Z", "5000-07-01T12:00:00.123Z",
    ])
    func theFirstAndLastDatesAreWrittenAsTheyWereRead(text: String) throws {
        let date = try #require(RFC3339.date(from: text))
        #expect(RFC3339.string(from: date) == text)
        let json = Array("[\"\(text)\"]".utf8)
        #expect(try JSONCoding.encode(JSONCoding.decode([Date].self, from: json)) == json)
    }

    /// Every date that can be parsed can be formatted and parsed again without a change.
    @Test(arguments: [
        "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:60Z",
        "9999-12-31T23:59:60.5Z",
        "9999-12-31T23:59:59.99998Z", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999999-23:59",
        "9999-12-31T00:00:00-23:59", "9999-12-31T23:59:59.9999999-23:59", "0000-01-01T00:00:00+00:01",
        "0000-01-01T00:00:00.0000001+23:59", "0000-01-01T00:00:00+23:59", "0000-01-01T23:58:59.999999+23:59",
        "9999-12-31T22:59:60-01:00", "2023-08-18T21:14:00.395659", "2024-05-01T12:00Z", "9999-12-31T23:59:59.9999999",
    ])
    func noDateFromOutsideFailsWhenItIsWritten(text: String) throws {
        struct Model: Codable {
            var at: Date
            var forms = OriginalEncodings()

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: AnyCodingKey.self)
                at = try container.decodeCustomCodable(Date.self, forKey: "at", keeping: &forms)
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: AnyCodingKey.self)
                try container.encodeCustomCodable(at, forKey: "at", as: forms)
            }
        }
        let date = try #require(RFC3339.date(from: text))
        let written = try JSONCoding.encode([date])
        #expect(
            try JSONCoding.decode([Date].self, from: written) == [date],
            "\(String(decoding: written, as: UTF8.self))"
        )
        let json = Array("{\"at\":\"\(text)\"}".utf8)
        #expect(try JSONCoding.encode(JSONCoding.decode(Model.self, from: json)) == json)
    }

    @Test func datesOfTheProgramAreWrittenAsFarAsThereIsAForm() throws {
        let near: [Double] = [
            253_402_300_800, 253_402_300_800 + 80_000, -62_167_219_201, -62_167_219_200 - 80_000,
        ]
        for seconds in near {
            let written = try JSONCoding.encode([date(seconds)])
            #expect(try JSONCoding.decode([Date].self, from: written) == [date(seconds)])
        }
        let others: [Double] = [
            253_402_300_800 + 86_401, -62_167_219_200 - 86_401, .infinity, -.infinity, .nan, 1e300,
        ]
        for seconds in others {
            #expect(throws: EncodingError.self) { try JSONCoding.encode([date(seconds)]) }
        }
    }

    @Test func hasNoFormForOtherYears() {
        for seconds in [253_402_300_800.0, -62_167_219_201, .infinity, -.infinity, .nan, 1e18] {
            #expect(RFC3339.string(from: date(seconds)) == nil)
        }
    }

    @Test func roundTripsToTheMicrosecondAndAgreesWithFoundation() throws {
        var generator = SystemRandomNumberGenerator()
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
        for _ in 0..<300 {
            // From 1583: before that Foundation uses the Julian calendar, unlike RFC 3339.
            let second = Double(Int.random(in: -12_200_000_000...250_000_000_000, using: &generator))
            #expect(RFC3339.string(from: date(second)) == date(second).formatted(style))
            let microsecond = Int.random(in: 0..<4_000_000_000_000_000, using: &generator)
            let (whole, fraction) = microsecond.quotientAndRemainder(dividingBy: 1_000_000)
            let digits = String(format: "%06d", fraction)
            let text = try #require(RFC3339.string(from: date(Double(whole)))).dropLast() + ".\(digits)Z"
            let written = try #require(RFC3339.date(from: String(text)).flatMap(RFC3339.string))
            let rewritten = RFC3339.date(from: written)
            #expect(rewritten == RFC3339.date(from: String(text)))
        }
    }
}
