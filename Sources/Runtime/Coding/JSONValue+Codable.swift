#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension JSONValue: Codable {
    /// Decodes any JSON value.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? JSONIndexDecoder {
            self = try decoder.json.jsonValue(at: decoder.index)
            return
        }
        let container = try decoder.singleValueContainer()
        // Strings, objects and arrays are most frequent, and each failed attempt throws an error.
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let members = try? decoder.container(keyedBy: AnyCodingKey.self) {
            self = .object(try Self.members(of: members))
        } else if var elements = try? decoder.unkeyedContainer() {
            self = .array(try Self.elements(of: &elements))
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else {
            self = .number(try JSONNumber(from: decoder))
        }
    }

    private static func members(of container: KeyedDecodingContainer<AnyCodingKey>) throws -> [String: JSONValue] {
        let keys = container.allKeys
        var members = [String: JSONValue](minimumCapacity: keys.count)
        for key in keys {
            members[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
        }
        return members
    }

    private static func elements(of container: inout any UnkeyedDecodingContainer) throws -> [JSONValue] {
        var elements: [JSONValue] = []
        elements.reserveCapacity(container.count ?? 0)
        while !container.isAtEnd {
            elements.append(try container.decode(JSONValue.self))
        }
        return elements
    }

    /// Encodes the value, the members of objects sorted by name, so that equal values give equal bytes.
    public func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? NodeEncoder {
            encoder.node.set(try JSONTree(self, at: encoder.codingPath))
            return
        }
        switch self {
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .number(let value):
            try value.encode(to: encoder)
        case .string(let value):
            var container = encoder.singleValueContainer()
            try container.encode(LoneSurrogate.plain(value))
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements {
                try container.encode(element)
            }
        case .object(let members):
            var container = encoder.container(keyedBy: AnyCodingKey.self)
            for (name, value) in members.sortedMembers {
                try container.encode(value, forKey: AnyCodingKey(LoneSurrogate.plain(name)))
            }
        }
    }
}

extension JSONTree {
    /// Converts a value, lone surrogates included.
    ///
    /// - Throws: `EncodingError` for a number that is not finite.
    init(_ value: JSONValue, at path: [any CodingKey]) throws {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let number):
            guard number.isFinite else {
                let message = "JSON has no form for \(number)."
                throw EncodingError.invalidValue(number, .init(codingPath: path, debugDescription: message))
            }
            self = .number(number.description)
        case .string(let text):
            self = .string(text, isMarked: LoneSurrogate.isMarked(text))
        case .array(let elements):
            self = .array(
                try elements.enumerated().map { try JSONTree($1, at: path + [AnyCodingKey(index: $0)]) }
            )
        case .object(let members):
            self = .object(
                try members.sortedMembers.map { name, value in
                    Member(
                        name: name,
                        isNameMarked: LoneSurrogate.isMarked(name),
                        value: try JSONTree(value, at: path + [AnyCodingKey(name)])
                    )
                }
            )
        }
    }
}

extension JSONValue {
    /// Encodes a value as JSON.
    ///
    /// - Throws: `EncodingError` if the value cannot be encoded as JSON.
    public init(encoding value: some Encodable) throws {
        self = try JSONCoding.decode(JSONValue.self, from: JSONCoding.encode(value))
    }

    /// Parses a JSON text.
    ///
    /// - Throws: `DecodingError` if the bytes are not exactly one JSON value.
    public init(parsing bytes: some Sequence<UInt8>) throws {
        self = try JSONCoding.decode(JSONValue.self, from: Array(bytes))
    }

    /// Decodes the value as another type.
    ///
    /// - Throws: `DecodingError` if the value does not match the type.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        if let value = self as? Value { return value }
        return try JSONCoding.decode(type, from: JSONCoding.encode(self))
    }

    /// Decodes a member as another type; returns the default if it is absent or does not match.
    ///
    /// Generated code uses it for the shared properties of unknown union members.
    @_spi(Generated) public func property<Value: Decodable>(_ name: String, default fallback: Value) -> Value {
        guard let member = self[name] else { return fallback }
        return (try? member.decode(Value.self)) ?? fallback
    }

    /// Like ``property(_:default:)``, for types with a custom encoding such as `Date`.
    @_spi(Generated) public func customCodableProperty<Value: CustomCodable>(
        _ name: String,
        default fallback: Value
    ) -> Value {
        guard let member = self[name] else { return fallback }
        return (try? member.decode(CustomCoded<Value>.self).value) ?? fallback
    }
}
