/// A field of a cron expression with its range and names of values.
struct CronField: Sendable {
    let name: String
    let range: ClosedRange<Int>
    /// The names of the values, starting at the lower bound.
    let valueNames: [String]

    static let minute = CronField(name: "minute", range: 0...59, valueNames: [])
    static let hour = CronField(name: "hour", range: 0...23, valueNames: [])
    static let dayOfMonth = CronField(name: "day of month", range: 1...31, valueNames: [])
    static let month = CronField(
        name: "month",
        range: 1...12,
        valueNames: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    )
    /// Sunday is both 0 and 7.
    static let dayOfWeek = CronField(
        name: "day of week",
        range: 0...7,
        valueNames: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
    )

    /// Parses a field into a bit set of its values.
    func parse(_ text: String) throws(CronError) -> UInt64 {
        var bits: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            bits |= try parsePart(part)
        }
        return bits
    }

    /// Parses `*`, `5` or `1-5`, each with an optional step; a step after a single value runs to the end of the range.
    private func parsePart(_ text: Substring) throws(CronError) -> UInt64 {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let bounds = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let lower: Int
        var upper: Int
        if halves[0] == "*" {
            (lower, upper) = (range.lowerBound, last)
        } else {
            lower = try value(bounds[0])
            if bounds.count > 1 {
                upper = try value(bounds[1])
                // In FRI-SUN, Sunday is the end of the week.
                if upper == 0 && lower > 0 && range.upperBound == 7 { upper = 7 }
            } else {
                upper = halves.count > 1 ? max(lower, last) : lower
            }
        }
        guard lower <= upper else {
            throw CronError("has a \(name) range that runs backwards: \(halves[0])")
        }
        var step = 1
        if halves.count > 1 {
            guard let number = Self.number(halves[1]), number > 0 else {
                throw CronError("has a step for the \(name) that is not a number above 0: \(halves[1])")
            }
            step = number
        }
        return stride(from: lower, through: upper, by: step).reduce(0) { $0 | 1 << UInt64($1) }
    }

    /// The upper bound of `*`. For days of the week it is Saturday: 7 would repeat Sunday and break steps.
    private var last: Int {
        valueNames.isEmpty ? range.upperBound : range.lowerBound + valueNames.count - 1
    }

    private func value(_ text: Substring) throws(CronError) -> Int {
        if let index = valueNames.firstIndex(of: text.uppercased()) {
            return range.lowerBound + index
        }
        guard let number = Self.number(text), range.contains(number) else {
            let shown = text.isEmpty ? "nothing" : "\"\(text)\""
            throw CronError(
                "has \(shown) for the \(name), which goes from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// Digits only, unlike `Int.init`, which takes a sign.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(text) : nil
    }
}
