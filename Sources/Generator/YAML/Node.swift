package import HandingerGeneratorDiagnostics

/// A value of a YAML or JSON document and the place it starts at.
package struct Node: Sendable {
    package enum Value: Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        /// A number that is no `Int`, with its text as it stands in the document. Indirect, because it is rare and
        /// would make every node wider.
        indirect case number(Double, text: String)
        case string(String)
        case sequence([Node])
        case mapping(Mapping)
    }

    package var value: Value
    package var location: SourceLocation

    package init(_ value: Value, at location: SourceLocation) {
        self.value = value
        self.location = location
    }
}

extension Node {
    package var string: String? { if case .string(let value) = value { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = value { value } else { nil } }
    package var integer: Int? { if case .integer(let value) = value { value } else { nil } }
    package var sequence: [Node]? { if case .sequence(let value) = value { value } else { nil } }
    package var mapping: Mapping? { if case .mapping(let value) = value { value } else { nil } }
    package var isNull: Bool { if case .null = value { true } else { false } }

    /// The number of an `integer` or `number` value.
    package var number: Double? {
        switch value {
        case .integer(let value): Double(value)
        case .number(let value, _): value
        default: nil
        }
    }

    /// The member with that key, where this is a mapping that has it.
    package subscript(key: String) -> Node? { mapping?[key] }
}
