import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The schemas that allow null: directly, or through references and alternatives, because documents spell null in many
/// ways.
struct Nullability {
    let references: References
    /// The schemas that allow null through others.
    private var nullable: Set<ObjectIdentifier> = []

    init(_ references: References) {
        self.references = references
        // Backwards from the schemas that name null, so that circles need no special care.
        var dependents: [ObjectIdentifier: [Schema]] = [:]
        var waiting: [Schema] = []
        for schema in references.schemas {
            if schema.namesNull { waiting.append(schema) }
            for alternative in alternatives(to: schema) where alternative.mayAllowNull {
                dependents[ObjectIdentifier(alternative), default: []].append(schema)
            }
        }
        while let schema = waiting.popLast() {
            for dependent in dependents[ObjectIdentifier(schema)] ?? []
            where nullable.insert(ObjectIdentifier(dependent)).inserted {
                waiting.append(dependent)
            }
        }
    }

    /// Whether null is an allowed value.
    func allowsNull(_ schema: Schema) -> Bool {
        if schema.namesNull || nullable.contains(ObjectIdentifier(schema)) { return true }
        // For a union that a later pass made.
        return !schema.oneOf.isEmpty
            && alternatives(to: schema).contains { $0.namesNull || nullable.contains(ObjectIdentifier($0)) }
    }

    /// Whether null is the only allowed value.
    func isNull(_ schema: Schema) -> Bool {
        var target = references.resolvedTarget(of: schema)
        for _ in 0..<8 {
            guard let only = target.onlyPart else { break }
            target = references.resolvedTarget(of: only)
        }
        return target.isNull
    }

    /// The members of `oneOf` or `anyOf` that allow more than null.
    func variantsBesidesNull(of schema: Schema) -> [Schema] {
        schema.variants.filter { !isNull($0) }
    }

    /// The schemas that each suffice to allow null.
    private func alternatives(to schema: Schema) -> [Schema] {
        if schema.reference == nil, !schema.isComposed { return [] }
        if schema.isPureReference, let target = schema.reference.flatMap({ references.target(of: $0) }) {
            return [target.schema]
        }
        if let only = schema.onlyPart { return [only] }
        guard schema.allOf.isEmpty, schema.reference == nil else { return [] }
        // Properties beside the alternatives say nothing of null, but `type: object` does.
        guard schema.properties.isEmpty || schema.types.isEmpty else { return [] }
        return schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf
    }
}

extension Schema {
    /// The members of `oneOf` or `anyOf`, except for those without a type and those that allow no value.
    var variants: [Schema] {
        guard isComposed else { return [] }
        return (oneOf.isEmpty ? anyOf : oneOf).filter { $0.isConstrained && $0.boolean != false }
    }

    /// Whether the schema itself allows null, without following references and alternatives.
    fileprivate var namesNull: Bool {
        isNullable || types.contains(.null) || isNull || enumeration?.contains(where: \.isNull) == true
            || allOf.contains(where: \.isNullMarker)
    }

    /// Whether the schema allows null itself or may do so through others.
    fileprivate var mayAllowNull: Bool { reference != nil || isComposed || namesNull }

    /// Whether the schema says only that null is allowed, as `{nullable: true}` does beside others in `allOf`.
    private var isNullMarker: Bool {
        isNullable && isPlain && format == nil && (types.isEmpty || types == [.object])
    }

    /// The only part of an `allOf` that says anything, if there is nothing beside it.
    fileprivate var onlyPart: Schema? {
        guard !allOf.isEmpty, properties.isEmpty, reference == nil, oneOf.isEmpty, anyOf.isEmpty else { return nil }
        let meaningful = allOf.filter(\.isConstrained)
        return meaningful.count == 1 ? meaningful[0] : nil
    }
}
