import HandingerGeneratorModel

/// Emits validation schemas as `ValueSchema` expressions.
struct ShapeEmitter {
    /// The members of `Schemas`, by the names of the types they validate.
    private var members: [String: String] = [:]

    init(_ shapes: [(name: String, shape: Shape)]) {
        // `Foo1_2` and `Foo12` are two types, but both map to `foo12`.
        var names = NameTable()
        for (name, _) in shapes { members[name] = names.claim(SwiftName.member(name)) }
    }

    /// The expression in the file.
    func member(for typeName: String) -> String {
        SwiftName.declared(members[typeName] ?? SwiftName.member(typeName))
    }

    func source(of shape: Shape) -> Source {
        switch shape {
        case .any: return ".any"
        case .null: return ".null"
        case .boolean: return ".boolean"
        case .string(let text): return Self.string(text)
        case .integer(let range): return .call(".integer(", Self.bounds(range))
        case .number(let range): return .call(".number(", Self.bounds(range))
        case .array(let items, let minimum, let maximum):
            let arguments: [Source?] = [
                .labelled("items", source(of: items)), minimum.map { "minItems: \($0)" },
                maximum.map { "maxItems: \($0)" },
            ]
            return .call(".array(", arguments.compactMap(\.self))
        case .object(let members, let required, let additional, let allowsAdditional):
            return object(members, required, additional, allowsAdditional)
        case .tagged(let property, let choices):
            let items = choices.map { Source.labelled(SwiftLiteral.string($0.value), source(of: $0.shape)) }
            let discriminator = Source.labelled("discriminator", .text(SwiftLiteral.string(property)))
            return .call(".oneOf(", [discriminator, .array(items, breaks: true)], breaks: true)
        case .anyOf(let shapes): return .call(".anyOf([", shapes.map(source), close: "])")
        case .nullable(let shape): return .call(".nullable(", [source(of: shape)])
        case .constant(let constant): return .text(".constant(\(SwiftLiteral.constant(constant)))")
        case .reference(let name): return .text(".reference { Schemas.\(member(for: name)) }")
        }
    }

    private static func string(_ text: Shape.Text) -> Source {
        var arguments: [Source?] = [
            text.minimumLength.map { "minLength: \($0)" },
            text.maximumLength.map { "maxLength: \($0)" },
            text.pattern.map { .labelled("pattern", .text(SwiftLiteral.string($0))) },
            text.format.map { .labelled("format", .text(SwiftLiteral.string($0))) },
        ]
        if !text.values.isEmpty {
            arguments.append(.labelled("enumeration", .array(text.values.map { .text(SwiftLiteral.string($0)) })))
        }
        return .call(".string(", arguments.compactMap(\.self))
    }

    private static func bounds(_ range: Shape.Range) -> [Source] {
        [
            range.minimum.map { "\(range.isMinimumExclusive ? "exclusiveMinimum" : "minimum"): \($0)" },
            range.maximum.map { "\(range.isMaximumExclusive ? "exclusiveMaximum" : "maximum"): \($0)" },
        ].compactMap(\.self)
    }

    private func object(
        _ members: [Shape.Member],
        _ required: [String],
        _ additional: Shape?,
        _ allowsAdditional: Bool
    ) -> Source {
        var arguments: [Source] = []
        if !members.isEmpty {
            let items = members.map { Source.labelled(SwiftLiteral.string($0.name), source(of: $0.shape)) }
            arguments.append(.labelled("properties", .array(items, breaks: true)))
        }
        if !required.isEmpty {
            arguments.append(.labelled("required", .array(required.map { .text(SwiftLiteral.string($0)) })))
        }
        if let additional {
            arguments.append(.labelled("additional", source(of: additional)))
        } else if !allowsAdditional {
            arguments.append("additional: nil")
        }
        return .call(".object(", arguments, breaks: !members.isEmpty)
    }
}
