// Bounds what a value holds in place.
extension Resolver {
    /// What a value of a type holds without following a reference.
    private struct Size {
        /// Its own properties, and theirs, to the last.
        var leaves: Int
        /// How deep types stand in types.
        var height: Int

        static let box = Size(leaves: 1, height: 0)
        /// Copying a value costs code for each of its leaves, and the compiler's work on a row of values in values
        /// grows with the cube of its length: what goes on past these is put in a box.
        static let limit = Size(leaves: 256, height: 8)

        static func > (a: Size, b: Size) -> Bool { a.leaves > b.leaves || a.height > b.height }
    }

    /// Boxes properties and makes unions indirect where a type would become too large otherwise. What a type holds
    /// decides, not where it is used: a schema more changes no other.
    func boundSizes(in types: inout [TypeDeclaration]) {
        var nodes: [String: Int] = [:]
        var kinds: [TypeDeclaration.Kind] = []
        Self.visit(types) { type in
            nodes[type.qualifiedName] = kinds.count
            kinds.append(type.kind)
        }
        let graph = kinds.map { Self.stored(in: $0).compactMap { $0.storedName.flatMap { nodes[$0] } } }
        var sizes = Array(repeating: Size.box, count: kinds.count)
        for node in StronglyConnectedComponents(graph).innermostFirst {
            sizes[node] = bound(&kinds[node]) { $0.storedName.flatMap { nodes[$0] }.map { sizes[$0] } }
        }
        Self.update(&types) { type in
            if let node = nodes[type.qualifiedName] { type.kind = kinds[node] }
        }
    }

    /// - Parameter sizeOf: The size of a declared type; nil for any other.
    private func bound(_ kind: inout TypeDeclaration.Kind, _ sizeOf: (TypeReference) -> Size?) -> Size {
        switch kind {
        case .structure(var structure):
            var size = Size(leaves: 1, height: 1)
            for index in structure.properties.indices {
                let property = structure.properties[index]
                let inner = property.isIndirect ? .box : sizeOf(property.type) ?? .box
                let sum = Size(leaves: size.leaves + inner.leaves, height: max(size.height, inner.height + 1))
                if inner.height > 0, sum > .limit {
                    structure.properties[index].isIndirect = true
                    size.leaves += 1
                } else {
                    size = sum
                }
            }
            kind = .structure(structure)
            return size
        case .union(var union):
            let members = union.isIndirect ? [] : union.members.map { sizeOf($0.type) ?? .box }
            let size = Size(
                leaves: members.reduce(1) { $0 + $1.leaves },
                height: 1 + (members.map(\.height).max() ?? 0)
            )
            guard union.isIndirect || size > .limit else { return size }
            union.isIndirect = true
            kind = .union(union)
            return .box
        case .enumeration, .alias, .wrapper:
            return .box
        }
    }
}
