#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How values of an object were written, where that is not how this runtime writes them: a date with an offset, say.
///
/// Generated models with such properties have one, so that a value that was read and not changed is written back in its
/// form. It never makes two values differ: what was read with different forms of the same dates is equal.
@_spi(Generated) public struct OriginalEncodings: Sendable {
    private struct Form {
        /// What was read.
        var original: JSONValue
        /// What the value is written as without this.
        var usual: JSONValue
    }

    /// By property; only forms that are not the usual one.
    private var forms: [BytewiseText: Form] = [:]

    /// No forms.
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

    /// The form in which a value was read; nil if that was the usual one, or another value.
    fileprivate func original(of value: some CustomCodable, for key: AnyCodingKey) -> JSONValue? {
        guard let form = forms[BytewiseText(key.stringValue)], form.usual == Self.usualForm(of: value) else {
            return nil
        }
        return form.original
    }

    private static func usualForm(of value: some CustomCodable) -> JSONValue? {
        // Dates are by far the most frequent, and need no encoder.
        if let date = value as? Date { return RFC3339.wireText(of: date).map { .string($0) } }
        return try? JSONValue(encoding: CustomCoded(value))
    }
}

extension OriginalEncodings: Hashable {
    /// True: a form is not part of a value.
    public static func == (left: OriginalEncodings, right: OriginalEncodings) -> Bool { true }

    /// Adds nothing.
    public func hash(into hasher: inout Hasher) {}
}

// What the coding code of generated models is written with.

@_spi(Generated) extension KeyedDecodingContainer where Key == AnyCodingKey {
    /// A property of a type that has a wire form of its own, such as `Date`.
    ///
    /// - Parameter forms: Remembers how it was written.
    public func decodeCustomCodable<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key,
        keeping forms: inout OriginalEncodings
    ) throws -> Value {
        let value = try decodeCustomCodable(type, forKey: key)
        forms.keep(value, of: key, in: self)
        return value
    }

    /// Such a property that may be absent; `null` counts as absent.
    public func decodeCustomCodableIfPresent<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key,
        keeping forms: inout OriginalEncodings
    ) throws -> Value? {
        let value = try decodeCustomCodableIfPresent(type, forKey: key)
        if let value { forms.keep(value, of: key, in: self) }
        return value
    }

    /// Such a property that must be there and may be `null`.
    public func decodeCustomCodableRequiredNullable<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key,
        keeping forms: inout OriginalEncodings
    ) throws -> Value? {
        let value = try decodeCustomCodableRequiredNullable(type, forKey: key)
        if let value { forms.keep(value, of: key, in: self) }
        return value
    }

    /// Such a property that may be absent (nil) and may be `null`.
    public func decodeCustomCodableNullableIfPresent<Value: CustomCodable>(
        _ type: Value.Type,
        forKey key: Key,
        keeping forms: inout OriginalEncodings
    ) throws -> Nullable<Value>? {
        let value = try decodeCustomCodableNullableIfPresent(type, forKey: key)
        if case .value(let wrapped) = value { forms.keep(wrapped, of: key, in: self) }
        return value
    }
}

@_spi(Generated) extension KeyedEncodingContainer where Key == AnyCodingKey {
    /// Writes the form in which the value was read, or else its wire form; `null` for a nil optional.
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

    /// Writes the form in which the value was read, or else its wire form; nothing for nil.
    public mutating func encodeCustomCodableIfPresent<Value: CustomCodable>(
        _ value: Value?,
        forKey key: Key,
        as forms: OriginalEncodings
    ) throws {
        guard let value else { return }
        try encodeCustomCodable(value, forKey: key, as: forms)
    }
}
