/// A JSON number without loss of precision.
///
/// JSON has one kind of number (RFC 8259 section 6), so `1`, `1.0` and `1e0` are equal and hash alike. A decoded number
/// is encoded with the same value, whatever its size and precision: it is stored as an integer of up to 128 bits, as a
/// `Double` if that is exact, or else as text.
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
        /// Negative zero. It equals zero, as with `Double`.
        case negativeZero
        case fraction(Double)
        /// A number that the other cases cannot represent.
        case literal(DecimalLiteral)
    }

    private let storage: Storage

    /// Creates a number from an integer.
    public init(_ value: some BinaryInteger) {
        if let integer = Int128(exactly: value) {
            storage = .integer(integer)
        } else {
            storage = .fraction(Double(value))
        }
    }

    /// Creates a number from a `Double`. A whole value becomes an integer, so that `1.0` equals `1`.
    ///
    /// JSON cannot represent NaN and the infinities; encoding one throws an `EncodingError`.
    public init(_ value: Double) {
        if value == 0, value.sign == .minus {
            storage = .negativeZero
        } else if let integer = Int128(exactly: value) {
            storage = .integer(integer)
        } else {
            storage = .fraction(value)
        }
    }

    /// Parses a number in JSON form; nil if the text is not one.
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

    /// The value as an exact integer; nil if it has a fraction or exceeds 128 bits.
    public var integer: Int128? {
        switch storage {
        case .integer(let value): value
        case .negativeZero: 0
        case .fraction, .literal: nil
        }
    }

    /// The nearest `Double`: infinity for numbers that are too large, zero for those that are too small.
    public var double: Double {
        switch storage {
        case .integer(let value): Double(value)
        case .negativeZero: -0.0
        case .fraction(let value): value
        case .literal(let literal): Double(literal.text) ?? .nan
        }
    }

    /// Whether JSON can represent the number.
    var isFinite: Bool {
        if case .fraction(let value) = storage { value.isFinite } else { true }
    }
}

extension JSONNumber {
    /// Compares the numeric values.
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        left.unsigned == right.unsigned
    }

    /// Hashes the numeric value.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(unsigned)
    }

    /// The storage without the sign of zero.
    private var unsigned: Storage {
        if case .negativeZero = storage { .integer(0) } else { storage }
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// Creates a number from an integer literal.
    public init(integerLiteral value: Int128) {
        storage = .integer(value)
    }

    /// Creates a number from a floating-point literal.
    public init(floatLiteral value: Double) {
        self.init(value)
    }
}

extension JSONNumber: LosslessStringConvertible {
    /// The number in JSON form.
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
    /// Decodes a number. With a foreign decoder, an integer beyond the exact range of `Double` is decoded again as an
    /// integer, and anything else is the nearest `Double`.
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

    /// Encodes the number in the narrowest type that holds it, because not every encoder supports 128 bits.
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
