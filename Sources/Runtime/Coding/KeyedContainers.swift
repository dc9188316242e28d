// What the coding code of generated models is written with.

@_spi(Generated) extension KeyedDecodingContainer where Key == AnyCodingKey {
    /// A property that must be there and may be `null`.
    ///
    /// - Throws: `DecodingError.keyNotFound` if it is absent.
    public func decodeRequiredNullable<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try decode(Value?.self, forKey: key)
    }

    /// A property that may be absent (nil) and may be `null`.
    public func decodeNullableIfPresent<Value: Decodable>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Nullable<Value>? {
        guard contains(key) else { return nil }
        return try decodeNil(forKey: key) ? .null : .value(decode(Value.self, forKey: key))
    }

    /// A property of a type that has a wire form of its own, such as `Date`.
    public func decodeCustomCodable<Value: CustomCodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decode(CustomCoded<Value>.self, forKey: key).value
    }

    /// Such a property that may be absent; `null` counts as absent.
    public func decodeCustomCodableIfPresent<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Value? {
        try decodeIfPresent(CustomCoded<Value>.self, forKey: key)?.value
    }

    /// Such a property that must be there and may be `null`.
    public func decodeCustomCodableRequiredNullable<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Value? {
        try decode(CustomCoded<Value>?.self, forKey: key)?.value
    }

    /// Such a property that may be absent (nil) and may be `null`.
    public func decodeCustomCodableNullableIfPresent<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Nullable<Value>? {
        guard contains(key) else { return nil }
        return try decodeNil(forKey: key) ? .null : .value(decodeCustomCodable(Value.self, forKey: key))
    }

    /// Every property but those named.
    public func decodeAdditionalProperties<Value: Decodable>(
        besides names: [String]
    ) throws -> [String: Value] {
        // A list, because a set would have to be built for each object; there are few names.
        if let object = try? decode(JSONObject.self, forKey: AnyCodingKey("")) {
            return try object.members(besides: names)
        }
        var properties: [String: Value] = [:]
        for key in allKeys where !names.has(key.stringValue) {
            properties[key.stringValue] = try decode(Value.self, forKey: key)
        }
        return properties
    }

    /// Every property but those named, of a type that has a wire form of its own.
    public func decodeCustomCodableAdditionalProperties<Value: CustomCodable>(
        besides names: [String]
    ) throws -> [String: Value] {
        let properties: [String: CustomCoded<Value>] = try decodeAdditionalProperties(besides: names)
        return properties.mapValues(\.value)
    }
}

extension [String] {
    /// Whether a name is in the list, byte for byte.
    func has(_ name: String) -> Bool {
        // Nearly all names are ASCII, of which `==` says the same, and quicker.
        contains { $0 == name && $0.hasSameBytes(as: name) }
    }
}

@_spi(Generated) extension KeyedEncodingContainer where Key == AnyCodingKey {
    /// Writes the wire form; `null` for a nil optional.
    public mutating func encodeCustomCodable<Value: CustomCodable>(_ value: Value, forKey key: Key) throws {
        try encode(CustomCoded(value), forKey: key)
    }

    /// Writes the wire form; nothing for nil.
    public mutating func encodeCustomCodableIfPresent<Value: CustomCodable>(_ value: Value?, forKey key: Key) throws {
        try encodeIfPresent(value.map { CustomCoded($0) }, forKey: key)
    }

    /// Writes properties that the API document does not name, by sorted key.
    public mutating func encodeAdditionalProperties<Value: Encodable>(_ properties: [String: Value]) throws {
        for (name, value) in properties.sortedMembers {
            try encode(value, forKey: AnyCodingKey(name))
        }
    }

    /// Writes such properties of a type that has a wire form of its own.
    public mutating func encodeCustomCodableAdditionalProperties<Value: CustomCodable>(
        _ properties: [String: Value]
    ) throws {
        try encodeAdditionalProperties(properties.mapValues { CustomCoded($0) })
    }
}
