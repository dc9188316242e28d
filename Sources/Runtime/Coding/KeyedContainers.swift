// Coding helpers of generated models.

@_spi(Generated) extension KeyedDecodingContainer where Key == AnyCodingKey {
    /// Decodes a required property that may be `null`.
    ///
    /// - Throws: `DecodingError.keyNotFound` if it is absent.
    public func decodeRequiredNullable<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try decode(Value?.self, forKey: key)
    }

    /// Decodes an optional property of any type: nil if it is absent, ``JSONValue/null`` for `null`.
    public func decodeIfPresent(_ type: JSONValue.Type, forKey key: Key) throws -> JSONValue? {
        guard contains(key) else { return nil }
        return try decodeNil(forKey: key) ? .null : decode(JSONValue.self, forKey: key)
    }

    /// Decodes an optional property: nil if it is absent, ``Nullable/null`` for `null`.
    public func decodeNullableIfPresent<Value: Decodable>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Nullable<Value>? {
        guard contains(key) else { return nil }
        return try decodeNil(forKey: key) ? .null : .value(decode(Value.self, forKey: key))
    }

    /// Decodes a required property with a custom encoding such as `Date`.
    public func decodeCustomCodable<Value: CustomCodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decode(CustomCoded<Value>.self, forKey: key).value
    }

    /// Decodes an optional property with a custom encoding; `null` counts as absent.
    public func decodeCustomCodableIfPresent<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Value? {
        try decodeIfPresent(CustomCoded<Value>.self, forKey: key)?.value
    }

    /// Decodes a required property with a custom encoding that may be `null`.
    public func decodeCustomCodableRequiredNullable<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Value? {
        try decode(CustomCoded<Value>?.self, forKey: key)?.value
    }

    /// Decodes an optional property with a custom encoding: nil if it is absent, ``Nullable/null`` for `null`.
    public func decodeCustomCodableNullableIfPresent<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key
    ) throws -> Nullable<Value>? {
        guard contains(key) else { return nil }
        return try decodeNil(forKey: key) ? .null : .value(decodeCustomCodable(Value.self, forKey: key))
    }

    /// Decodes all properties except those with the given names.
    public func decodeAdditionalProperties<Value: Decodable>(
        besides names: [String]
    ) throws -> [String: Value] {
        // An array, because a set would be built for each object and the names are few.
        if let object = try? decode(JSONObject.self, forKey: AnyCodingKey("")) {
            return try object.members(besides: names)
        }
        var properties: [String: Value] = [:]
        for key in allKeys where !names.has(key.stringValue) {
            properties[key.stringValue] = try decode(Value.self, forKey: key)
        }
        return properties
    }
}

extension [String] {
    /// Whether the array contains a name, compared by bytes.
    func has(_ name: String) -> Bool {
        // `==` is faster and rules out most names.
        contains { $0 == name && $0.hasSameBytes(as: name) }
    }
}

@_spi(Generated) extension KeyedEncodingContainer where Key == AnyCodingKey {
    /// Encodes a value in its custom encoding; `null` for a nil optional.
    public mutating func encodeCustomCodable<Value: CustomCodable>(_ value: Value, forKey key: Key) throws {
        try encode(CustomCoded(value), forKey: key)
    }

    /// Encodes a value in its custom encoding; nothing for nil.
    public mutating func encodeCustomCodableIfPresent<Value: CustomCodable>(_ value: Value?, forKey key: Key) throws {
        try encodeIfPresent(value.map { CustomCoded($0) }, forKey: key)
    }

    /// Encodes properties that the API document does not name, sorted by key.
    public mutating func encodeAdditionalProperties<Value: Encodable>(_ properties: [String: Value]) throws {
        for (name, value) in properties.sortedMembers {
            try encode(value, forKey: AnyCodingKey(name))
        }
    }
}
