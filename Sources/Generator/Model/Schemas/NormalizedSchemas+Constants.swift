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
