import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Unions with sibling properties: each member of the union gets the properties too.
extension Resolver {
    /// Distributes the properties of an object over the members of its `oneOf` or `anyOf`. Returns nil if it has
    /// neither, or if a member is no object.
    mutating func distributingSiblings(_ parts: ObjectParts, of schema: Schema) -> NormalizedSchema? {
        let done = unionsWithSiblings[ObjectIdentifier(schema)]?.unions ?? []
        let unions = parts.unions.filter { union in !done.contains { $0 === union } }
        // Each level multiplies the members, so deeper unions keep their properties untyped.
        guard let union = unions.first, done.count < 3 else { return nil }
        let members = variantsBesidesNull(of: union)
        guard members.allSatisfy({ isObjectOrUnion($0) }) else { return nil }
        if let form = unionsWithSiblings[ObjectIdentifier(schema)]?.form { return form }

        distributedCount += members.count
        guard distributedCount <= Self.distributionLimit else { return nil }
        let base = Schema(
            origin: schema.origin,
            types: [.object],
            properties: parts.members.map { Schema.Property(name: $0.name, schema: $0.schema, origin: $0.origin) },
            required: parts.required.sorted(),
            additionalProperties: parts.additional,
            allOf: Array(unions.dropFirst())
        )
        let unionParts = members.map { member in
            let merged = Schema(
                origin: member.origin,
                types: [.object],
                title: member.title,
                description: member.description,
                allOf: [base, member]
            )
            // Prevents infinite recursion into a member that refers to the schema.
            unionsWithSiblings[ObjectIdentifier(merged)] = UnionWithSiblings(schema: merged, unions: done + [union])
            return UnionPart(schema: merged, variant: member)
        }
        let form = NormalizedSchema(
            kind: .union(unionParts, discriminator: union.discriminator ?? schema.discriminator)
        )
        unionsWithSiblings[ObjectIdentifier(schema), default: UnionWithSiblings(schema: schema, unions: done)].form =
            form
        return form
    }

    /// The distributed unions of a schema. Retains the schema, so that its `ObjectIdentifier` is not reused.
    struct UnionWithSiblings {
        var schema: Schema
        var unions: [Schema]
        var form: NormalizedSchema?
    }

    private mutating func isObjectOrUnion(_ schema: Schema) -> Bool {
        let parts = objectParts(of: schema)
        if !parts.members.isEmpty { return true }
        guard nesting < 8 else { return false }
        nesting += 1
        defer { nesting -= 1 }
        let target = resolvedTarget(of: schema)
        guard parts.unions.isEmpty else {
            return parts.unions.allSatisfy { union in
                variantsBesidesNull(of: union).allSatisfy { isObjectOrUnion($0) }
            }
        }
        return target.types == [.object] || (target.types.isEmpty && target.hasObjectKeywords)
    }
}
