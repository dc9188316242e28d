/// A JSON number, kept exactly.
///
/// JSON knows one kind of number (RFC 8259 section 6), so `1`, `1.0` and `1e0` are the same value here and hash alike.
/// A number that was read is the one that is written again, whatever its size and its number of digits: an integer up
/// to 128 bits, a `Double` where that says the same, else its text.
///
/// ```swift
/// let number: JSONNumber = 18_446_744_073_709_551_615
/// number.int        // nil: does not fit
/// number.integer    // Int128(18446744073709551615)
/// JSONNumber("1e400")?.double    // infinity: the nearest there is
/// ```
public struct JSONNumber: Hashable, Sendable {
    private enum Storage: Hashable, Sendable {
        case integer(Int128)
        /// Zero that is written with a minus. It is equal to zero, as with a `Double`.
        case negativeZero
        case fraction(Double)
        /// What neither of the others holds.
        case literal(DecimalLiteral)
    }

    private let storage: Storage

    /// A number that holds an integer exactly.
    public init(_ value: some BinaryInteger) {
        if let integer = Int128(exactly: value) {
            storage = .integer(integer)
        } else {
            storage = .fraction(Double(value))
        }
    }

    /// A number that holds a `Double`; a whole value becomes an integer, so that `1.0` equals `1`.
    ///
    /// JSON has no form for NaN and the infinities; writing one throws an `EncodingError`.
    public init(_ value: Double) {
        if value == 0, value.sign == .minus {
            storage = .negativeZero
        } else if let integer = Int128(exactly: value) {
            storage = .integer(integer)
        } else {
            storage = .fraction(value)
        }
    }

    /// A number from its JSON text; nil if it is none.
    public init?(_ text: String) {
        guard let literal = DecimalLiteral(text) else { return nil }
        if literal.isNegativeZero {
            storage = .negativeZero
        } else if let integer = literal.integer {
            storage = .integer(integer)
        } else if let double = Double(text), DecimalLiteral(double.description) == literal {
            storage = .fraction(double)
        } else {
            storage = .literal(literal)
        }
    }

    /// The value as an `Int`; nil if it has a fraction or does not fit.
    public var int: Int? {
        integer.flatMap { Int(exactly: $0) }
    }

    /// The value as an exact integer; nil if it has a fraction or lies beyond 128 bits.
    public var integer: Int128? {
        switch storage {
        case .integer(let value): value
        case .negativeZero: 0
        case .fraction, .literal: nil
        }
    }

    /// The value as the nearest `Double`: infinity for what is too large for one, zero for what is too small.
    public var double: Double {
        switch storage {
        case .integer(let value): Double(value)
        case .negativeZero: -0.0
        case .fraction(let value): value
        case .literal(let literal): Double(literal.text) ?? .nan
        }
    }

    /// Whether JSON has a form for this number.
    var isFinite: Bool {
        if case .fraction(let value) = storage { value.isFinite } else { true }
    }
}

extension JSONNumber {
    /// Whether both are the same number.
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        left.unsigned == right.unsigned
    }

    /// Adds the number.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(unsigned)
    }

    /// The value that equality compares: zero has no sign.
    private var unsigned: Storage {
        if case .negativeZero = storage { .integer(0) } else { storage }
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// A number from an integer literal.
    public init(integerLiteral value: Int128) {
        storage = .integer(value)
    }

    /// A number from a floating-point literal.
    public init(floatLiteral value: Double) {
        self.init(value)
    }
}

extension JSONNumber: LosslessStringConvertible {
    /// The number as JSON writes it.
    public var description: String {
        switch storage {
        case .integer(let value): value.description
        case .negativeZero: "-0.0"
        case .fraction(let value): value.description
        case .literal(let literal): literal.text
        }
    }
}

extension JSONNumber: Codable {
    /// Reads a number. With a decoder that does not show the text, an integer too large for exactness in a `Double` is
    /// read once more as an integer, and anything else is the nearest `Double`.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? JSONIndexDecoder {
            self = try decoder.json.number(at: decoder.index)
            return
        }
        let container = try decoder.singleValueContainer()
        let double = try container.decode(Double.self)
        if double.magnitude < 0x1p53 {
            self.init(double)
        } else if let value = try? container.decode(Int64.self) {
            self.init(value)
        } else if let value = try? container.decode(UInt64.self) {
            self.init(value)
        } else if let value = try? container.decode(Int128.self) {
            self.init(value)
        } else {
            self.init(double)
        }
    }

    /// Writes the number in the narrowest type that holds it, because not every encoder knows 128 bits.
    public func encode(to encoder: any Encoder) throws {
        if case .literal(let literal) = storage, let encoder = encoder as? NodeEncoder {
            encoder.node.set(.number(literal.text))
            return
        }
        var container = encoder.singleValueContainer()
        guard let integer, storage != .negativeZero else {
            return try container.encode(double)
        }
        if let value = Int64(exactly: integer) {
            try container.encode(value)
        } else if let value = UInt64(exactly: integer) {
            try container.encode(value)
        } else {
            try container.encode(integer)
        }
    }
}
