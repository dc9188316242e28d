/// A JSON number as text (RFC 8259 section 6). Different spellings of a number are equal: `1.50` and `15e-1`.
struct DecimalLiteral: Hashable, Sendable {
    let text: String
    private let isNegative: Bool
    /// The digits without leading and trailing zeros; empty for zero.
    private let digits: String
    /// The power of ten by which the digits are multiplied.
    private let exponent: Int

    /// The limit for exponents. Sums of two of them do not overflow.
    private static let largestExponent = 1 << 60

    /// Parses a number; nil if the text is not a JSON number.
    init?(_ text: String) {
        var rest = text.utf8[...]
        func takeDigits() -> Substring.UTF8View {
            let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            rest = rest.dropFirst(digits.count)
            return digits
        }
        func take(_ characters: StaticString) -> UInt8? {
            guard let first = rest.first, characters.withUTF8Buffer({ $0.contains(first) }) else { return nil }
            return rest.removeFirst()
        }
        isNegative = take("-") != nil
        let whole = takeDigits()
        guard let leading = whole.first, leading != UInt8(ascii: "0") || whole.count == 1 else { return nil }
        var significant = Array(whole)
        var exponent = 0
        if take(".") != nil {
            let fraction = takeDigits()
            guard !fraction.isEmpty else { return nil }
            significant += fraction
            exponent = -fraction.count
        }
        if take("eE") != nil {
            let isBelowOne = take("+-") == UInt8(ascii: "-")
            let power = takeDigits()
            guard !power.isEmpty else { return nil }
            let magnitude = min(Int(Substring(power)) ?? Self.largestExponent, Self.largestExponent)
            exponent += isBelowOne ? -magnitude : magnitude
        }
        guard rest.isEmpty else { return nil }
        let zero = UInt8(ascii: "0")
        while significant.last == zero {
            significant.removeLast()
            exponent += 1
        }
        self.text = text
        digits = String(decoding: significant.drop { $0 == zero }, as: UTF8.self)
        self.exponent = digits.isEmpty ? 0 : exponent
    }

    /// Whether this is negative zero, which `Double` distinguishes from zero.
    var isNegativeZero: Bool { isNegative && digits.isEmpty }

    /// The value as an integer; nil if it has a fraction or exceeds 128 bits.
    var integer: Int128? {
        if digits.isEmpty { return 0 }
        guard exponent >= 0, digits.utf8.count + exponent <= 39 else { return nil }
        return Int128((isNegative ? "-" : "") + digits + String(repeating: "0", count: exponent))
    }

    static func == (left: DecimalLiteral, right: DecimalLiteral) -> Bool {
        left.exponent == right.exponent && left.digits == right.digits
            && (left.isNegative == right.isNegative || left.digits.isEmpty)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(digits)
        hasher.combine(exponent)
    }
}
