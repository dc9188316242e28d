/// A box that keeps a value on the heap, so that a struct can contain a value of its own type.
///
/// ```swift
/// struct Folder {
///     var name: String
///     var parent: Indirect<Folder>?
/// }
/// let folder = Folder(name: "a", parent: Indirect(root))
/// folder.parent?.name             // the properties of the value are there directly
/// folder.parent?.value            // the value itself
/// ```
///
/// It compares, hashes and codes like the value. A write replaces the box, so that copies stay independent.
@dynamicMemberLookup
@_spi(Generated) public struct Indirect<Value> {
    fileprivate final class Box {
        let value: Value

        init(_ value: Value) {
            self.value = value
        }
    }

    fileprivate var box: Box

    /// Boxes a value.
    public init(_ value: Value) {
        box = Box(value)
    }

    /// The value.
    public var value: Value {
        get { box.value }
        set { box = Box(newValue) }
    }

    /// A property of the value.
    public subscript<Member>(dynamicMember keyPath: KeyPath<Value, Member>) -> Member {
        value[keyPath: keyPath]
    }

    /// A property of the value.
    public subscript<Member>(dynamicMember keyPath: WritableKeyPath<Value, Member>) -> Member {
        get { value[keyPath: keyPath] }
        set { value[keyPath: keyPath] = newValue }
    }
}

// The box is immutable and private, so sharing it is as safe as sharing the value.
extension Indirect.Box: Sendable where Value: Sendable {}
extension Indirect: Sendable where Value: Sendable {}

extension Indirect: Equatable where Value: Equatable {
    /// Compares the values.
    public static func == (left: Indirect, right: Indirect) -> Bool {
        left.box === right.box || left.value == right.value
    }
}

extension Indirect: Hashable where Value: Hashable {
    /// Hashes the value.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(value)
    }
}

extension Indirect: Decodable where Value: Decodable {
    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Value.self))
    }
}

extension Indirect: Encodable where Value: Encodable {
    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

extension Indirect: CustomCodable where Value: CustomCodable {
    /// Decodes the custom encoded value.
    public init(wire decoder: any Decoder) throws {
        self.init(try Value(wire: decoder))
    }

    /// Encodes the custom encoded value.
    public func encodeWire(to encoder: any Encoder) throws {
        try value.encodeWire(to: encoder)
    }
}

extension Indirect: CustomStringConvertible {
    /// The description of the value.
    public var description: String {
        String(describing: value)
    }
}
