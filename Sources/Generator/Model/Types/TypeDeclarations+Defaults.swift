import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// `default` values (JSON Schema Validation 2020-12, section 9.2).
extension TypeDeclarations {
    /// The `default` of a schema, of its `allOf` or of what it refers to, as a value of its Swift type. Returns nil if
    /// there is none, or none that the type has a constant for.
    mutating func defaultValue(of schema: Schema, _ type: TypeReference) -> Constant? {
        let target = references.resolvedTarget(of: schema)
        let given = [schema, target].lazy.compactMap {
            $0.defaultValue ?? $0.allOf.lazy.compactMap(\.defaultValue).first
        }
        guard let node = given.first, !node.isNull else { return nil }
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
