package import HandingerGeneratorDiagnostics

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
