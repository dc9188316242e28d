package import HandingerGeneratorDiagnostics

/// A value of a YAML or JSON document and its start location.
package struct Node: Sendable {
    package enum Value: Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        /// A number that `Int` cannot represent, with its source text. Indirect, because it is rare and would make
        /// every node larger.
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

    /// The value of an `integer` or `number` as a `Double`.
    package var number: Double? {
        switch value {
        case .integer(let value): Double(value)
        case .number(let value, _): value
        default: nil
        }
    }

    /// The value of a key; nil if the node is no mapping or lacks the key.
    package subscript(key: String) -> Node? { mapping?[key] }
}

extension Node {
    /// The node at a pointer: keys of mappings, and indices of sequences without leading zeros (RFC 6901).
    package func node(at pointer: JSONPointer) -> Node? {
        var node = self
        for token in pointer.tokens {
            switch node.value {
            case .mapping(let mapping):
                guard let value = mapping[token] else { return nil }
                node = value
            case .sequence(let nodes):
                guard let index = Int(token), String(index) == token, nodes.indices.contains(index) else { return nil }
                node = nodes[index]
            default:
                return nil
            }
        }
        return node
    }
}
