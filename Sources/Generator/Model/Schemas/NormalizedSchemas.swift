import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The second pass: every schema reduced to one kind. `allOf` is merged, inheritance and alternatives are unions, and
/// null is set apart.
///
/// The pass makes further schemas, such as the members of a union with the properties beside it, and normalises them
/// too.
struct NormalizedSchemas {
    let references: References
    let nullability: Nullability
    private(set) var objects: MergedObjects
    /// The unions, each once.
    private(set) var unions: [NormalizedUnion] = []
    /// The schemas that extend each component with `allOf`, in document order.
    let subtypes: NameMap<[Components.Named<Schema>]>

    /// By schema; all but simple ones.
    private var forms: [ObjectIdentifier: NormalizedSchema] = [:]
    private var seenUnions: Set<ObjectIdentifier> = []
    /// The unions whose siblings a made schema includes.
    private var distributedUnions: [ObjectIdentifier: [Schema]] = [:]
    /// The number of members made for unions with siblings.
    private var distributedCount = 0
    private static let distributionLimit = 3_000

    init(_ nullability: Nullability, _ components: Components, diagnostics: inout DiagnosticList) {
        references = nullability.references
        self.nullability = nullability
        objects = MergedObjects(nullability, diagnostics: &diagnostics)
        subtypes = Self.subtypes(in: components.schemas)
        for schema in references.schemas { add(schema, &diagnostics) }
    }

    /// - Parameter type: Restricts a schema with several types to one of them.
    func normalized(_ schema: Schema, only type: Schema.TypeName? = nil) -> NormalizedSchema {
        var seen: [ObjectIdentifier] = []
        return form(of: schema, only: type, &seen)
    }

    /// The unions whose alternatives the members of a union with siblings have in common.
    func distributedUnions(in schema: Schema) -> [Schema] { distributedUnions[ObjectIdentifier(schema)] ?? [] }

    // MARK: - The pass

    /// Normalises a schema and those that this makes.
    private mutating func add(_ schema: Schema, _ diagnostics: inout DiagnosticList) {
        guard !schema.isSimple, forms[ObjectIdentifier(schema)] == nil else { return }
        var seen: [ObjectIdentifier] = []
        let form = form(of: schema, only: nil, &seen)
        forms[ObjectIdentifier(schema)] = form
        switch form.kind {
        case .array(let element?):
            add(element, &diagnostics)
        case .union(let union) where seenUnions.insert(ObjectIdentifier(union)).inserted:
            unions.append(union)
            for part in union.parts {
                guard let distributed = part.distributedUnions else { continue }
                if !distributed.isEmpty { distributedCount += 1 }
                distributedUnions[ObjectIdentifier(part.schema)] = distributed
                objects.add(part.schema, &diagnostics)
            }
            for part in union.parts where part.distributedUnions != nil { add(part.schema, &diagnostics) }
        default:
            break
        }
    }

