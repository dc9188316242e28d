/// A date without a time: `format: date` (RFC 3339 section 5.6, full-date).
///
/// ```swift
/// let day: CalendarDate = "2024-02-29"
/// let same = CalendarDate(year: 2024, month: 2, day: 29)
/// print(day.year, day < "2024-03-01")
/// ```
///
/// A calendar date is not an instant: it has no time zone and is not a `Date`. Convert it with `DateComponents` and a
/// calendar.
public struct CalendarDate: Sendable {
    /// The year, 0 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int
    /// The text after the day in a value from a server, since some send a time too. It is encoded again.
    public let suffix: String

    /// Creates a day of the Gregorian calendar; nil if it does not exist.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), CivilDay(year: year, month: month, day: day) != nil else { return nil }
        self.year = year
        self.month = month
        self.day = day
        suffix = ""
    }
}

extension CalendarDate: LosslessStringConvertible {
    /// Parses `2024-02-29`. The text after a `T` or a space is kept as ``suffix``. Nil for any other text.
    public init?(_ text: String) {
        var text = text
        let parts = text.withUTF8 { bytes -> (year: Int, month: Int, day: Int)? in
            var scanner = ByteScanner(bytes)
            guard let year = scanner.number(digits: 4), scanner.take("-"),
                let month = scanner.number(digits: 2), scanner.take("-"),
                let day = scanner.number(digits: 2), scanner.isAtEnd || scanner.take("T", "t", " "),
                CivilDay(year: year, month: month, day: day) != nil
            else { return nil }
            return (year, month, day)
        }
        guard let parts else { return nil }
        (year, month, day) = parts
        suffix = String(decoding: text.utf8.dropFirst(10), as: UTF8.self)
    }

    /// The date as `2024-02-29`, followed by ``suffix``.
    public var description: String {
        func padded(_ value: Int, _ count: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, count - digits.count)) + digits
        }
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + suffix
    }
}

extension CalendarDate: Hashable, Comparable {
    /// Orders by day, then by ``suffix``.
    public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
        (a.year, a.month, a.day, a.suffix) < (b.year, b.month, b.day, b.suffix)
    }
}

extension CalendarDate: ExpressibleByStringLiteral {
    /// Creates a date from a literal such as `"2024-02-29"`; an invalid one traps.
    public init(stringLiteral value: StaticString) {
        guard let date = CalendarDate(value.description) else {
            preconditionFailure("\"\(value)\" is no day such as \"2024-02-29\"")
        }
        self = date
    }
}

extension CalendarDate: Codable {
    /// Decodes a full-date string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CalendarDate(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "Expected a day such as 2024-02-29 but found '\(text)'."
            )
        }
        self = date
    }

    /// Encodes a full-date string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
