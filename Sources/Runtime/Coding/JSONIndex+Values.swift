#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Decoding of entries.
extension JSONIndex {
    func isNull(_ index: Int) -> Bool { self[index].kind == .null }

    func bool(at index: Int) throws -> Bool {
        guard self[index].kind == .bool else { throw mismatch(Bool.self, at: index) }
        return self[index].isPlain
    }

    func string(at index: Int) throws -> String {
        guard self[index].kind == .string else { throw mismatch(String.self, at: index) }
        return string(of: index)
    }

    func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self, at index: Int) throws -> Value {
        guard self[index].kind == .number else { throw mismatch(type, at: index) }
        let value: Value? =
            switch wholeNumber(at: index) {
            case .small(let integer)?: Value(exactly: integer)
            case .large(let integer)?: Value(exactly: integer)
            case .largest(let integer)?: Value(exactly: integer)
            case nil: nil
            }
        guard let value else { throw corrupted("The number does not fit into \(type).", at: index) }
        return value
    }

    private enum WholeNumber {
        case small(Int)
        case large(Int128)
        case largest(UInt128)
    }

    /// The integer value of a number; nil if it has a fraction or exceeds 128 bits. Not generic, so that the code
    /// exists once for all integer types.
    private func wholeNumber(at index: Int) -> WholeNumber? {
        withBytes(of: index) { bytes in
            if self[index].isPlain, let integer = Self.smallInteger(bytes) { return .small(integer) }
            let text = String(decoding: bytes, as: UTF8.self)
            if self[index].isPlain {
                return Int128(text).map { .large($0) } ?? UInt128(text).map { .largest($0) }
            }
            // `1.0` and `1e2` are integers too. `Double` cannot tell: it rounds `1e-400` to 0.
            return DecimalLiteral(text)?.integer.map { .large($0) }
        }
    }

    func floatingPoint<Value: BinaryFloatingPoint & LosslessStringConvertible>(
        _ type: Value.Type = Value.self,
        at index: Int
    ) throws -> Value {
        guard self[index].kind == .number else { throw mismatch(type, at: index) }
        let value: Value? = withBytes(of: index) { bytes in
            // Up to 15 digits are exact. Zero may be negative.
            if self[index].isPlain, bytes.count <= 15, let integer = Self.smallInteger(bytes), integer != 0 {
                return Value(exactly: integer)
            }
            return nil
        }
        if let value { return value }
        let parsed: Value? = withBytes(of: index) { bytes in
            let parsed = Value(String(decoding: bytes, as: UTF8.self))
            return parsed == 0 && !Self.isZero(bytes) ? nil : parsed
        }
        guard let parsed, parsed.isFinite else {
            throw corrupted("The number does not fit into \(type).", at: index)
        }
        return parsed
    }

    /// A number of any size.
    func number(at index: Int) throws -> JSONNumber {
        guard self[index].kind == .number else { throw mismatch(JSONNumber.self, at: index) }
        let number = withBytes(of: index) { bytes -> JSONNumber? in
            if self[index].isPlain, let integer = Self.smallInteger(bytes) {
                return integer == 0 && bytes.count > 1 ? JSONNumber(-0.0) : JSONNumber(integer)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            // With few digits and no extreme exponent a `Double` is exact and faster.
            if bytes.count <= 15, let double = Double(text), double.isNormal, double.magnitude < 0x1p53 {
                return JSONNumber(double)
            }
            return JSONNumber(text)
        }
        guard let number else { throw mismatch(JSONNumber.self, at: index) }
        return number
    }

    /// Whether a number is written as zero, not only too small for the type.
    private static func isZero(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.prefix { $0 | 0x20 != UInt8(ascii: "e") }.allSatisfy { !(UInt8(ascii: "1")...UInt8(ascii: "9") ~= $0) }
    }

    /// Parses an integer; nil if its digits could overflow `Int`.
    private static func smallInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count <= 18 else { return nil }
        var value = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        for byte in bytes.dropFirst(isNegative ? 1 : 0) { value = value * 10 + Int(byte - UInt8(ascii: "0")) }
        return isNegative ? -value : value
    }

    /// Decodes an entry as any type. Foundation types have the same forms as with `JSONDecoder`, except dates, which
    /// are RFC 3339 text.
    func value<Value: Decodable>(_ type: Value.Type, at index: Int) throws -> Value {
        let decoder = JSONIndexDecoder(json: self, index: index)
        if type == JSONValue.self, let value = try jsonValue(at: index) as? Value { return value }
        if type == Date.self, let value = try Date(wire: decoder) as? Value { return value }
        if type == Data.self {
            guard let data = Data(base64Encoded: try string(at: index)), let value = data as? Value else {
                throw corrupted("Expected base64 text.", at: index)
            }
            return value
        }
        if type == URL.self {
            guard let url = URL(string: try string(at: index)), let value = url as? Value else {
                throw corrupted("Expected a URL.", at: index)
            }
            return value
        }
        if type == Decimal.self {
            let text = withBytes(of: index) { String(decoding: $0, as: UTF8.self) }
            guard self[index].kind == .number, let decimal = Decimal(string: text), let value = decimal as? Value
            else { throw mismatch(type, at: index) }
            return value
        }
        return try Value(from: decoder)
    }

    /// The entry with all its elements or members.
    func jsonValue(at index: Int) throws -> JSONValue {
        let entry = self[index]
        switch entry.kind {
        case .null: return .null
        case .bool: return .bool(entry.isPlain)
        case .number: return .number(try number(at: index))
        case .string: return .string(string(of: index, keepsSurrogates: true))
        case .array:
            var elements: [JSONValue] = []
            elements.reserveCapacity(Int(entry.count))
            var element = index + 1
            while element < entry.next {
                elements.append(try jsonValue(at: element))
                element = Int(self[element].next)
            }
            return .array(elements)
        case .object:
            var members = [String: JSONValue](minimumCapacity: Int(entry.count))
            var key = index + 1
            while key < entry.next {
                if !self[key].isReplaced {
                    members[string(of: key, keepsSurrogates: true)] = try jsonValue(at: key + 1)
                }
                key = Int(self[key + 1].next)
            }
            return .object(members)
        }
    }

    // MARK: - Errors

    /// The coding path of an entry.
    func path(to index: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var index = index
        while index > 0 {
            let parent = Int(self[index].parent)
            if self[parent].kind == .object {
                path.append(AnyCodingKey(string(of: index - 1)))
            } else {
                path.append(AnyCodingKey(index: Int(self[index].ordinal)))
            }
            index = parent
        }
        return path.reversed()
    }

    func mismatch(_ type: Any.Type, at index: Int) -> DecodingError {
        let context = DecodingError.Context(codingPath: path(to: index), debugDescription: "Expected \(type).")
        return isNull(index) ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    func corrupted(_ message: String, at index: Int) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: path(to: index), debugDescription: message))
    }
}
