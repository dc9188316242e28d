/// A day without a time: `format: date` (RFC 3339 section 5.6, full-date).
///
/// ```swift
/// let day: CalendarDate = "2024-02-29"
/// let same = CalendarDate(year: 2024, month: 2, day: 29)
/// print(day.year, day < "2024-03-01")
/// ```
///
/// It is no instant, so it has no time zone and is no `Date`. Make one of its parts with `DateComponents` and the
/// calendar that is meant.
public struct CalendarDate: Sendable {
    /// The year, 0 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int
    /// What stood behind the day in a value that a server sent: some send a time too. It is written back.
    public let suffix: String

    /// A day of the Gregorian calendar; nil if there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), CivilDay(year: year, month: month, day: day) != nil else { return nil }
        self.year = year
        self.month = month
        self.day = day
        suffix = ""
    }
}

extension CalendarDate: LosslessStringConvertible {
    /// Reads `2024-02-29`; what follows after a `T` or a space is kept as ``suffix``. Nil for anything else.
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

    /// `2024-02-29`, and what stood behind it.
    public var description: String {
        func padded(_ value: Int, _ count: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, count - digits.count)) + digits
        }
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + suffix
    }
}

extension CalendarDate: Hashable, Comparable {
    /// Whether one day is before the other.
    public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
        (a.year, a.month, a.day, a.suffix) < (b.year, b.month, b.day, b.suffix)
    }
}

extension CalendarDate: ExpressibleByStringLiteral {
    /// A day as it stands in the source, `"2024-02-29"`; a text that is none stops the program.
    public init(stringLiteral value: StaticString) {
        guard let date = CalendarDate(value.description) else {
            preconditionFailure("\"\(value)\" is no day such as \"2024-02-29\"")
        }
        self = date
    }
}

extension CalendarDate: Codable {
    /// Reads full-date text.
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

    /// Writes full-date text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
