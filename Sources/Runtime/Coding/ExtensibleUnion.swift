// Decoding helpers of generated unions.

extension CodingUserInfoKey {
    /// The status of the decoded response.
    static let responseStatus: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "APIRuntime.responseStatus") else {
            preconditionFailure("any text makes a key")
        }
        return key
    }()
}

/// A union of the API document that is a member of another union.
public protocol ExtensibleUnion {
    /// Whether the member is unknown to this version.
    var isUnknownMember: Bool { get }
}

extension Decoder {
    /// The status of the decoded response.
    @_spi(Generated) public var responseStatus: Int {
        userInfo[.responseStatus] as? Int ?? 0
    }

    /// Decodes the discriminator property of a union.
    ///
    /// - Returns: The string, or the text of a Boolean or whole number; nil for an unknown member: no object, or no
    ///   such property.
    /// - Throws: `DecodingError.dataCorrupted` if the value cannot be decoded at all.
    @_spi(Generated) public func discriminator(_ property: String) throws -> String? {
        do {
            let container = try container(keyedBy: AnyCodingKey.self)
            let key = AnyCodingKey(property)
            do {
                return try container.decodeIfPresent(String.self, forKey: key)
            } catch DecodingError.typeMismatch {
                if let flag = try? container.decode(Bool.self, forKey: key) { return String(flag) }
                return (try? container.decode(Int.self, forKey: key)).map { String($0) }
            }
        } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
            return nil
        }
    }

    /// Whether the value is an object with one of the properties, for unions whose members differ in their properties.
    @_spi(Generated) public func hasProperty(among names: Set<String>) -> Bool {
        guard let container = try? container(keyedBy: AnyCodingKey.self) else { return false }
        return names.contains { container.contains(AnyCodingKey($0)) }
    }

    /// Decodes the value as a type, or returns nil, for unions without a discriminator.
    @_spi(Generated) public func attempt<Value: Decodable>(_ type: Value.Type) -> Value? {
        try? singleValueContainer().decode(type)
    }

    /// Like ``attempt(_:)``, but an unknown member of a nested union does not count.
    @_spi(Generated) public func attempt<Value: Decodable & ExtensibleUnion>(_ type: Value.Type) -> Value? {
        let value = try? singleValueContainer().decode(type)
        return value.flatMap { $0.isUnknownMember ? nil : $0 }
    }

    /// Like ``attempt(_:)``, but a value that the enumeration does not know does not count.
    @_spi(Generated) public func attemptKnown<Value: ExtensibleEnum>(_ type: Value.Type) -> Value? {
        attempt(type).flatMap { $0.isKnown ? $0 : nil }
    }

    /// Like ``attempt(_:)``, for types with a custom encoding such as `Date`.
    @_spi(Generated) public func attemptCustomCodable<Value: CustomCodable>(_ type: Value.Type) -> Value? {
        try? Value(wire: self)
    }
}
