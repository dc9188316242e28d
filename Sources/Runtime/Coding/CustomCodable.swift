#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A type whose encoding in an API's JSON differs from its `Codable` conformance.
///
/// `Date` is RFC 3339 text (section 5.6), `Data` is base64 text (RFC 4648 section 4). Arrays, string-keyed
/// dictionaries, optionals and ``Nullable`` convert their elements. Generated models call the conversion themselves, so
/// that they produce the same JSON with any encoder and decoder.
public protocol CustomCodable {
    /// Decodes the value from its JSON form in the API.
    init(wire decoder: any Decoder) throws

    /// Encodes the value in its JSON form in the API.
    func encodeWire(to encoder: any Encoder) throws
}

/// Wraps a ``CustomCodable`` value for an encoder or decoder.
public struct CustomCoded<Value: CustomCodable>: Codable {
    /// The wrapped value.
    public var value: Value

    /// Wraps a value.
    public init(_ value: Value) {
        self.value = value
    }

    /// Decodes the wrapped value.
    public init(from decoder: any Decoder) throws {
        value = try Value(wire: decoder)
    }

    /// Encodes the wrapped value.
    public func encode(to encoder: any Encoder) throws {
        try value.encodeWire(to: encoder)
    }
}

extension CustomCoded: Sendable where Value: Sendable {}

extension Date: CustomCodable {
    /// Decodes RFC 3339 text; see ``RFC3339``.
    public init(wire decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = RFC3339.date(from: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "Expected an RFC 3339 date and time such as 2024-05-01T12:00:00Z but found '\(text)'."
            )
        }
        self = date
    }

    /// Encodes RFC 3339 text in UTC, or with an offset if the year in UTC is outside 0000 to 9999.
    public func encodeWire(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        guard let text = RFC3339.wireText(of: self) else {
            let context = EncodingError.Context(
                codingPath: encoder.codingPath,
                debugDescription: "RFC 3339 has no form for a date outside the years 0000 to 9999."
            )
            // Without the date itself: Foundation traps when it describes some of these.
            throw EncodingError.invalidValue(timeIntervalSinceReferenceDate, context)
        }
        try container.encode(text)
    }
}

extension Data: CustomCodable {
    /// Decodes base64 text, in the standard or the URL-safe alphabet, padded or not.
    public init(wire decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        var standard = text.replacing(bytes: [("\r", ""), ("\n", ""), ("-", "+"), ("_", "/")])
        while standard.utf8.count % 4 != 0 { standard.append("=") }
        guard let data = Data(base64Encoded: standard) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Expected base64 text.")
        }
        self = data
    }

    /// Encodes padded base64 text in the standard alphabet.
    public func encodeWire(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(base64EncodedString())
    }
}

extension Array: CustomCodable where Element: CustomCodable {
    /// Decodes an array of custom encoded elements.
    public init(wire decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        self = []
        while !container.isAtEnd {
            append(try container.decode(CustomCoded<Element>.self).value)
        }
    }

    /// Encodes an array of custom encoded elements.
    public func encodeWire(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for element in self {
            try container.encode(CustomCoded(element))
        }
    }
}

extension Dictionary: CustomCodable where Key == String, Value: CustomCodable {
    /// Decodes an object of custom encoded values.
    public init(wire decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        self = [:]
        for key in container.allKeys {
            self[key.stringValue] = try container.decode(CustomCoded<Value>.self, forKey: key).value
        }
    }

    /// Encodes an object of custom encoded values, sorted by key.
    public func encodeWire(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyCodingKey.self)
        for (key, value) in sortedMembers {
            try container.encode(CustomCoded(value), forKey: AnyCodingKey(key))
        }
    }
}

extension Optional: CustomCodable where Wrapped: CustomCodable {
    /// Decodes `null` or a custom encoded value.
    public init(wire decoder: any Decoder) throws {
        self = try decoder.singleValueContainer().decodeNil() ? nil : Wrapped(wire: decoder)
    }

    /// Encodes `null` or the custom encoded value.
    public func encodeWire(to encoder: any Encoder) throws {
        try Nullable(self).encodeWire(to: encoder)
    }
}

extension Nullable: CustomCodable where Wrapped: CustomCodable {
    /// Decodes `null` or a custom encoded value.
    public init(wire decoder: any Decoder) throws {
        self.init(try Wrapped?(wire: decoder))
    }

    /// Encodes `null` or the custom encoded value.
    public func encodeWire(to encoder: any Encoder) throws {
        switch self {
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .value(let wrapped):
            try wrapped.encodeWire(to: encoder)
        }
    }
}
