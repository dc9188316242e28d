#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The original encodings of an object's values that differ from this runtime's encoding, such as dates with an offset.
///
/// Generated models use it to encode unchanged values exactly as they were decoded. It does not take part in equality.
@_spi(Generated) public struct OriginalEncodings: Sendable {
    private struct Form {
        /// The decoded JSON.
        var original: JSONValue
        /// The JSON that this runtime would write.
        var usual: JSONValue
    }

    /// The encodings by property, only those that differ from the usual one.
    private var forms: [BytewiseText: Form] = [:]

    /// Creates an empty set of encodings.
    public init() {}

    fileprivate mutating func keep(
        _ value: some CustomCodable,
        of key: AnyCodingKey,
        in container: KeyedDecodingContainer<AnyCodingKey>
    ) {
        guard let usual = Self.usualForm(of: value), let original = try? container.decode(JSONValue.self, forKey: key),
            original != usual || original.hasLoneSurrogates
        else { return }
        forms[BytewiseText(key.stringValue)] = Form(original: original, usual: usual)
    }

    /// The original encoding of a value; nil if it was the usual one or the value has changed.
    fileprivate func original(of value: some CustomCodable, for key: AnyCodingKey) -> JSONValue? {
        guard let form = forms[BytewiseText(key.stringValue)], form.usual == Self.usualForm(of: value) else {
            return nil
        }
        return form.original
    }

    private static func usualForm(of value: some CustomCodable) -> JSONValue? {
        // Dates are the most frequent and need no encoder.
        if let date = value as? Date { return RFC3339.wireText(of: date).map { .string($0) } }
        return try? JSONValue(encoding: CustomCoded(value))
    }
}

extension OriginalEncodings: Hashable {
    /// Always true: original encodings do not distinguish values.
    public static func == (left: OriginalEncodings, right: OriginalEncodings) -> Bool { true }

    /// Hashes nothing.
    public func hash(into hasher: inout Hasher) {}
}

// Coding helpers of generated models.

@_spi(Generated) extension KeyedDecodingContainer where Key == AnyCodingKey {
    /// Decodes a required property with a custom encoding such as `Date`.
    ///
    /// - Parameter forms: Records the original encoding.
    public func decodeCustomCodable<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key,
        keeping forms: inout OriginalEncodings
    ) throws -> Value {
        let value = try decodeCustomCodable(type, forKey: key)
        forms.keep(value, of: key, in: self)
        return value
    }

    /// Decodes an optional property with a custom encoding; `null` counts as absent.
    public func decodeCustomCodableIfPresent<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key,
        keeping forms: inout OriginalEncodings
    ) throws -> Value? {
        let value = try decodeCustomCodableIfPresent(type, forKey: key)
        if let value { forms.keep(value, of: key, in: self) }
        return value
    }

    /// Decodes a required property with a custom encoding that may be `null`.
    public func decodeCustomCodableRequiredNullable<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key,
        keeping forms: inout OriginalEncodings
    ) throws -> Value? {
        let value = try decodeCustomCodableRequiredNullable(type, forKey: key)
        if let value { forms.keep(value, of: key, in: self) }
        return value
    }

    /// Decodes an optional property with a custom encoding: nil if it is absent, ``Nullable/null`` for `null`.
    public func decodeCustomCodableNullableIfPresent<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key,
        keeping forms: inout OriginalEncodings
    ) throws -> Nullable<Value>? {
        let value = try decodeCustomCodableNullableIfPresent(type, forKey: key)
        if case .value(let wrapped) = value { forms.keep(wrapped, of: key, in: self) }
        return value
    }

    /// Decodes all properties with a custom encoding except those with the given names.
    public func decodeCustomCodableAdditionalProperties<Value: CustomCodable>(
        besides names: [String],
        keeping forms: inout OriginalEncodings
    ) throws -> [String: Value] {
        let properties: [String: CustomCoded<Value>] = try decodeAdditionalProperties(besides: names)
        for (name, value) in properties { forms.keep(value.value, of: AnyCodingKey(name), in: self) }
        return properties.mapValues(\.value)
    }
}

@_spi(Generated) extension KeyedEncodingContainer where Key == AnyCodingKey {
    /// Encodes a value in its original encoding, or else in its custom encoding; `null` for a nil optional.
    public mutating func encodeCustomCodable<Value: CustomCodable>(
        _ value: Value,
        forKey key: Key,
        as forms: OriginalEncodings
    ) throws {
        if let original = forms.original(of: value, for: key) {
            try encode(original, forKey: key)
        } else {
            try encodeCustomCodable(value, forKey: key)
        }
    }

    /// Encodes a value in its original encoding, or else in its custom encoding; nothing for nil.
    public mutating func encodeCustomCodableIfPresent<Value: CustomCodable>(
        _ value: Value?,
        forKey key: Key,
        as forms: OriginalEncodings
    ) throws {
        guard let value else { return }
        try encodeCustomCodable(value, forKey: key, as: forms)
    }

    /// Encodes properties that the API document does not name, sorted by key.
    public mutating func encodeCustomCodableAdditionalProperties<Value: CustomCodable>(
        _ properties: [String: Value],
        as forms: OriginalEncodings
    ) throws {
        for (name, value) in properties.sortedMembers {
            try encodeCustomCodable(value, forKey: AnyCodingKey(name), as: forms)
        }
    }
}
