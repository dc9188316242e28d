import HandingerGeneratorDiagnostics

/// All the types that a client declares in a row, each before those nested in it, and what holds what: for what has to
/// look at all of them together.
struct TypeGraph {
    /// A value of one type stands in place in those of another.
    struct Edge {
        /// Of the property or the member that holds it.
        var position: Int
        var target: Int
    }

    /// By type. Setting one is what ``update(_:)`` writes.
    private(set) var kinds: [TypeDeclaration.Kind] = []
    /// By type, in the order of its properties or members.
    private(set) var edges: [[Edge]] = []
    /// By type, where those nested in it end.
    private var ends: [Int] = []
    private var isChanged: [Bool] = []
    private var numbers: [String: Int] = [:]

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
        // By index: to take a member out of its list copies all that it is made of.
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

    /// For each type those that its values hold in place, not in a box.
    var stored: [[Int]] {
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

    /// Puts what has changed into the declarations that the graph was made of.
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
