/// A JSON number: an integer that is kept exactly, or a binary fraction.
///
/// JSON knows one kind of number (RFC 8259 section 6), so `1`, `1.0` and `1e0` are the same value here and hash alike.
/// Integers are exact from -2^127 to 2^127 - 1, which covers all of `Int64` and `UInt64`; anything else is the
/// nearest `Double`.
///
/// ```swift
/// let number: JSONNumber = 18_446_744_073_709_551_615
/// number.int        // nil: does not fit
/// number.integer    // Int128(18446744073709551615)
/// ```
public struct JSONNumber: Hashable, Sendable {
    private enum Storage: Hashable, Sendable {
        case integer(Int128)
        case fraction(Double)
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
        if let integer = Int128(exactly: value) {
            storage = .integer(integer)
        } else {
            storage = .fraction(value)
        }
    }

    /// The value as an `Int`; nil if it has a fraction or does not fit.
    public var int: Int? {
        integer.flatMap { Int(exactly: $0) }
    }

    /// The value as an exact integer; nil if it has a fraction or lies beyond 128 bits.
    public var integer: Int128? {
        if case .integer(let value) = storage { value } else { nil }
    }

    /// The value as the nearest `Double`.
    public var double: Double {
        switch storage {
        case .integer(let value): Double(value)
        case .fraction(let value): value
        }
    }

    /// Whether JSON has a form for this number.
    var isFinite: Bool {
        if case .fraction(let value) = storage { value.isFinite } else { true }
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

extension JSONNumber: CustomStringConvertible {
    /// The number as JSON writes it.
    public var description: String {
        switch storage {
        case .integer(let value): value.description
        case .fraction(let value): value.description
        }
    }
}

extension JSONNumber: Codable {
    /// Reads a number. An integer too large for exactness in a `Double` is read once more as an integer.
    public init(from decoder: any Decoder) throws {
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
        var container = encoder.singleValueContainer()
        guard let integer else {
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