    /// - Parameter seen: The schemas on the way to this one. A circle allows any value.
    private func form(
        of schema: Schema,
        only narrowed: Schema.TypeName?,
        _ seen: inout [ObjectIdentifier]
    ) -> NormalizedSchema {
        if narrowed == nil, let known = forms[ObjectIdentifier(schema)] { return known }
        if schema.boolean != nil { return NormalizedSchema(kind: .any) }
        if let target = references.inlineComponent(at: schema), let name = target.component {
            return NormalizedSchema(kind: .component(name), isNullable: nullability.allowsNull(target.schema))
        }
        if let union = inheritanceUnion(of: schema) { return union }

        let allowsNull = schema.types.contains(.null)
        let types = narrowed.map { [$0] } ?? (allowsNull ? schema.types.filter { $0 != .null } : schema.types)
        var isNullable = narrowed == nil && (schema.isNullable || (allowsNull && !types.isEmpty))

        if schema.isPureReference {
            guard let target = references.chainTarget(of: schema) else { return NormalizedSchema(kind: .any) }
            if let name = target.component {
                isNullable = isNullable || nullability.allowsNull(target.schema)
                return NormalizedSchema(kind: .component(name), isNullable: isNullable)
            }
            return following(schema, &seen, isNullable) { form(of: target.schema, only: nil, &$0) }
        }
        if schema.isNull { return NormalizedSchema(kind: .null, isNullable: true) }
        if let constant = schema.constant {
            return NormalizedSchema(kind: Self.constantKind(constant), isNullable: isNullable)
        }
        if let values = schema.enumeration {
            isNullable = isNullable || values.contains(where: \.isNull)
            let kind = Self.enumerationKind(values.map { EnumerationValue(node: $0) })
            return NormalizedSchema(kind: kind, isNullable: isNullable)
        }

        let variants = schema.variants
        // Members that extend the schema have its properties already.
        let hasOwnProperties = !schema.properties.isEmpty && !variants.allSatisfy { extends($0, schema) }
        if !variants.isEmpty, schema.allOf.isEmpty, !hasOwnProperties, schema.reference == nil {
            return following(schema, &seen, isNullable) { unionForm(of: schema, variants, &$0) }
        }
        if !schema.allOf.isEmpty || schema.reference != nil || !variants.isEmpty {
            return following(schema, &seen, isNullable) { compositionForm(of: schema, &$0) }
        }
        if types.count > 1 {
            if Set(types) == [.integer, .number] {
                return NormalizedSchema(kind: .scalar(.double), isNullable: isNullable)
            }
            let parts = types.map { UnionPart(schema: schema, type: $0) }
            return NormalizedSchema(kind: .union(NormalizedUnion(parts)), isNullable: isNullable)
        }
        return NormalizedSchema(kind: simpleKind(of: schema, type: types.first), isNullable: isNullable)
    }

    private func following(
        _ schema: Schema,
        _ seen: inout [ObjectIdentifier],
        _ isNullable: Bool,
        _ find: (inout [ObjectIdentifier]) -> NormalizedSchema
    ) -> NormalizedSchema {
        // An array, because it is short and the schema pushed last is removed first.
        guard !seen.contains(ObjectIdentifier(schema)) else { return NormalizedSchema(kind: .any) }
        seen.append(ObjectIdentifier(schema))
        defer { seen.removeLast() }
        var form = find(&seen)
        form.isNullable = form.isNullable || isNullable
        return form
    }

    // MARK: - Alternatives

    private func unionForm(
        of schema: Schema,
        _ variants: [Schema],
        _ seen: inout [ObjectIdentifier]
    ) -> NormalizedSchema {
        let isNullable = nullability.allowsNull(schema)
        let members = variants.filter { !nullability.isNull($0) }
        guard let first = members.first else { return NormalizedSchema(kind: .null, isNullable: true) }
        if !schema.allowsAnything {
            if members.count == 1 {
                var form = form(of: first, only: nil, &seen)
                form.isNullable = form.isNullable || isNullable
                return form
            }
            if let kind = scalarKind(of: members) { return NormalizedSchema(kind: kind, isNullable: isNullable) }
            if members.allSatisfy({ $0.types == [.integer] || $0.types == [.number] }) {
                let isInteger = members.allSatisfy { $0.types == [.integer] }
                return NormalizedSchema(kind: .scalar(isInteger ? .int : .double), isNullable: isNullable)
            }
        }
        let parts =
            schema.discriminator == nil ? parts(of: members, schema.origin) : members.map { UnionPart(schema: $0) }
        let union = NormalizedUnion(parts, discriminator: schema.discriminator)
        return NormalizedSchema(kind: .union(union), isNullable: isNullable)
    }

    // MARK: - Composition

    /// Merges `allOf`, a reference with siblings, or a union with sibling properties.
    private func compositionForm(of schema: Schema, _ seen: inout [ObjectIdentifier]) -> NormalizedSchema {
        var form = mergedForm(of: schema, &seen)
        form.isNullable = form.isNullable || nullability.allowsNull(schema)
        return form
    }

