import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

/// The properties of object schemas, with those of all parts of their `allOf` and of the schemas that they refer to.
struct MergedObjects {
    private let references: References
    private let nullability: Nullability
    /// By the schema at the end of all references.
    private var parts: [ObjectIdentifier: ObjectParts] = [:]
    /// The number of properties and schemas that may still be merged.
    private var budget = total
    private static let total = 1_000_000
    /// Whether some properties are missing, which was reported.
    var isLimitReached: Bool { budget <= 0 }

    init(_ nullability: Nullability, diagnostics: inout DiagnosticList) {
        references = nullability.references
        self.nullability = nullability
        for schema in nullability.references.schemas where schema.hasParts { add(schema, &diagnostics) }
    }

    /// The merged properties; empty for a schema that is no object.
    func parts(of schema: Schema) -> ObjectParts {
        let target = references.resolvedTarget(of: schema)
        if let known = parts[ObjectIdentifier(target)] { return known }
        var remaining = budget
        return merged(target, &remaining)
    }

    /// Merges the properties of a schema that a later pass made.
    mutating func add(_ schema: Schema, _ diagnostics: inout DiagnosticList) {
        guard !isLimitReached else { return }
        parts[ObjectIdentifier(schema)] = merged(schema, &budget)
        guard isLimitReached else { return }
        diagnostics.error(
            "the parts of 'allOf' together have more than \(Self.total) properties; nest them less",
            at: schema.origin.location,
            schema.origin.pointer
        )
    }

    private func merged(_ schema: Schema, _ budget: inout Int) -> ObjectParts {
        guard schema.reference != nil || schema.isComposed else { return ObjectParts(of: schema) }
        var parts = ObjectParts()
        var visited: Set<ObjectIdentifier> = []
        collect(schema, into: &parts, &visited, &budget)
        return parts
    }

    private func collect(
        _ schema: Schema,
        into parts: inout ObjectParts,
        _ visited: inout Set<ObjectIdentifier>,
        _ budget: inout Int
    ) {
        // Through references, so that a schema reached on several paths is collected once.
        let schema = references.resolvedTarget(of: schema)
        guard visited.insert(ObjectIdentifier(schema)).inserted, budget > 0 else { return }
        budget -= 1 + schema.properties.count
        if let target = schema.reference.flatMap({ references.target(of: $0) }) {
            collect(target.schema, into: &parts, &visited, &budget)
        }
        for part in schema.allOf { collect(part, into: &parts, &visited, &budget) }
        parts.add(schema)
        let variants = schema.variants
        guard !variants.isEmpty else { return }
        let others = variants.filter { !nullability.isNull($0) }
        if others.count == 1 {
            collect(others[0], into: &parts, &visited, &budget)
        } else if !others.contains(where: { visited.contains(ObjectIdentifier(references.resolvedTarget(of: $0))) }) {
            // A member that extends the schema with the union must not contain the union.
            parts.unions.append(schema)
        }
    }
}

extension Schema {
    /// Whether the schema may have properties of its own or of others.
    fileprivate var hasParts: Bool {
        !properties.isEmpty || isComposed || (reference != nil && !isPureReference)
    }
}
