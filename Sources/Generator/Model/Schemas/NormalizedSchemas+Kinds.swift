import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Schemas without composition and with at most one type.
extension NormalizedSchemas {
    func simpleKind(of schema: Schema, type: Schema.TypeName?) -> NormalizedSchema.Kind {
        switch type {
        case .null: return .null
        case .boolean: return .scalar(.bool)
        case .integer: return .scalar(Self.integerType(schema))
        case .number: return .scalar(.double)
        case .string: return .scalar(Self.stringType(schema))
        case .array: return .array(Self.elementSchema(of: schema))
        case .object: return objectKind(of: schema)
        case nil:
            if schema.hasObjectKeywords { return objectKind(of: schema) }
            if schema.items != nil || !schema.prefixItems.isEmpty { return .array(Self.elementSchema(of: schema)) }
            return .any
        }
    }

    /// The element schema of an array; for a tuple, the union of its positions.
    private static func elementSchema(of schema: Schema) -> Schema? {
        guard !schema.prefixItems.isEmpty else { return schema.items }
        guard schema.items?.boolean != true else { return nil }
        let places = schema.prefixItems + (schema.items.map { [$0] } ?? [])
        return oneOf(places.filter { $0.boolean != false }, origin: schema.origin)
    }

    /// A union of the schemas without duplicates; nil if one of them allows any value.
    static func oneOf(_ schemas: [Schema], origin: SourceReference) -> Schema? {
        var variants: [Schema] = []
        for schema in schemas {
            guard schema.isConstrained else { return nil }
            if !variants.contains(where: { $0.isObviouslyEqual(to: schema) }) { variants.append(schema) }
        }
        return variants.count > 1 ? Schema(origin: origin, oneOf: variants) : variants.first
    }

    private func objectKind(of schema: Schema) -> NormalizedSchema.Kind {
        guard schema.properties.isEmpty else { return .object(objects.parts(of: schema)) }
        switch schema.additionalProperties {
        case .schema(let value): return .map(value)
        case .allowed, nil:
            // A single pattern without other properties is a map.
            return .map(schema.patternProperties.count == 1 ? schema.patternProperties.first?.schema : nil)
        }
    }

    private static func integerType(_ schema: Schema) -> TypeReference {
        switch schema.format {
        case "int64": .int64
        case "uint64": .uint64
        default: .int
        }
    }

    static func stringType(_ schema: Schema) -> TypeReference {
        if schema.contentEncoding == "base64" { return .data }
        return switch schema.format {
        case "date-time": .date
        case "date": .day
        case "byte": .data
        default: .string
        }
    }

    // MARK: - Values

    static func constantKind(_ node: Node) -> NormalizedSchema.Kind {
        switch node.value {
        case .string(let text): .constant(.string(text))
        case .integer(let value): .constant(.integer(value))
        case .bool(let value): .constant(.boolean(value))
        case .number(let value, _) where value.isFinite: .constant(.number(value))
        default: .any
        }
    }

    static func enumerationKind(_ values: [EnumerationValue]) -> NormalizedSchema.Kind {
        let values = values.filter { !$0.node.isNull }
        if values.allSatisfy({ $0.node.string != nil }) { return .enumeration(.string, values) }
        if values.allSatisfy({ $0.node.integer != nil }) { return .enumeration(.integer, values) }
        if values.allSatisfy({ $0.node.number != nil }) { return .enumeration(.double, values) }
        if values.allSatisfy({ $0.node.bool != nil }) {
            return values.count == 1 ? .constant(.boolean(values[0].node.bool == true)) : .scalar(.bool)
        }
        let hasContainers = values.contains { $0.node.sequence != nil || $0.node.mapping != nil }
        return hasContainers ? .any : .enumeration(.json, values)
    }
}

extension Schema {
    func isObviouslyEqual(to other: Schema) -> Bool {
        if self === other { return true }
        if let reference { return other.reference?.text == reference.text }
        return isPlain && other.isPlain && types == other.types && format == other.format
    }
}