    private func mergedForm(of schema: Schema, _ seen: inout [ObjectIdentifier]) -> NormalizedSchema {
        let meaningful = schema.allOf.filter(\.isConstrained)
        let target = schema.reference.flatMap { references.target(of: $0) }
        if schema.properties.isEmpty, schema.variants.isEmpty {
            // A single part, or a reference, that the rest leaves unchanged.
            if schema.reference == nil, meaningful.count == 1, !extendsUnion(schema),
                !requiresMore(schema, than: meaningful[0])
            {
                return form(of: meaningful[0], only: nil, &seen)
            }
            if schema.isReferenceWithRequired, let target, !requiresMore(schema, than: target.schema) {
                guard let name = target.component else { return form(of: target.schema, only: nil, &seen) }
                return NormalizedSchema(
                    kind: .component(name),
                    isNullable: nullability.allowsNull(target.schema)
                )
            }
        }
        let parts = objects.parts(of: schema)
        if let union = distributingSiblings(parts, of: schema) { return union }
        if parts.members.isEmpty {
            // For other types, the first part with a type determines it.
            for part in meaningful + (target.map { [$0.schema] } ?? []) {
                let form = form(of: part, only: nil, &seen)
                if case .any = form.kind { continue }
                return form
            }
            return NormalizedSchema(kind: parts.additional == nil ? .any : .map(parts.additional?.schema))
        }
        return NormalizedSchema(kind: .object(parts))
    }

    /// Whether the schema requires a property that the part has and does not require itself.
    private func requiresMore(_ schema: Schema, than part: Schema) -> Bool {
        let names = schema.required + schema.allOf.flatMap { $0.isConstrained ? [] : $0.required }
        return !names.isEmpty && requiresMore(names, than: part, depth: 0)
    }

    private func requiresMore(_ names: [String], than part: Schema, depth: Int) -> Bool {
        guard depth < 8 else { return false }
        let parts = objects.parts(of: part)
        return names.contains { parts.position(of: $0) != nil && !parts.required.contains($0) }
            || parts.unions.contains { union in
                let rest = names.filter { !parts.required.contains($0) }
                return nullability.variantsBesidesNull(of: union).contains {
                    requiresMore(rest, than: $0, depth: depth + 1)
                }
            }
    }

    /// Gives each member of the object's `oneOf` or `anyOf` the properties beside it. Returns nil if it has neither, or
    /// if a member is no object.
    private func distributingSiblings(_ parts: ObjectParts, of schema: Schema) -> NormalizedSchema? {
        let done = distributedUnions(in: schema)
        let unions = parts.unions.filter { union in !done.contains { $0 === union } }
        // Each level multiplies the members, so deeper unions keep their properties untyped.
        guard let union = unions.first, done.count < 3 else { return nil }
        let members = nullability.variantsBesidesNull(of: union)
        guard members.allSatisfy({ isObjectOrUnion($0, depth: 0) }) else { return nil }
        guard distributedCount + members.count <= Self.distributionLimit else { return nil }
        let base = Schema(
            origin: schema.origin,
            types: [.object],
            properties: parts.members.map { Schema.Property(name: $0.name, schema: $0.schema, origin: $0.origin) },
            required: parts.required.sorted(),
            additionalProperties: parts.additional,
            allOf: Array(unions.dropFirst())
        )
        let merged = members.map { member in
            let merged = Schema(
                origin: member.origin,
                types: [.object],
                title: member.title,
                description: member.description,
                allOf: [base, member]
            )
            // The list prevents infinite recursion into a member that refers to the schema.
            return UnionPart(schema: merged, variant: member, distributedUnions: done + [union])
        }
        let discriminator = union.discriminator ?? schema.discriminator
        return NormalizedSchema(kind: .union(NormalizedUnion(merged, discriminator: discriminator)))
    }

    private func isObjectOrUnion(_ schema: Schema, depth: Int) -> Bool {
        let parts = objects.parts(of: schema)
        if !parts.members.isEmpty { return true }
        guard depth < 8 else { return false }
        guard parts.unions.isEmpty else {
            return parts.unions.allSatisfy { union in
                nullability.variantsBesidesNull(of: union).allSatisfy { isObjectOrUnion($0, depth: depth + 1) }
            }
        }
        let target = references.resolvedTarget(of: schema)
        return target.types == [.object] || (target.types.isEmpty && target.hasObjectKeywords)
    }
}

extension Schema {
    /// Whether an alternative allows any value. Values that fit no other alternative are then unknown members.
    fileprivate var allowsAnything: Bool {
        types.isEmpty && (oneOf.isEmpty ? anyOf : oneOf).contains(where: \.isAnything)
    }

    /// Whether normalising the schema again takes no longer than looking it up.
    fileprivate var isSimple: Bool {
        isPureReference
            || (reference == nil && !isComposed && properties.isEmpty && types.count < 2 && enumeration == nil
                && prefixItems.isEmpty)
    }
}
