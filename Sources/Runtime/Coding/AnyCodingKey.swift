/// The name of a property on the wire, or the place of an element.
///
/// Generated code decodes with it instead of an enumeration of keys, because it also has to see the properties that
/// the API document does not name.
@_spi(Generated) public struct AnyCodingKey: CodingKey, Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name.
    public let stringValue: String
    /// The place, for an element of an array.
    public let intValue: Int?

    /// A property of that name.
    public init(_ name: String) {
        stringValue = name
        intValue = nil
    }

    /// An element at a place, named as the standard library names it in coding paths.
    init(index: Int) {
        stringValue = "Index \(index)"
        intValue = index
    }

    /// A property of that name.
    public init(stringValue: String) {
        self.init(stringValue)
    }

    /// An element at that place.
    public init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }

    /// A property of that name.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Whether both have the same bytes: two spellings that Unicode takes for one text are two names.
    public static func == (left: AnyCodingKey, right: AnyCodingKey) -> Bool {
        left.intValue == right.intValue && left.stringValue.hasSameBytes(as: right.stringValue)
    }

    /// Adds the bytes of the name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(BytewiseText(stringValue))
    }
}
