import HandingerGeneratorDiagnostics

/// Static functions and shared properties of unions. They depend on the declarations of all members.
extension Resolver {
    static func addSharedMembers(in graph: inout TypeGraph) {
        let types = graph.kinds.indices.filter { if case .union = graph.kinds[$0] { true } else { false } }
        // The original graph: what is added to one union does not depend on another.
        let start = graph
        for type in types {
            if let union = completed(type, in: start) { graph.set(.union(union), of: type) }
        }
    }

    private static func completed(_ type: Int, in graph: TypeGraph) -> Union? {
        guard case .union(var union) = graph.kinds[type] else { return nil }
        let chosen = Set(union.choices.filter { $0.trials.count == 1 }.flatMap(\.tags))
        for member in union.members.indices {
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
        case .day, .data, .file, .optional, .nullable: return nil
        }
    }
}

extension Property {
    /// Whether callers may omit the argument.
    package var isOptional: Bool {
        presence == .optional || presence == .optionalNullable || constant != nil
    }
}
