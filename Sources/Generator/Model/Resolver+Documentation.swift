import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Doc comments.
extension Resolver {
    func documentation(of schema: Schema) -> Documentation {
        documentation(of: schema, pointer: schema.origin.pointer.description)
    }

    /// - Parameters:
    ///   - pointer: nil to omit it: the pointer of the type implies that of a property.
    ///   - isDeprecated: nil to use the schema's own value.
    func documentation(of schema: Schema, pointer: String?, isDeprecated: Bool? = nil) -> Documentation {
        Documentation(
            summary: schema.description == nil ? schema.title : nil,
            description: schema.description ?? schema.reference?.description,
            pointer: pointer.map { "#" + $0 } ?? "",
            isDeprecated: isDeprecated ?? schema.isDeprecated,
            notes: Self.notes(of: schema)
        )
    }

    /// A property is deprecated if its schema is.
    mutating func propertyDocumentation(of schema: Schema) -> Documentation {
        let isDeprecated = schema.isDeprecated || resolvedTarget(of: schema).isDeprecated
        return documentation(of: schema, pointer: nil, isDeprecated: isDeprecated)
    }

    static func notes(of schema: Schema) -> [String] {
        let defaultValue = schema.defaultValue ?? schema.allOf.lazy.compactMap(\.defaultValue).first
        guard schema.hasNotes || defaultValue != nil else { return [] }
        let bounds = schema.constraints
        var notes: [String] = []
        if let value = defaultValue { notes.append("Default: `\(literal(value))`.") }
        notes += [
            range("Value", literal(bounds.minimum), literal(bounds.maximum)),
            bounds.exclusiveMinimum.map { "Greater than \(literal($0))." },
            bounds.exclusiveMaximum.map { "Less than \(literal($0))." },
            bounds.multipleOf.map { "A multiple of \(literal($0))." },
            range("Length", bounds.minLength.map(String.init), bounds.maxLength.map(String.init)),
            bounds.pattern.map { "Pattern: `\($0)`." },
            range("Number of items", bounds.minItems.map(String.init), bounds.maxItems.map(String.init)),
            range("Number of properties", bounds.minProperties.map(String.init), bounds.maxProperties.map(String.init)),
            bounds.uniqueItems ? "No item twice." : nil,
            schema.isReadOnly ? "Set by the server; ignored in requests." : nil,
            schema.isWriteOnly ? "Only in requests." : nil,
        ].compactMap(\.self)
        return notes
    }

    private static func range(_ what: String, _ minimum: String?, _ maximum: String?) -> String? {
        switch (minimum, maximum) {
        case (let minimum?, let maximum?): "\(what): \(minimum) to \(maximum)."
        case (let minimum?, nil): "\(what): at least \(minimum)."
        case (nil, let maximum?): "\(what): at most \(maximum)."
        case (nil, nil): nil
        }
    }

    private static func literal(_ node: Node?) -> String? { node.map { literal($0) } }

    /// Formats a value as JSON for a doc comment.
    static func literal(_ node: Node) -> String {
        switch node.value {
        case .null: "null"
        case .bool(let value): String(value)
        case .integer(let value): String(value)
        case .number(_, let text): text
        case .string(let text): text
        case .sequence(let items): "[" + items.map { literal($0) }.joined(separator: ", ") + "]"
        case .mapping(let members):
            "{" + members.map { "\($0.key): \(literal($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}
