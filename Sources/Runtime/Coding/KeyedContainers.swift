// What the coding code of generated models is written with.

extension KeyedDecodingContainer where Key == PropertyKey {
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
    public func decodeConverted<Value: WireConvertible>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decode(Converted<Value>.self, forKey: key).value
    }

    /// Such a property that may be absent; `null` counts as absent.
    public func decodeConvertedIfPresent<Value: WireConvertible>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Value? {
        try decodeIfPresent(Converted<Value>.self, forKey: key)?.value
    }

    /// Such a property that must be there and may be `null`.
    public func decodeConvertedRequiredNullable<Value: WireConvertible>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Value? {
        try decode(Converted<Value>?.self, forKey: key)?.value
    }

    /// Such a property that may be absent (nil) and may be `null`.
    public func decodeConvertedNullableIfPresent<Value: WireConvertible>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Nullable<Value>? {
        guard contains(key) else { return nil }
        return try decodeNil(forKey: key) ? .null : .value(decodeConverted(Value.self, forKey: key))
    }

    /// Every property but those named.
    public func decodeAdditionalProperties<Value: Decodable>(
        besides names: [String]
    ) throws -> [String: Value] {
        // A list, because a set would have to be built for each object; there are few names.
        if let object = try? decode(JSONObject.self, forKey: PropertyKey("")) {
            return try object.members(besides: names)
        }
        var properties: [String: Value] = [:]
        for key in allKeys where !names.has(key.stringValue) {
            properties[key.stringValue] = try decode(Value.self, forKey: key)
        }
        return properties
    }

    /// Every property but those named, of a type that has a wire form of its own.
    public func decodeConvertedAdditionalProperties<Value: WireConvertible>(
        besides names: [String]
    ) throws -> [String: Value] {
        let properties: [String: Converted<Value>] = try decodeAdditionalProperties(besides: names)
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

extension KeyedEncodingContainer where Key == PropertyKey {
    /// Writes the wire form; `null` for a nil optional.
    public mutating func encodeConverted<Value: WireConvertible>(_ value: Value, forKey key: Key) throws {
        try encode(Converted(value), forKey: key)
    }

    /// Writes the wire form; nothing for nil.
    public mutating func encodeConvertedIfPresent<Value: WireConvertible>(_ value: Value?, forKey key: Key) throws {
        try encodeIfPresent(value.map { Converted($0) }, forKey: key)
    }

    /// Writes properties that the API document does not name, by sorted key.
    public mutating func encodeAdditionalProperties<Value: Encodable>(_ properties: [String: Value]) throws {
        for (name, value) in properties.sortedMembers {
            try encode(value, forKey: PropertyKey(name))
        }
    }

    /// Writes such properties of a type that has a wire form of its own.
    public mutating func encodeConvertedAdditionalProperties<Value: WireConvertible>(
        _ properties: [String: Value]
    ) throws {
        try encodeAdditionalProperties(properties.mapValues { Converted($0) })
    }
}
