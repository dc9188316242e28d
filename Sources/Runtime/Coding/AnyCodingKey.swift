/// A coding key for any property name or array index.
///
/// Generated code uses it instead of an enumeration of keys, because it also decodes properties that the API document
/// does not name.
@_spi(Generated) public struct AnyCodingKey: CodingKey, Hashable, Sendable, ExpressibleByStringLiteral {
    /// The property name.
    public let stringValue: String
    /// The index of an array element; nil for a property.
    public let intValue: Int?

    /// Creates a key for a property.
    public init(_ name: String) {
        stringValue = name
        intValue = nil
    }

    /// Creates a key for an array element, named as the standard library names it in coding paths.
    init(index: Int) {
        stringValue = "Index \(index)"
        intValue = index
    }

    /// Creates a key for a property.
    public init(stringValue: String) {
        self.init(stringValue)
    }

    /// Creates a key for an array element.
    public init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }

    /// Creates a key for a property.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Compares the bytes of the names: canonically equivalent names are different.
    public static func == (left: AnyCodingKey, right: AnyCodingKey) -> Bool {
        left.intValue == right.intValue && left.stringValue.hasSameBytes(as: right.stringValue)
    }

    /// Hashes the bytes of the name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(BytewiseText(stringValue))
    }
}
