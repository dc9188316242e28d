import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Schema → NormalizedSchema.
extension Resolver {
    /// - Parameter type: Restricts a schema with several types to one of them.
    mutating func normalized(_ schema: Schema, only type: Schema.TypeName? = nil) -> NormalizedSchema {
        var seen: [ObjectIdentifier] = []
        return normalized(schema, only: type, seen: &seen)
    }

    private mutating func normalized(
        _ schema: Schema,
        only narrowed: Schema.TypeName? = nil,
        seen: inout [ObjectIdentifier]
    ) -> NormalizedSchema {
        if schema.boolean != nil { return NormalizedSchema(kind: .any) }
        if let union = inheritanceUnion(of: schema) { return union }

        let allowsNull = schema.types.contains(.null)
        let types = narrowed.map { [$0] } ?? (allowsNull ? schema.types.filter { $0 != .null } : schema.types)
        var isNullable = narrowed == nil && (schema.isNullable || (allowsNull && !types.isEmpty))

        if schema.isPureReference {
            guard let target = references.chainTarget(of: schema) else { return NormalizedSchema(kind: .any) }
            if let name = target.component {
                return NormalizedSchema(kind: .component(name), isNullable: isNullable || componentIsNullable(name))
            }
            return following(schema, &seen, isNullable) { $0.normalized(target.schema, seen: &$1) }
        }
        if schema.isNull { return NormalizedSchema(kind: .null, isNullable: true) }
        if let constant = schema.constant {
            return NormalizedSchema(kind: constantKind(constant), isNullable: isNullable)
        }
        if let values = schema.enumeration {
            isNullable = isNullable || values.contains(where: \.isNull)
            let kind = enumerationKind(values.map { EnumerationValue(node: $0) })
            return NormalizedSchema(kind: kind, isNullable: isNullable)
        }

        let variants = variants(of: schema)
        // Members that extend the schema have its properties already.
        let hasOwnProperties = !schema.properties.isEmpty && !variants.allSatisfy { extends($0, schema) }
        if !variants.isEmpty, schema.allOf.isEmpty, !hasOwnProperties, schema.reference == nil {
            return following(schema, &seen, isNullable) {
                $0.normalizedUnion(of: schema, variants: variants, isOpen: $0.allowsAnything(schema), seen: &$1)
            }
        }
        if !schema.allOf.isEmpty || schema.reference != nil || !variants.isEmpty {
            return following(schema, &seen, isNullable) { $0.normalizedComposition(of: schema, seen: &$1) }
        }
        if types.count > 1 {
            if Set(types) == [.integer, .number] {
                return NormalizedSchema(kind: .scalar(.double), isNullable: isNullable)
            }
            let parts = types.map { UnionPart(schema: schema, type: $0) }
            return NormalizedSchema(kind: .union(parts, discriminator: nil), isNullable: isNullable)
        }
        return NormalizedSchema(kind: simpleKind(of: schema, type: types.first), isNullable: isNullable)
    }

    /// Normalizes a schema through the ones that it refers to. A circle yields any value.
    private mutating func following(
        _ schema: Schema,
        _ seen: inout [ObjectIdentifier],
        _ isNullable: Bool,
        _ find: (inout Resolver, inout [ObjectIdentifier]) -> NormalizedSchema
    ) -> NormalizedSchema {
        // An array, because it is short and the schema pushed last is removed first.
        guard !seen.contains(ObjectIdentifier(schema)) else { return NormalizedSchema(kind: .any) }
        seen.append(ObjectIdentifier(schema))
        defer { seen.removeLast() }
        var form = find(&self, &seen)
        form.isNullable = form.isNullable || isNullable
        return form
    }

    /// Normalizes a schema without composition and with at most one type.
    private mutating func simpleKind(of schema: Schema, type: Schema.TypeName?) -> NormalizedSchema.Kind {
        switch type {
        case .null: return .null
        case .boolean: return .scalar(.bool)
        case .integer: return .scalar(Self.integerType(schema))
        case .number: return .scalar(.double)
        case .string: return .scalar(Self.stringType(schema))
        case .array: return .array(elementSchema(of: schema))
        case .object: return objectKind(of: schema)
        case nil:
            if schema.hasObjectKeywords { return objectKind(of: schema) }
            if schema.items != nil || !schema.prefixItems.isEmpty {
                return .array(elementSchema(of: schema))
            }
            return .any
        }
    }

