/// Marks what has to be boxed so that a value type can hold itself.
extension Resolver {
    /// A union in a circle becomes an indirect enum; a property that closes a circle of structures is boxed.
    /// Every property on a circle is, so that the choice does not depend on where one starts.
    func markRecursion(in types: inout [TypeDeclaration]) {
        var nodes: [String: Int] = [:]
        Self.visit(types) { nodes[$0.qualifiedName] = nodes.count }
        var graph: [[Int]] = []
        Self.visit(types) { type in
            graph.append(Self.stored(in: type.kind).compactMap { $0.storedName.flatMap { nodes[$0] } })
        }
        var components = StronglyConnectedComponents(graph)
        guard !components.recursive.isEmpty else { return }
        var recursiveUnions: Set<Int> = []
        Self.visit(types) { type in
            if case .union = type.kind, let node = nodes[type.qualifiedName], components.recursive.contains(node) {
                recursiveUnions.insert(node)
            }
        }
        for node in recursiveUnions { graph[node] = [] }
        components = StronglyConnectedComponents(graph)
        Self.update(&types) { type in
            guard let node = nodes[type.qualifiedName] else { return }
            switch type.kind {
            case .union(var union) where recursiveUnions.contains(node):
                union.isIndirect = true
                type.kind = .union(union)
            case .structure(var structure) where components.recursive.contains(node):
                for property in structure.properties.indices {
                    guard let stored = structure.properties[property].type.storedName.flatMap({ nodes[$0] }) else {
                        continue
                    }
                    structure.properties[property].isIndirect = components.areOnOneCircle(node, stored)
                }
                type.kind = .structure(structure)
            default:
                break
            }
        }
    }

    static func visit(_ types: [TypeDeclaration], _ body: (TypeDeclaration) -> Void) {
        for type in types {
            body(type)
            visit(type.nested, body)
        }
    }

    /// Changes each declaration, the nested ones first.
    static func update(_ types: inout [TypeDeclaration], _ body: (inout TypeDeclaration) -> Void) {
        for index in types.indices {
            update(&types[index].nested, body)
            body(&types[index])
        }
    }

    /// What a value holds in place.
    static func stored(in kind: TypeDeclaration.Kind) -> [TypeReference] {
        switch kind {
        case .structure(let structure): structure.properties.filter { !$0.isIndirect }.map(\.type)
        case .union(let union): union.isIndirect ? [] : union.members.map(\.type)
        case .enumeration, .alias, .wrapper: []
        }
    }
}

/// Which nodes of a graph reach one another (Tarjan's algorithm, without recursion: schemas nest deeply).
struct StronglyConnectedComponents {
    /// The nodes that reach themselves.
    private(set) var recursive: Set<Int> = []
    private var componentOf: [Int]

    /// - Parameter graph: The nodes that each node leads to.
    init(_ graph: [[Int]]) {
        componentOf = Array(repeating: -1, count: graph.count)
        var index = Array(repeating: -1, count: graph.count)
        var low = index
        var onStack = Array(repeating: false, count: graph.count)
        var stack: [Int] = []
        var entered = 0
        var count = 0
        for root in graph.indices where index[root] < 0 {
            var work: [(node: Int, next: Int)] = []
            func enter(_ node: Int) {
                (index[node], low[node]) = (entered, entered)
                entered += 1
                stack.append(node)
                onStack[node] = true
                work.append((node, 0))
            }
            enter(root)
            while let (node, next) = work.last {
                if next < graph[node].count {
                    work[work.count - 1].next += 1
                    let successor = graph[node][next]
                    if index[successor] < 0 {
                        enter(successor)
                    } else if onStack[successor] {
                        low[node] = min(low[node], index[successor])
                    }
                    continue
                }
                work.removeLast()
                if let parent = work.last?.node { low[parent] = min(low[parent], low[node]) }
                guard low[node] == index[node] else { continue }
                var members: [Int] = []
                while let member = stack.popLast() {
                    onStack[member] = false
                    componentOf[member] = count
                    members.append(member)
                    if member == node { break }
                }
                if members.count > 1 || graph[node].contains(node) { recursive.formUnion(members) }
                count += 1
            }
        }
    }

    /// All nodes, each after those that it leads to and that do not lead back.
    var innermostFirst: [Int] { componentOf.indices.sorted { (componentOf[$0], $0) < (componentOf[$1], $1) } }

    func areOnOneCircle(_ a: Int, _ b: Int) -> Bool {
        componentOf[a] == componentOf[b] && recursive.contains(a)
    }
}
