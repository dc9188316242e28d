/// Unions that are members of unions.
extension Resolver {
    /// Removes trials of members that lead back to their union, which would recurse forever. Marks unions that others
    /// try: there, an unknown member means that the value does not fit.
    static func breakUnionCycles(in graph: inout TypeGraph) {
        let nested = graph.kinds.indices.map { triedUnions(of: $0, in: graph) }
        let tried = Set(nested.lazy.joined().map(\.target))
        guard !tried.isEmpty else { return }
        let circular = backEdges(of: nested)
        for type in graph.kinds.indices {
            guard case .union(var union) = graph.kinds[type] else { continue }
            union.isTried = tried.contains(type)
            if let targets = circular[type] {
                let removed = Set(nested[type].filter { targets.contains($0.target) }.map(\.position))
                union.removeTrials { removed.contains($0) }
            }
            graph.set(.union(union), of: type)
        }
    }

    /// The members of a union that decoding may try and that are unions themselves.
    private static func triedUnions(of type: Int, in graph: TypeGraph) -> [TypeGraph.Edge] {
        guard case .union(let union) = graph.kinds[type] else { return [] }
        let tried = Set(union.choices.flatMap { $0.trials.map(\.member) } + union.trials.map(\.member))
        return graph.edges[type].filter { edge in
            guard tried.contains(edge.position), case .union = graph.kinds[edge.target] else { return false }
            return true
        }
    }

    /// For each type, the targets of edges that close a circle in a depth-first search in document order.
    private static func backEdges(of edges: [[TypeGraph.Edge]]) -> [Int: Set<Int>] {
        var closing: [Int: Set<Int>] = [:]
        var isDone: [Int: Bool] = [:]
        for root in edges.indices where isDone[root] == nil {
            var path: [(type: Int, next: Int)] = [(root, 0)]
            isDone[root] = false
            while let (type, next) = path.last {
                guard next < edges[type].count else {
                    isDone[type] = true
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let target = edges[type][next].target
                switch isDone[target] {
                case nil:
                    isDone[target] = false
                    path.append((target, 0))
                case false: closing[type, default: []].insert(target)
                default: break
                }
            }
        }
        return closing
    }
}

extension Union {
    /// - Parameter isRemoved: Whether the member at an index is no longer tried.
    fileprivate mutating func removeTrials(where isRemoved: (Int) -> Bool) {
        trials.removeAll { isRemoved($0.member) }
        for index in choices.indices {
            choices[index].trials.removeAll { isRemoved($0.member) }
        }
        choices.removeAll { $0.trials.isEmpty }
    }
}