    /// The element schema of an array; for a tuple, the union of its positions.
    private mutating func elementSchema(of schema: Schema) -> Schema? {
        guard !schema.prefixItems.isEmpty else { return schema.items }
        guard schema.items?.boolean != true else { return nil }
        let places = schema.prefixItems + (schema.items.map { [$0] } ?? [])
        return oneOf(places.filter { $0.boolean != false }, origin: schema.origin)
    }

    /// A union of the schemas without duplicates; nil if one of them allows any value.
    mutating func oneOf(_ schemas: [Schema], origin: SourceReference) -> Schema? {
        var variants: [Schema] = []
        for schema in schemas {
            guard schema.isConstrained else { return nil }
            if !variants.contains(where: { Self.areSame(schema, $0) }) { variants.append(schema) }
        }
        guard variants.count > 1 else { return variants.first }
        let key = variants.map { ObjectIdentifier($0) }
        if let known = synthesizedUnions[key] { return known }
        let made = Schema(origin: origin, oneOf: variants)
        synthesizedUnions[key] = made
        return made
    }

    /// Whether two schemas are obviously equal.
    static func areSame(_ schema: Schema, _ other: Schema) -> Bool {
        if schema === other { return true }
        if let reference = schema.reference { return other.reference?.text == reference.text }
        return schema.isPlain && other.isPlain && schema.types == other.types && schema.format == other.format
    }

    private mutating func objectKind(of schema: Schema) -> NormalizedSchema.Kind {
        guard schema.properties.isEmpty else { return .object(ownParts(of: schema)) }
        switch schema.additionalProperties {
        case .schema(let value): return .map(value)
        case .allowed, nil:
            // A single pattern without other properties is a map.
            return .map(schema.patternProperties.count == 1 ? schema.patternProperties.first?.schema : nil)
        }
    }

    /// The parts of an object without composition, cached because each is needed several times.
    private mutating func ownParts(of schema: Schema) -> ObjectParts {
        if let known = ownPartsCache[ObjectIdentifier(schema)] { return known.parts }
        let parts = Self.parts(of: schema)
        ownPartsCache[ObjectIdentifier(schema)] = (schema, parts)
        return parts
    }

