import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Schema → Shape.
extension Resolver {
    /// The allowed values of a parameter or body, or `any` if the emitter does not need them.
    mutating func requestShape(of schema: Schema?) -> Shape {
        guard describesRequests, let schema else { return .any }
        return shape(of: schema)
    }

    private mutating func shape(of schema: Schema) -> Shape {
        guard nesting < 32 else { return .any }
        nesting += 1
        defer { nesting -= 1 }
        let form = normalized(schema)
        let shape = shape(of: form, resolvedTarget(of: schema))
        return form.isNullable ? .nullable(shape) : shape
    }

    private mutating func shape(of form: NormalizedSchema, _ schema: Schema) -> Shape {
        switch form.kind {
        case .any:
            return .any
        case .null:
            return .null
        case .constant(let constant):
            return .constant(constant)
        case .enumeration(.string, let values):
            return .string(Shape.Text(values: values.compactMap(\.node.string)))
        case .enumeration(.integer, _), .scalar(.int), .scalar(.int64), .scalar(.uint64):
            return .integer(Self.range(schema.constraints))
        case .enumeration(.json, _):
            return .any
        case .enumeration(.double, _), .scalar(.double):
            return .number(Self.range(schema.constraints))
        case .scalar(.bool):
            return .boolean
        case .scalar:
            return .string(Self.text(schema))
        case .component(let name):
            return componentShape(name)
        case .array(let items):
            return .array(
                of: items.map { shape(of: $0) } ?? .any,
                minimum: schema.constraints.minItems,
                maximum: schema.constraints.maxItems
            )
        case .map(let values):
            let additional = values.map { shape(of: $0) }
            return .object([], required: schema.required, additional: additional, allowsAdditional: true)
        case .object(let parts):
            return shape(of: parts)
        case .union(let union):
            return shape(of: union)
        }
    }

    /// Refers to the shape of a component by its type name, and registers it on first use.
    private mutating func componentShape(_ name: String) -> Shape {
        guard let swiftName = componentNames[name], let schema = components[name] else { return .any }
        if shapeNames.insert(swiftName).inserted {
            let index = shapes.count
            shapes.append((swiftName, .any))
            let outer = nesting
            nesting = 0
            shapes[index].shape = shape(of: schema)
            nesting = outer
        }
        return .reference(swiftName)
    }

    private mutating func shape(of parts: ObjectParts) -> Shape {
        let members = parts.members.map { member in
            Shape.Member(
                name: member.name,
                shape: shape(of: member.schema)
            )
        }
        var additional: Shape?
        var allowsAdditional = true
        switch parts.additional {
        case .schema(let value): additional = parts.patterns.isEmpty ? shape(of: value) : .any
        case .allowed(let allowed): allowsAdditional = allowed || !parts.patterns.isEmpty
        case nil: break
        }
        let required = members.map(\.name).filter(parts.required.contains)
        return .object(members, required: required, additional: additional, allowsAdditional: allowsAdditional)
    }

    private mutating func shape(of union: NormalizedUnion) -> Shape {
        if let tagging = unions[union].tagging, tagging.isExact {
            var choices: [(value: String, shape: Shape)] = []
            for (part, values) in zip(union.parts, tagging.tags) {
                let shape = shape(of: part.schema)
                choices += values.map { ($0, shape) }
            }
            return .tagged(by: tagging.property, choices)
        }
        return .anyOf(
            union.parts.map { part in
                guard let type = part.type else { return shape(of: part.schema) }
                return shape(of: normalized(part.schema, only: type), part.schema)
            }
        )
    }

    private static func text(_ schema: Schema) -> Shape.Text {
        Shape.Text(
            minimumLength: schema.constraints.minLength,
            maximumLength: schema.constraints.maxLength,
            pattern: schema.constraints.pattern,
            format: schema.format
        )
    }

    private static func range(_ bounds: Schema.Constraints) -> Shape.Range {
        let minimum = bounds.exclusiveMinimum ?? bounds.minimum
        let maximum = bounds.exclusiveMaximum ?? bounds.maximum
        return Shape.Range(
            minimum: minimum.map(literal),
            maximum: maximum.map(literal),
            isMinimumExclusive: bounds.exclusiveMinimum != nil,
            isMaximumExclusive: bounds.exclusiveMaximum != nil
        )
    }
}
