import HandingerGeneratorDiagnostics

/// All declared types in one list, parents before nested types, and the storage relation between them.
///
/// The last pass decides what depends on all types together: which values are boxed, and what unions share.
struct TypeGraph {
    /// An inline value of one type in another.
    struct Edge {
        /// The index of the property or member that contains the value.
        var position: Int
        var target: Int
    }

    /// The declaration of each type. Set it through ``set(_:of:)``, which marks it for ``update(_:)``.
    private(set) var kinds: [TypeDeclaration.Kind] = []
    /// For each type, in the order of its properties or members.
    private(set) var edges: [[Edge]] = []
    /// For each type, the end of its nested types.
    private var ends: [Int] = []
    private var isChanged: [Bool] = []
    private var numbers: [String: Int] = [:]

    /// Returns the types with what depends on all of them.
    static func completed(_ types: [TypeDeclaration]) -> [TypeDeclaration] {
        var types = types
        var graph = TypeGraph(types)
        graph.markRecursion()
        graph.limitInlineSizes()
        graph.addSharedMembers()
        graph.breakUnionCycles()
        graph.update(&types)
        return types
    }

    init(_ types: [TypeDeclaration]) {
        let count = Self.count(types)
        numbers.reserveCapacity(count)
        kinds.reserveCapacity(count)
        ends.reserveCapacity(count)
        append(types)
        isChanged = Array(repeating: false, count: kinds.count)
        edges = kinds.map { edges(of: $0) }
    }

    private static func count(_ types: [TypeDeclaration]) -> Int {
        types.reduce(types.count) { $0 + count($1.nested) }
    }

    private mutating func append(_ types: [TypeDeclaration]) {
        for type in types {
            let number = kinds.count
            numbers[type.qualifiedName] = number
            kinds.append(type.kind)
            ends.append(number + 1)
            append(type.nested)
            ends[number] = kinds.count
        }
    }

    private func edges(of kind: TypeDeclaration.Kind) -> [Edge] {
        func edge(_ position: Int, _ type: TypeReference) -> Edge? {
            type.storedName.flatMap { numbers[$0] }.map { Edge(position: position, target: $0) }
        }
        // Through indices: iterating over the elements would retain all their fields.
        switch kind {
        case .structure(let structure):
            return structure.properties.indices.compactMap { edge($0, structure.properties[$0].type) }
        case .union(let union):
            return union.members.indices.compactMap { edge($0, union.members[$0].type) }
        case .enumeration, .alias, .wrapper:
            return []
        }
    }

    subscript(name: String) -> TypeDeclaration.Kind? { numbers[name].map { kinds[$0] } }

    /// For each type, the types that its values contain inline.
    var inlineTypes: [[Int]] {
        kinds.indices.map { type in
            switch kinds[type] {
            case .structure(let structure):
                edges[type].filter { !structure.properties[$0.position].isIndirect }.map(\.target)
            case .union(let union): union.isIndirect ? [] : edges[type].map(\.target)
            case .enumeration, .alias, .wrapper: []
            }
        }
    }

    mutating func set(_ kind: TypeDeclaration.Kind, of type: Int) {
        kinds[type] = kind
        isChanged[type] = true
    }

    /// Writes the changed types back to the declarations of the graph.
    func update(_ types: inout [TypeDeclaration]) {
        update(&types, from: 0)
    }

    private func update(_ types: inout [TypeDeclaration], from first: Int) {
        var number = first
        for index in types.indices {
            let end = ends[number]
            if isChanged[number..<end].contains(true) {
                let type = types[index]
                var nested = type.nested
                update(&nested, from: number + 1)
                types[index] = TypeDeclaration(
                    name: type.name,
                    qualifiedName: type.qualifiedName,
                    documentation: type.documentation,
                    kind: kinds[number],
                    nested: nested
                )
            }
            number = end
        }
    }
}