    static func parts(of schema: Schema) -> ObjectParts {
        var parts = ObjectParts()
        parts.addAll(schema.properties)
        parts.required = Set(schema.required)
        parts.additional = schema.additionalProperties
        parts.patterns = schema.patternProperties.map(\.schema)
        return parts
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

    private func constantKind(_ node: Node) -> NormalizedSchema.Kind {
        switch node.value {
        case .string(let text): .constant(.string(text))
        case .integer(let value): .constant(.integer(value))
        case .bool(let value): .constant(.boolean(value))
        case .number(let value, _) where value.isFinite: .constant(.number(value))
        default: .any
        }
    }

    private func enumerationKind(_ values: [EnumerationValue]) -> NormalizedSchema.Kind {
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

    // MARK: - Unions

    /// The members of `oneOf` or `anyOf`, except for those without a type and those that allow no value.
    func variants(of schema: Schema) -> [Schema] {
        (schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf).filter { $0.isConstrained && $0.boolean != false }
    }

    /// Whether an alternative allows any value. Values that fit no other alternative are then unknown members.
    private func allowsAnything(_ schema: Schema) -> Bool {
        schema.types.isEmpty && (schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf).contains(where: \.isAnything)
    }

    private mutating func normalizedUnion(
        of schema: Schema,
        variants: [Schema],
        isOpen: Bool,
        seen: inout [ObjectIdentifier]
    ) -> NormalizedSchema {
        let isNullable = allowsNull(schema)
        let members = variants.filter { !isNull($0) }
        guard let first = members.first else { return NormalizedSchema(kind: .null, isNullable: true) }
        if isOpen {
            let parts = members.map { UnionPart(schema: $0) }
            return NormalizedSchema(kind: .union(parts, discriminator: schema.discriminator), isNullable: isNullable)
        }
        if members.count == 1 {
            var form = normalized(first, seen: &seen)
            form.isNullable = form.isNullable || isNullable
            return form
        }
        if let kind = scalarKind(of: members) { return NormalizedSchema(kind: kind, isNullable: isNullable) }
        if members.allSatisfy({ $0.types == [.integer] || $0.types == [.number] }) {
            let isInteger = members.allSatisfy { $0.types == [.integer] }
            return NormalizedSchema(kind: .scalar(isInteger ? .int : .double), isNullable: isNullable)
        }
        let parts = members.map { UnionPart(schema: $0) }
        return NormalizedSchema(kind: .union(parts, discriminator: schema.discriminator), isNullable: isNullable)
    }

    // MARK: - allOf

    /// Merges `allOf`, a reference with siblings, or a union with sibling properties.
    private mutating func normalizedComposition(of schema: Schema, seen: inout [ObjectIdentifier]) -> NormalizedSchema {
        var form = normalizedParts(of: schema, seen: &seen)
        form.isNullable = form.isNullable || allowsNull(schema)
        return form
    }

    private mutating func normalizedParts(of schema: Schema, seen: inout [ObjectIdentifier]) -> NormalizedSchema {
        let meaningful = schema.allOf.filter(\.isConstrained)
        if schema.properties.isEmpty, variants(of: schema).isEmpty {
            // A single part, or a reference, that the rest leaves unchanged.
            if schema.reference == nil, meaningful.count == 1, !extendsUnion(schema),
                !requiresMore(schema, than: meaningful[0])
            {
                return normalized(meaningful[0], seen: &seen)
            }
            if schema.isReferenceWithRequired, let target = schema.reference.flatMap({ references.target(of: $0) }),
                !requiresMore(schema, than: target.schema)
            {
                guard let name = target.component else { return normalized(target.schema, seen: &seen) }
                return NormalizedSchema(kind: .component(name), isNullable: componentIsNullable(name))
            }
        }
        let parts = objectParts(of: schema)
        if let union = distributingSiblings(parts, of: schema) { return union }
        if parts.members.isEmpty {
            // For other types, the first part with a type determines it.
            for part in meaningful + (schema.reference.flatMap { references.target(of: $0)?.schema }.map { [$0] } ?? [])
            {
                let form = normalized(part, seen: &seen)
                if case .any = form.kind { continue }
                return form
            }
            return NormalizedSchema(kind: parts.additional == nil ? .any : .map(parts.additional?.schema))
        }
        return NormalizedSchema(kind: .object(parts))
    }

    /// Whether the schema requires a property that the part has and does not require itself.
    private mutating func requiresMore(_ schema: Schema, than part: Schema) -> Bool {
        let names = schema.required + schema.allOf.flatMap { $0.isConstrained ? [] : $0.required }
        return !names.isEmpty && requiresMore(names, than: part)
    }

    private mutating func requiresMore(_ names: [String], than part: Schema) -> Bool {
        guard nesting < 8 else { return false }
        nesting += 1
        defer { nesting -= 1 }
        let parts = objectParts(of: part)
        return names.contains { parts.position(of: $0) != nil && !parts.required.contains($0) }
            || parts.unions.contains { union in
                variantsBesidesNull(of: union).contains { variant in
                    requiresMore(names.filter { !parts.required.contains($0) }, than: variant)
                }
            }
    }

    mutating func collect(_ schema: Schema, into parts: inout ObjectParts, visited: inout Set<ObjectIdentifier>) {
        // Through references, so that a schema reached on several paths is collected once.
        let schema = resolvedTarget(of: schema)
        guard visited.insert(ObjectIdentifier(schema)).inserted else { return }
        guard collectedCount < Self.collectionLimit else {
            if !isCollectionLimitReported {
                error(
                    "the parts of 'allOf' together have more than \(Self.collectionLimit) properties; nest them less",
                    schema.origin
                )
            }
            isCollectionLimitReported = true
            return
        }
        collectedCount += 1 + schema.properties.count
        if let reference = schema.reference, let target = references.target(of: reference) {
            collect(target.schema, into: &parts, visited: &visited)
        }
        for part in schema.allOf {
            collect(part, into: &parts, visited: &visited)
        }
        parts.addAll(schema.properties)
        parts.required.formUnion(schema.required)
        if let additional = schema.additionalProperties { parts.additional = additional }
        parts.patterns += schema.patternProperties.map(\.schema)
        let variants = variants(of: schema)
        let others = variants.filter { !isNull($0) }
        if others.count == 1 {
            collect(others[0], into: &parts, visited: &visited)
        } else if !variants.isEmpty,
            !others.contains(where: { visited.contains(ObjectIdentifier(resolvedTarget(of: $0))) })
        {
            // A member that extends the schema with the union must not contain the union.
            parts.unions.append(schema)
        }
    }
}

extension Schema.AdditionalProperties {
    var schema: Schema? { if case .schema(let schema) = self { schema } else { nil } }
}
