/// Marks what has to be boxed so that a value type can hold itself.
extension Resolver {
    /// A union in a circle becomes an indirect enum; a property that closes a circle of structures is boxed.
    /// Every property on a circle is, so that the choice does not depend on where one starts.
    func markRecursion(in types: inout [TypeDeclaration]) {
        var graph: [String: Set<String>] = [:]
        Self.visit(types) { type in
            graph[type.qualifiedName] = Set(Self.stored(in: type.kind).compactMap(\.storedName))
        }
        var components = StronglyConnectedComponents(graph)
        var recursiveUnions: Set<String> = []
        Self.visit(types) { type in
            if case .union = type.kind, components.isRecursive(type.qualifiedName) {
                recursiveUnions.insert(type.qualifiedName)
            }
        }
        for name in recursiveUnions { graph[name] = [] }
        components = StronglyConnectedComponents(graph)
        Self.update(&types, recursiveUnions, components)
    }

    private static func visit(_ types: [TypeDeclaration], _ body: (TypeDeclaration) -> Void) {
        for type in types {
            body(type)
            visit(type.nested, body)
        }
    }

    private static func stored(in kind: TypeDeclaration.Kind) -> [TypeReference] {
        switch kind {
        case .structure(let structure): structure.properties.map(\.type)
        case .union(let union): union.members.map(\.type)
        case .enumeration, .alias, .wrapper: []
        }
    }

    private static func update(
        _ types: inout [TypeDeclaration],
        _ recursiveUnions: Set<String>,
        _ components: StronglyConnectedComponents
    ) {
        for index in types.indices {
            let name = types[index].qualifiedName
            update(&types[index].nested, recursiveUnions, components)
            switch types[index].kind {
            case .union(var union):
                union.isIndirect = recursiveUnions.contains(name)
                types[index].kind = .union(union)
            case .structure(var structure):
                for property in structure.properties.indices {
                    guard let stored = structure.properties[property].type.storedName else { continue }
                    structure.properties[property].isIndirect = components.areOnOneCircle(name, stored)
                }
                types[index].kind = .structure(structure)
            case .enumeration, .alias, .wrapper:
                break
            }
        }
    }
}

/// Which nodes of a graph reach one another (Tarjan's algorithm, without recursion: schemas nest deeply).
struct StronglyConnectedComponents {
    private var componentOf: [String: Int] = [:]
    private var recursive: Set<String> = []

    init(_ graph: [String: Set<String>]) {
        var index: [String: Int] = [:]
        var low: [String: Int] = [:]
        var onStack: Set<String> = []
        var stack: [String] = []
        var count = 0
        for root in graph.keys where index[root] == nil {
            var work: [(node: String, successors: [String])] = []
            func enter(_ node: String) {
                index[node] = index.count
                low[node] = index[node]
                stack.append(node)
                onStack.insert(node)
                work.append((node, graph[node].map { Array($0) } ?? []))
            }
            enter(root)
            while let (node, successors) = work.last {
                if let next = successors.last {
                    work[work.count - 1].successors.removeLast()
                    if index[next] == nil {
                        enter(next)
                    } else if onStack.contains(next), let nextIndex = index[next], let own = low[node] {
                        low[node] = min(own, nextIndex)
                    }
                    continue
                }
                work.removeLast()
                guard let own = low[node] else { continue }
                if let parent = work.last?.node, let parentLow = low[parent] { low[parent] = min(parentLow, own) }
                guard own == index[node] else { continue }
                var members: [String] = []
                while let member = stack.popLast() {
                    onStack.remove(member)
                    componentOf[member] = count
                    members.append(member)
                    if member == node { break }
                }
                if members.count > 1 || graph[node]?.contains(node) == true { recursive.formUnion(members) }
                count += 1
            }
        }
    }

    func isRecursive(_ node: String) -> Bool { recursive.contains(node) }

    func areOnOneCircle(_ a: String, _ b: String) -> Bool {
        recursive.contains(a) && recursive.contains(b) && componentOf[a] == componentOf[b]
    }
}
