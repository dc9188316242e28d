import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Which schemas allow null. Follows references and alternatives, because documents write null in many ways.
extension Resolver {
    /// Whether null is the only allowed value.
    mutating func isNull(_ schema: Schema) -> Bool {
        var target = resolvedTarget(of: schema)
        for _ in 0..<8 {
            guard let only = target.onlyPart else { break }
            target = resolvedTarget(of: only)
        }
        return target.isNull
    }

    /// The members of `oneOf` or `anyOf` that allow more than null.
    mutating func variantsBesidesNull(of schema: Schema) -> [Schema] {
        variants(of: schema).filter { !isNull($0) }
    }

    /// Whether null is an allowed value.
    mutating func allowsNull(_ schema: Schema) -> Bool {
        if let known = nullability[ObjectIdentifier(schema)] { return known.allowsNull }
        var seen: [ObjectIdentifier: Schema] = [:]
        let answer = reachesNull(from: schema, seen: &seen)
        // Without a path to null, none of the visited schemas has one.
        if !answer {
            for (id, schema) in seen { nullability[id] = (schema, false) }
        }
        return answer
    }

    private mutating func reachesNull(from start: Schema, seen: inout [ObjectIdentifier: Schema]) -> Bool {
        var schema = start
        var chain: [Schema] = []
        var answer = false
        // Follows a chain of references in a loop, because chains may be long.
        while true {
            let id = ObjectIdentifier(schema)
            if let known = nullability[id] {
                answer = known.allowsNull
                break
            }
            guard seen.updateValue(schema, forKey: id) == nil else { break }
            chain.append(schema)
            answer = schema.namesNull
            guard !answer, schema.isPureReference, let next = schema.reference.flatMap({ references.target(of: $0) })
            else {
                answer = answer || alternatives(to: schema).contains { reachesNull(from: $0, seen: &seen) }
                break
            }
            schema = next.schema
        }
        guard answer else { return false }
        for schema in chain { nullability[ObjectIdentifier(schema)] = (schema, true) }
        return true
    }

    /// The schemas that each suffice to allow null.
    private func alternatives(to schema: Schema) -> [Schema] {
        if let only = schema.onlyPart { return [only] }
        guard schema.allOf.isEmpty, schema.properties.isEmpty, schema.reference == nil else { return [] }
        return schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf
    }
}

extension Schema {
    /// Whether the schema itself allows null, without following references and alternatives.
    fileprivate var namesNull: Bool {
        isNullable || types.contains(.null) || isNull || enumeration?.contains(where: \.isNull) == true
            || allOf.contains(where: \.isNullMarker)
    }

    /// Whether the schema says only that null is allowed, as `{nullable: true}` does beside others in `allOf`.
    fileprivate var isNullMarker: Bool {
        isNullable && isPlain && format == nil && (types.isEmpty || types == [.object])
    }

    /// The only part of an `allOf` that says anything, if there is nothing beside it.
    fileprivate var onlyPart: Schema? {
        guard !allOf.isEmpty, properties.isEmpty, reference == nil, oneOf.isEmpty, anyOf.isEmpty else { return nil }
        let meaningful = allOf.filter(\.isConstrained)
        return meaningful.count == 1 ? meaningful[0] : nil
    }
}
