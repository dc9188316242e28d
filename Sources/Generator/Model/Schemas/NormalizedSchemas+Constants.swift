import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Unions of constants, which are enumerations.
extension NormalizedSchemas {
    /// The enumeration or the scalar type of a union whose members are strings, whole numbers or numbers, with or without
    /// fixed values; nil for any other union.
    func scalarKind(of members: [Schema]) -> NormalizedSchema.Kind? {
        var values: [EnumerationValue] = []
        var openTypes: Set<Schema.TypeName> = []
        for member in members {
            let resolved = references.resolvedTarget(of: member)
            if let constant = resolved.constant {
                values.append(EnumerationValue(node: constant, title: member.title ?? resolved.title))
            } else if let enumeration = resolved.enumeration {
                let nodes = enumeration.filter { !$0.isNull }
                // The title of a single number is its name; that of a single string repeats it.
                let title = nodes.count == 1 && nodes[0].string == nil ? member.title ?? resolved.title : nil
                values += nodes.map { EnumerationValue(node: $0, title: title) }
            } else if let type = openScalarType(of: resolved) {
                openTypes.insert(type)
            } else {
                return nil
            }
        }
        return Self.scalarKind(of: Self.unique(values), openTypes)
    }

    private static func scalarKind(
        of values: [EnumerationValue],
        _ openTypes: Set<Schema.TypeName>
    ) -> NormalizedSchema.Kind? {
        if openTypes.isSubset(of: [.string]), values.allSatisfy({ $0.node.string != nil }) {
            return values.isEmpty ? .scalar(.string) : .enumeration(.string, values)
        }
        // Without fixed values, the format decides.
        guard !values.isEmpty else { return nil }
        if openTypes.isSubset(of: [.integer]), values.allSatisfy({ $0.node.integer != nil }) {
            return .enumeration(.integer, values)
        }
        if openTypes.isSubset(of: [.integer, .number]), values.allSatisfy({ $0.node.number != nil }) {
            return .enumeration(.double, values)
        }
        return nil
    }

    /// The members of a union of several kinds. Constants of one kind, and what the document says of it beside them, are
    /// one enumeration.
    func parts(of members: [Schema], _ origin: SourceReference) -> [UnionPart] {
        var groups: [Enumeration.RawType: [Schema]] = [:]
        let kinds = members.map { enumerableKind(of: $0) }
        for (member, kind) in zip(members, kinds) {
            if let kind { groups[kind.type, default: []].append(member) }
        }
        let enumerable = Set(kinds.compactMap { $0.flatMap { $0.hasValues ? $0.type : nil } })
        return zip(members, kinds).compactMap { member, kind in
            guard let kind, enumerable.contains(kind.type), let group = groups[kind.type], group.count > 1 else {
                return UnionPart(schema: member)
            }
            guard group[0] === member else { return nil }
            return UnionPart(schema: Schema(origin: origin, oneOf: group), distributedUnions: [])
        }
    }

    /// The kind of a constant, or of an inline schema that allows some or all values of a kind; nil for any other schema.
    private func enumerableKind(of schema: Schema) -> (type: Enumeration.RawType, hasValues: Bool)? {
        let nodes: [Node]
        if let constant = references.resolvedTarget(of: schema).constant {
            nodes = [constant]
        } else if schema.reference != nil {
            return nil
        } else if let enumeration = schema.enumeration {
            nodes = enumeration.filter { !$0.isNull }
        } else {
            switch openScalarType(of: schema) {
            case .string: return (.string, false)
            case .integer: return (.integer, false)
            case .number: return (.double, false)
            default: return nil
            }
        }
        if nodes.allSatisfy({ $0.string != nil }) { return (.string, true) }
        if nodes.allSatisfy({ $0.integer != nil }) { return (.integer, true) }
        return nodes.allSatisfy { $0.number != nil } ? (.double, true) : nil
    }

    /// Whether an enumeration names some values of a kind and allows all others, too.
    func allowsOtherValues(_ schema: Schema) -> Bool {
        references.resolvedTarget(of: schema).variants.contains {
            openScalarType(of: references.resolvedTarget(of: $0)) != nil
        }
    }

    /// The type of a schema that allows all strings, whole numbers or numbers.
    private func openScalarType(of schema: Schema) -> Schema.TypeName? {
        let types = schema.types.filter { $0 != .null }
        guard types.count == 1, schema.isPlain else { return nil }
        switch types[0] {
        case .string: return Self.stringType(schema) == .string ? .string : nil
        case .integer, .number: return types[0]
        default: return nil
        }
    }

    /// The first of equal values. Strings are compared by their bytes.
    private static func unique(_ values: [EnumerationValue]) -> [EnumerationValue] {
        var seen: Set<[UInt8]> = []
        return values.filter { value in
            seen.insert(Array((value.node.string ?? value.node.literal).utf8)).inserted
        }
    }
}
