// What the coding code of generated unions is written with.

extension CodingUserInfoKey {
    /// The status of the response that is being read.
    static let responseStatus: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "APIRuntime.responseStatus") else {
            preconditionFailure("any text makes a key")
        }
        return key
    }()
}

/// A union of the document that is itself a member of another.
public protocol ExtensibleUnion {
    /// Whether this version does not know the member.
    var isUnknownMember: Bool { get }
}

extension Decoder {
    /// The status of the response that is being read, for unions of what several statuses answer; 0 where the value
    /// does not come from a response.
    @_spi(Generated) public var responseStatus: Int {
        userInfo[.responseStatus] as? Int ?? 0
    }

    /// The value of a union's discriminator property.
    ///
    /// - Returns: A boolean or whole number as its text; nil where the value is no object, or the property is absent or
    ///   something else: an unknown member.
    /// - Throws: `DecodingError.dataCorrupted` if what is there cannot be read at all.
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

    /// Whether the value is an object with one of these properties: for unions whose members are told apart by what
    /// only one of them has.
    @_spi(Generated) public func hasProperty(among names: Set<String>) -> Bool {
        guard let container = try? container(keyedBy: AnyCodingKey.self) else { return false }
        return names.contains { container.contains(AnyCodingKey($0)) }
    }

    /// The value read as one type, or nil if it does not fit: for unions without a discriminator.
    @_spi(Generated) public func attempt<Value: Decodable>(_ type: Value.Type) -> Value? {
        try? singleValueContainer().decode(type)
    }

    /// Like ``attempt(_:)``; a union that finds only an unknown member in the value does not fit.
    @_spi(Generated) public func attempt<Value: Decodable & ExtensibleUnion>(_ type: Value.Type) -> Value? {
        let value = try? singleValueContainer().decode(type)
        return value.flatMap { $0.isUnknownMember ? nil : $0 }
    }

    /// Like ``attempt(_:)``, for types that have a wire form of their own, such as `Date`.
    @_spi(Generated) public func attemptCustomCodable<Value: CustomCodable>(_ type: Value.Type) -> Value? {
        try? Value(wire: self)
    }
}
