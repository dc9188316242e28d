/// The name of a property on the wire, or the place of an element.
///
/// Generated code decodes with it instead of an enumeration of keys, because it also has to see the properties that
/// the API document does not name.
public struct PropertyKey: CodingKey, Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name.
    public let stringValue: String
    /// The place, for an element of an array.
    public let intValue: Int?

    /// A property of that name.
    public init(_ name: String) {
        stringValue = name
        intValue = nil
    }

    init(index: Int) {
        stringValue = String(index)
        intValue = index
    }

    /// A property of that name.
    public init(stringValue: String) {
        self.init(stringValue)
    }

    /// An element at that place.
    public init(intValue: Int) {
        self.init(index: intValue)
    }

    /// A property of that name.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}
