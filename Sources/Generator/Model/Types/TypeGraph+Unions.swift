import HandingerGeneratorDiagnostics

/// Static functions and shared properties of unions. They depend on the declarations of all members.
extension TypeGraph {
    mutating func addSharedMembers() {
        let types = kinds.indices.filter { if case .union = kinds[$0] { true } else { false } }
        // The original graph: what is added to one union does not depend on another.
        let start = self
        for type in types {
            if let union = Self.completed(type, in: start) { set(.union(union), of: type) }
        }
    }

    private static func completed(_ type: Int, in graph: TypeGraph) -> Union? {
        guard case .union(var union) = graph.kinds[type] else { return nil }
        let chosen = Set(union.choices.filter { $0.trials.count == 1 }.flatMap(\.tags))
        for member in union.members.indices {
            union.members[member].addedTag = addedTag(for: member, in: union, graph)
            union.members[member].convenience = convenience(for: union.members[member], in: union, chosen, graph)
        }
        union.shared = sharedProperties(of: union, graph)
        return union
    }

    private static func structure(_ type: TypeReference, _ graph: TypeGraph) -> Structure? {
        guard case .named(let name) = type, case .structure(let structure) = graph[name] else { return nil }
        return structure
    }

    /// - Parameter chosen: The values of the discriminator that each choose a single member.
    private static func convenience(
        for member: Union.Member,
        in union: Union,
        _ chosen: Set<String>,
        _ graph: TypeGraph
    ) -> Union.Convenience? {
        guard case .named(let payload) = member.type, let structure = structure(member.type, graph) else { return nil }
        var open = structure.properties.filter { $0.constant == nil }
        var tag: (property: Property, value: Constant)?
        if let value = member.tags.first, chosen.contains(value),
            let index = open.firstIndex(where: { $0.wireName == union.discriminator })
        {
            guard let constant = constant(value, of: open[index].type, graph) else { return nil }
            tag = (open.remove(at: index), constant)
        }
        let required = open.filter { !$0.isOptional }
        return Union.Convenience(
            payload: payload,
            order: structure.properties.map(\.name),
            parameters: required + open.filter(\.isOptional),
            tag: tag,
            omitsLabel: required.first.map { $0.name == member.caseName } ?? false
        )
    }

    /// The discriminator that a payload of the member may lack, because it does not declare the property or only as an
    /// optional one. A payload that was decoded has the value that it was decoded with.
    private static func addedTag(
        for index: Int,
        in union: Union,
        _ graph: TypeGraph
    ) -> Union.AddedTag? {
        let member = union.members[index]
        // A member that is found without a tag is sent without one, too.
        guard !union.trials.contains(where: { $0.member == index }), let tag = member.tags.first,
            let discriminator = union.discriminator,
            let structure = structure(member.type, graph)
        else { return nil }
        if let property = structure.properties.first(where: { $0.wireName == discriminator }) {
            guard property.presence == .optional, !property.documentation.isDeprecated,
                let value = constant(tag, of: property.type, graph)
            else { return nil }
            return Union.AddedTag(place: .property(property), value: value)
        }
        let additional = structure.additionalProperties
        guard additional.type == .json || additional.type == .string else { return nil }
        return Union.AddedTag(place: .additionalProperties(additional.name), value: .string(tag))
    }

    /// The value of a discriminator in the type of its property.
    private static func constant(_ tag: String, of type: TypeReference, _ graph: TypeGraph) -> Constant? {
        switch type {
        case .string: return .string(tag)
        case .int, .int64, .uint64: return Int(tag).map { .integer($0) }
        case .bool: return Bool(tag).map { .boolean($0) }
        case .named(let name):
            guard case .enumeration(let enumeration) = graph[name] else { return nil }
            switch enumeration.rawType {
            case .string: return .string(tag)
            case .integer: return Int(tag).map { .integer($0) }
            case .double, .json: return nil
            }
        default: return nil
        }
    }

    private static func sharedProperties(of union: Union, _ graph: TypeGraph) -> [Union.SharedProperty] {
        let structures = union.members.compactMap { structure($0.type, graph) }
        guard let first = structures.first, structures.count == union.members.count else { return [] }
        let caseNames = Set(union.members.map(\.caseName)).union(["unknown", "isUnknownMember"])
        return first.properties.compactMap { property in
            let isShared = structures.allSatisfy { structure in
                structure.properties.contains {
                    $0.name == property.name && $0.wireName == property.wireName && $0.type == property.type
                        && $0.presence == property.presence
                }
            }
            guard isShared, !caseNames.contains(property.name) else { return nil }
            let isDeprecated = structures.contains { structure in
                structure.properties.contains { $0.name == property.name && $0.documentation.isDeprecated }
            }
            return Union.SharedProperty(
                property: property.with(documentation: property.documentation.with(isDeprecated: isDeprecated)),
                fallback: fallback(for: property, graph)
            )
        }
    }

    private static func fallback(for property: Property, _ graph: TypeGraph) -> String? {
        guard property.presence == .required else { return nil }
        switch property.type {
        case .string: return "\"\""
        case .bool: return "false"
        case .int, .int64, .uint64, .double: return "0"
        case .date: return ".distantPast"
        case .json: return ".null"
        case .array: return "[]"
        case .dictionary: return "[:]"
        case .named(let name):
            guard case .enumeration(let enumeration) = graph[name] else { return nil }
            switch enumeration.rawType {
            case .string: return "\(name)(rawValue: \"\")"
            case .integer, .double: return "\(name)(rawValue: 0)"
            case .json: return "\(name)(rawValue: nil)"
            }
        case .day, .data, .file, .fileOr, .optional, .nullable: return nil
        }
    }
}

extension Property {
    /// Whether callers may omit the argument.
    package var isOptional: Bool {
        presence == .optional || presence == .optionalNullable || constant != nil
    }
}

/// Unions that are members of unions.
extension TypeGraph {
    /// Removes trials of members that lead back to their union, which would recurse forever. Marks unions that others
    /// try: there, an unknown member means that the value does not fit.
    mutating func breakUnionCycles() {
        let nested = kinds.indices.map { triedUnions(of: $0) }
        let tried = Set(nested.lazy.joined().map(\.target))
        guard !tried.isEmpty else { return }
        let circular = Self.backEdges(of: nested)
        for type in kinds.indices {
            guard case .union(var union) = kinds[type] else { continue }
            union.isTried = tried.contains(type)
            if let targets = circular[type] {
                let removed = Set(nested[type].filter { targets.contains($0.target) }.map(\.position))
                union.removeTrials { removed.contains($0) }
            }
            set(.union(union), of: type)
        }
    }

    /// The members of a union that decoding may try and that are unions themselves.
    private func triedUnions(of type: Int) -> [Edge] {
        guard case .union(let union) = kinds[type] else { return [] }
        let tried = Set(union.choices.flatMap { $0.trials.map(\.member) } + union.trials.map(\.member))
        return edges[type].filter { edge in
            guard tried.contains(edge.position), case .union = kinds[edge.target] else { return false }
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
