import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Alternatives beside properties: a union each of whose members has the properties too.
extension Resolver {
    /// The union that an object with properties and one or more `oneOf` or `anyOf` comes down to; nil where it has
    /// none, or where a member is no object.
    mutating func distributed(_ parts: ObjectParts, of schema: Schema) -> SchemaForm? {
        let done = distributions[ObjectIdentifier(schema)]?.unions ?? []
        let unions = parts.unions.filter { union in !done.contains { $0 === union } }
        // Each level multiplies the members; what is deeper keeps its properties as they came.
        guard let union = unions.first, done.count < 3 else { return nil }
        let members = variants(of: union).filter { !$0.isNull }
        guard members.allSatisfy({ isObjectOrUnion($0) }) else { return nil }
        if let form = distributions[ObjectIdentifier(schema)]?.form { return form }

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
            // A member that leads back here is not taken apart again.
            distributions[ObjectIdentifier(merged)] = Distribution(schema: merged, unions: done + [union])
            return UnionPart(schema: merged, variant: member)
        }
        let form = SchemaForm(kind: .union(unionParts, discriminator: union.discriminator ?? schema.discriminator))
        distributions[ObjectIdentifier(schema), default: Distribution(schema: schema, unions: done)].form = form
        return form
    }

    /// What is known of a schema that was taken apart, or made by it. It keeps the schema alive, so that its
    /// identity stays its own.
    struct Distribution {
        var schema: Schema
        var unions: [Schema]
        var form: SchemaForm?
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
                variants(of: union).filter { !$0.isNull }.allSatisfy { isObjectOrUnion($0) }
            }
        }
        return target.types == [.object] || (target.types.isEmpty && target.hasObjectKeywords)
    }
}
