import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The allowed values of parameters and bodies, and of the components that they contain.
struct RequestShapes {
    let schemas: NormalizedSchemas
    let unions: UnionDecisions
    let names: TypeNames
    /// Whether the emitter needs the shapes; otherwise they are ``Shape/any``.
    let isEnabled: Bool
    /// The components by Swift type name, in the order of first use.
    private(set) var components: [(name: String, shape: Shape)] = []
    private var componentNames: Set<String> = []
    /// The number of schemas around the current one.
    private var depth = 0

    init(_ schemas: NormalizedSchemas, _ unions: UnionDecisions, _ names: TypeNames, isEnabled: Bool) {
        self.schemas = schemas
        self.unions = unions
        self.names = names
        self.isEnabled = isEnabled
    }

    /// The allowed values of a parameter or body.
    mutating func requestShape(of schema: Schema?) -> Shape {
        guard isEnabled, let schema else { return .any }
        return shape(of: schema)
    }

    private mutating func shape(of schema: Schema) -> Shape {
        guard depth < 32 else { return .any }
        depth += 1
        defer { depth -= 1 }
        let form = schemas.normalized(schema)
        let shape = shape(of: form, schemas.references.resolvedTarget(of: schema))
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
        guard let swiftName = names[name], let schema = schemas.references.components[name] else { return .any }
        if componentNames.insert(swiftName).inserted {
            let index = components.count
            components.append((swiftName, .any))
            let outer = depth
            depth = 0
            components[index].shape = shape(of: schema)
            depth = outer
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
                return shape(of: schemas.normalized(part.schema, only: type), part.schema)
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
            minimum: minimum.map(\.literal),
            maximum: maximum.map(\.literal),
            isMinimumExclusive: bounds.exclusiveMinimum != nil,
            isMaximumExclusive: bounds.exclusiveMaximum != nil
        )
    }
}
