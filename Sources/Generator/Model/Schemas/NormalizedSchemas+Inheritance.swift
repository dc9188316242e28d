import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

// Inheritance by discriminator: a schema with a discriminator is a union of itself and of the schemas that extend it
// with `allOf` (OpenAPI 3.1.1, "Models with Polymorphism Support").
extension NormalizedSchemas {
    /// The schemas that extend each component with `allOf`, by the component's name, in document order.
    static func subtypes(in schemas: [Components.Named<Schema>]) -> NameMap<[Components.Named<Schema>]> {
        var subtypes = NameMap<[Components.Named<Schema>]>()
        for component in schemas {
            for part in component.value.allOf {
                guard let parent = part.reference?.pointer?.name(in: "components", "schemas") else { continue }
                subtypes[parent, default: []].append(component)
            }
        }
        return subtypes
    }

    /// The union that a component stands for; nil if it has no discriminator or nothing extends it.
    func inheritanceUnion(of schema: Schema) -> NormalizedSchema? {
        guard let discriminator = schema.discriminator, schema.oneOf.isEmpty, schema.anyOf.isEmpty,
            let name = schemaName(of: schema)
        else { return nil }
        let subtypes = allSubtypes(of: name)
        guard !subtypes.isEmpty else { return nil }
        var parts = subtypes.map { subtype in
            let reference = Self.reference(to: subtype.name, at: subtype.origin)
            return UnionPart(schema: reference, variant: reference)
        }
        if allowsOwnValues(discriminator, of: name) {
            let own = schema.withoutDiscriminator
            parts.append(
                UnionPart(
                    schema: own,
                    variant: Self.reference(to: name, at: schema.origin),
                    typeName: "Base",
                    distributedUnions: []
                )
            )
        }
        return NormalizedSchema(
            kind: .union(NormalizedUnion(parts, discriminator: discriminator)),
            isNullable: nullability.allowsNull(schema)
        )
    }

    /// The discriminator of the schema that all members of a union extend, for a union without one.
    func inheritedDiscriminator(of parts: [UnionPart]) -> Schema.Discriminator? {
        guard parts.count > 1, parts.allSatisfy({ $0.type == nil && $0.variant.reference != nil }) else { return nil }
        var common: Schema?
        for part in parts {
            let parent = references.resolvedTarget(of: part.variant).allOf.map { references.resolvedTarget(of: $0) }
                .first { $0.discriminator != nil }
            guard let parent, common == nil || common === parent else { return nil }
            common = parent
        }
        var discriminator = common?.discriminator
        let names = Set(parts.compactMap(\.variant.componentName))
        // Entries for others that extend the schema are no members of this union.
        discriminator?.mapping.removeAll { mapping in !names.contains { mapping.isFor(component: $0) } }
        return discriminator
    }

    /// Whether the schema extends a component that is a union by inheritance.
    func extendsUnion(_ schema: Schema) -> Bool {
        // By its place, because the copy of a parent for its own values is no component.
        guard schema.origin.pointer.name(in: "components", "schemas") != nil else { return false }
        return schema.allOf.contains { part in
            part.reference?.pointer?.name(in: "components", "schemas").flatMap { references.components[$0] }?
                .discriminator != nil
        }
    }

    /// Whether a schema extends another one, directly or through others.
    func extends(_ schema: Schema, _ parent: Schema) -> Bool {
        var seen: Set<ObjectIdentifier> = []
        var waiting = [references.resolvedTarget(of: schema)]
        while let next = waiting.popLast() {
            guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
            for part in next.allOf where part.isPureReference {
                let target = references.resolvedTarget(of: part)
                if target === parent { return true }
                waiting.append(target)
            }
        }
        return false
    }

    /// The name of a schema that is a component itself.
    private func schemaName(of schema: Schema) -> String? {
        guard let name = schema.origin.pointer.name(in: "components", "schemas"), references.components[name] === schema
        else {
            return nil
        }
        return name
    }

    /// The schemas that extend a component, with those that extend them.
    private func allSubtypes(of name: String) -> [Components.Named<Schema>] {
        var found: [Components.Named<Schema>] = []
        var seen: Set<ByteKey> = [ByteKey(name)]
        func add(_ name: String) {
            for subtype in subtypes[name] ?? [] where seen.insert(ByteKey(subtype.name)).inserted {
                found.append(subtype)
                add(subtype.name)
            }
        }
        add(name)
        return found
    }

    /// Whether a value may be the parent's own: a mapping that leaves the parent out makes it abstract.
    private func allowsOwnValues(_ discriminator: Schema.Discriminator, of name: String) -> Bool {
        discriminator.mapping.isEmpty || discriminator.mapping.contains { $0.isFor(component: name) }
    }

    private static func reference(to name: String, at origin: SourceReference) -> Schema {
        let pointer = JSONPointer(["components", "schemas", name])
        let text = "#" + pointer.description
        let reference = Reference(text: text, pointer: pointer, summary: nil, description: nil, origin: origin)
        return Schema(origin: origin, reference: reference)
    }
}

extension Schema {
    /// A copy whose values are only those of the schema itself.
    fileprivate var withoutDiscriminator: Schema {
        Schema(
            origin: origin,
            types: types,
            title: title,
            description: description,
            properties: properties,
            required: required,
            additionalProperties: additionalProperties,
            patternProperties: patternProperties,
            allOf: allOf
        )
    }
}
