import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// `default` values (JSON Schema Validation 2020-12, section 9.2).
extension TypeDeclarations {
    /// The `default` of a schema, of its `allOf` or of what these refer to, as a value of its Swift type. Returns nil if
    /// there is none, or none that the type has a constant for.
    mutating func defaultValue(of schema: Schema, _ type: TypeReference) -> Constant? {
        guard let node = defaultNode(of: schema), !node.isNull else { return nil }
        switch type {
        case .string: return node.string.map { .string($0) }
        case .bool: return node.bool.map { .boolean($0) }
        case .int, .int64: return node.integer.map { .integer($0) }
        case .uint64: return node.integer.flatMap { $0 < 0 ? nil : .integer($0) }
        case .double: return node.number.flatMap { $0.isFinite ? .number($0) : nil }
        case .named(let name): return member(of: schema, name, node)
        default: return nil
        }
    }

    private func defaultNode(of schema: Schema) -> Node? {
        if let own = schema.ownDefault { return own }
        if schema.reference != nil, let node = references.resolvedTarget(of: schema).ownDefault { return node }
        for part in schema.allOf {
            if let node = references.resolvedTarget(of: part).ownDefault { return node }
        }
        return nil
    }

    /// Adds the default of what a schema refers to.
    func documentation(_ documentation: Documentation, withDefaultOf schema: Schema) -> Documentation {
        guard schema.ownDefault == nil, let node = defaultNode(of: schema) else { return documentation }
        return documentation.with(notes: [Documentation.note(ofDefault: node)] + documentation.notes)
    }

    /// The case of an enumeration that a value chooses.
    private mutating func member(of schema: Schema, _ name: String, _ node: Node) -> Constant? {
        var form = schemas.normalized(schema)
        var seen: Set<ByteKey> = []
        while case .component(let component) = form.kind, let next = references.components[component],
            seen.insert(ByteKey(component)).inserted
        {
            form = schemas.normalized(next)
        }
        guard case .enumeration(let rawType, let values) = form.kind else { return nil }
        let last = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[name.utf8.index(after: $0)...]) }
        let members = enumeration(named: last ?? name, rawType, values).members
        return members.first { $0.value == Self.value(of: node) }.map { .member($0.name) }
    }

    private static func value(of node: Node) -> Constant? {
        switch node.value {
        case .string(let text): .string(text)
        case .integer(let value): .integer(value)
        case .number(let value, _): .number(value)
        case .bool(let value): .boolean(value)
        case .null, .sequence, .mapping: nil
        }
    }

    /// Tells that a default is the server's affair, and what holds it in Swift.
    mutating func lintDefault(of name: String, as constant: String, _ origin: SourceReference) {
        lint("the server applies the default of '\(name)'; the client omits it, and has it as '\(constant)'", origin)
    }
}
