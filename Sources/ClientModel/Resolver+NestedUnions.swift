/// Unions that are members of unions.
extension Resolver {
    /// Takes out what would be tried without end, a member that leads back to its union, and marks the unions that
    /// others try: to find only an unknown member in one of them is not to fit.
    static func untangleUnions(in types: inout [TypeDeclaration]) {
        var names: [String] = []
        var unions: [String: Union] = [:]
        visit(types) { type in
            guard case .union(let union) = type.kind else { return }
            names.append(type.qualifiedName)
            unions[type.qualifiedName] = union
        }
        let nested = unions.mapValues { union in
            union.tried.compactMap { index in
                union.members[index].type.storedName.flatMap { unions[$0] == nil ? nil : $0 }
            }
        }
        let tried = Set(nested.values.joined())
        guard !tried.isEmpty else { return }
        let circular = closingEdges(of: nested, from: names)
        update(&types) { type in
            guard case .union(var union) = type.kind else { return }
            union.isTried = tried.contains(type.qualifiedName)
            if let targets = circular[type.qualifiedName] {
                union.removeTrials { $0.storedName.map { targets.contains($0) } ?? false }
            }
            type.kind = .union(union)
        }
    }

    /// Of each circle the edge that closes it, met in the order of the document.
    private static func closingEdges(of edges: [String: [String]], from names: [String]) -> [String: Set<String>] {
        var closing: [String: Set<String>] = [:]
        var isDone: [String: Bool] = [:]
        for root in names where isDone[root] == nil {
            var path: [(name: String, next: Int)] = [(root, 0)]
            isDone[root] = false
            while let (name, next) = path.last {
                let targets = edges[name] ?? []
                guard next < targets.count else {
                    isDone[name] = true
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                switch isDone[targets[next]] {
                case nil:
                    isDone[targets[next]] = false
                    path.append((targets[next], 0))
                case false: closing[name, default: []].insert(targets[next])
                default: break
                }
            }
        }
        return closing
    }
}

extension Union {
    /// The members that reading tries or chooses, by their indices.
    fileprivate var tried: [Int] {
        choices.flatMap { $0.trials.map(\.member) } + trials.map(\.member)
    }

    fileprivate mutating func removeTrials(where isRemoved: (TypeReference) -> Bool) {
        let members = members
        trials.removeAll { isRemoved(members[$0.member].type) }
        for index in choices.indices {
            choices[index].trials.removeAll { isRemoved(members[$0.member].type) }
        }
        choices.removeAll { $0.trials.isEmpty }
    }
}
