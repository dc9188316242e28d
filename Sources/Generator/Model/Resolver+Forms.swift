import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Schema → SchemaForm: what a schema comes down to.
extension Resolver {
    /// - Parameter only: Looks at one of the several types that the schema allows.
    mutating func form(of schema: Schema, only type: Schema.TypeName? = nil) -> SchemaForm {
        var seen: [ObjectIdentifier] = []
        return form(of: schema, only: type, seen: &seen)
    }

    private mutating func form(
        of schema: Schema,
        only narrowed: Schema.TypeName? = nil,
        seen: inout [ObjectIdentifier]
    ) -> SchemaForm {
        if schema.boolean != nil { return SchemaForm(kind: .any) }

        let allowsNull = schema.types.contains(.null)
        let types = narrowed.map { [$0] } ?? (allowsNull ? schema.types.filter { $0 != .null } : schema.types)
        var isNullable = narrowed == nil && (schema.isNullable || (allowsNull && !types.isEmpty))

        if schema.isPureReference, let reference = schema.reference {
            guard let target = rowTarget(of: schema, reference) else { return SchemaForm(kind: .any) }
            if let name = target.component {
                return SchemaForm(kind: .component(name), isNullable: isNullable || componentIsNullable(name))
            }
            return following(schema, &seen, isNullable) { $0.form(of: target.schema, seen: &$1) }
        }
        if schema.isNull { return SchemaForm(kind: .null, isNullable: true) }
        if let constant = schema.constant {
            return SchemaForm(kind: constantKind(constant), isNullable: isNullable)
        }
        if let values = schema.enumeration {
            isNullable = isNullable || values.contains(where: \.isNull)
            return SchemaForm(kind: enumerationKind(values), isNullable: isNullable)
        }

        let variants = variants(of: schema)
        if !variants.isEmpty, schema.allOf.isEmpty, schema.properties.isEmpty, schema.reference == nil {
            return following(schema, &seen, isNullable) {
                $0.unionForm(of: schema, variants: variants, isOpen: $0.allowsAnything(schema), seen: &$1)
            }
        }
        if !schema.allOf.isEmpty || schema.reference != nil || !variants.isEmpty {
            return following(schema, &seen, isNullable) { $0.mergedForm(of: schema, seen: &$1) }
        }
        if types.count > 1 {
            if Set(types) == [.integer, .number] {
                return SchemaForm(kind: .scalar(.double), isNullable: isNullable)
            }
            let parts = types.map { UnionPart(schema: schema, type: $0) }
            return SchemaForm(kind: .union(parts, discriminator: nil), isNullable: isNullable)
        }
        return SchemaForm(kind: simpleKind(of: schema, type: types.first), isNullable: isNullable)
    }

    /// The form that a schema gets from those that it leads to; any value where they lead back to it.
    private mutating func following(
        _ schema: Schema,
        _ seen: inout [ObjectIdentifier],
        _ isNullable: Bool,
        _ find: (inout Resolver, inout [ObjectIdentifier]) -> SchemaForm
    ) -> SchemaForm {
        // Those that lead here: few, and the last of them is the first to go.
        guard !seen.contains(ObjectIdentifier(schema)) else { return SchemaForm(kind: .any) }
        seen.append(ObjectIdentifier(schema))
        defer { seen.removeLast() }
        var form = find(&self, &seen)
        form.isNullable = form.isNullable || isNullable
        return form
    }

    /// A schema without composition, of one type or none.
    private mutating func simpleKind(of schema: Schema, type: Schema.TypeName?) -> SchemaForm.Kind {
        switch type {
        case .null: return .null
        case .boolean: return .scalar(.bool)
        case .integer: return .scalar(Self.integerType(schema))
        case .number: return .scalar(.double)
        case .string: return .scalar(Self.stringType(schema))
        case .array: return .array(elementSchema(of: schema))
        case .object: return objectKind(of: schema)
        case nil:
            if schema.hasObjectKeywords { return objectKind(of: schema) }
            if schema.items != nil || !schema.prefixItems.isEmpty {
                return .array(elementSchema(of: schema))
            }
            return .any
        }
    }

    /// What each element can be; of a tuple, any of its places.
    private mutating func elementSchema(of schema: Schema) -> Schema? {
        guard !schema.prefixItems.isEmpty else { return schema.items }
        guard schema.items?.boolean != true else { return nil }
        let places = schema.prefixItems + (schema.items.map { [$0] } ?? [])
        return oneOf(places.filter { $0.boolean != false }, origin: schema.origin)
    }

    /// A schema for a value of any of several; of those that say the same only the first counts.
    mutating func oneOf(_ schemas: [Schema], origin: Origin) -> Schema? {
        var variants: [Schema] = []
        for schema in schemas {
            guard schema.saysSomething else { return nil }
            if !variants.contains(where: { Self.areSame(schema, $0) }) { variants.append(schema) }
        }
        guard variants.count > 1 else { return variants.first }
        let key = variants.map { ObjectIdentifier($0) }
        if let known = madeUnions[key] { return known }
        let made = Schema(origin: origin, oneOf: variants)
        madeUnions[key] = made
        return made
    }

    /// Whether two schemas plainly say the same.
    static func areSame(_ schema: Schema, _ other: Schema) -> Bool {
        if schema === other { return true }
        if let reference = schema.reference { return other.reference?.text == reference.text }
        return schema.isPlain && other.isPlain && schema.types == other.types && schema.format == other.format
    }

    private mutating func objectKind(of schema: Schema) -> SchemaForm.Kind {
        guard schema.properties.isEmpty else { return .object(ownParts(of: schema)) }
        switch schema.additionalProperties {
        case .schema(let value): return .map(value)
        case .allowed, nil:
            // One pattern for all names is a map in other words.
            return .map(schema.patternProperties.count == 1 ? schema.patternProperties.first?.schema : nil)
        }
    }

    /// What an object has of itself. Each is asked for several times: for its type, for null and to be declared.
    private mutating func ownParts(of schema: Schema) -> ObjectParts {
        if let known = knownOwnParts[ObjectIdentifier(schema)] { return known.parts }
        let parts = Self.parts(of: schema)
        knownOwnParts[ObjectIdentifier(schema)] = (schema, parts)
        return parts
    }

    static func parts(of schema: Schema) -> ObjectParts {
        var parts = ObjectParts()
        parts.addAll(schema.properties)
        parts.required = Set(schema.required)
        parts.additional = schema.additionalProperties
        parts.patterns = schema.patternProperties.map(\.schema)
        return parts
    }

    private static func integerType(_ schema: Schema) -> TypeReference {
        switch schema.format {
        case "int64": .int64
        case "uint64": .uint64
        default: .int
        }
    }

    private static func stringType(_ schema: Schema) -> TypeReference {
        if schema.contentEncoding == "base64" { return .data }
        return switch schema.format {
        case "date-time": .date
        case "date": .day
        case "byte": .data
        default: .string
        }
    }

    // MARK: - Values

    private func constantKind(_ node: Node) -> SchemaForm.Kind {
        switch node.value {
        case .string(let text): .constant(.string(text))
        case .integer(let value): .constant(.integer(value))
        case .bool(let value): .constant(.boolean(value))
        default: .any
        }
    }

    private func enumerationKind(_ values: [Node]) -> SchemaForm.Kind {
        let values = values.filter { !$0.isNull }
        if values.allSatisfy({ $0.string != nil }) { return .enumeration(.string, values) }
        if values.allSatisfy({ $0.integer != nil }) { return .enumeration(.integer, values) }
        if values.allSatisfy({ $0.number != nil }) { return .enumeration(.double, values) }
        if values.allSatisfy({ $0.bool != nil }) {
            return values.count == 1 ? .constant(.boolean(values[0].bool == true)) : .scalar(.bool)
        }
        return values.contains { $0.sequence != nil || $0.mapping != nil } ? .any : .enumeration(.json, values)
    }

    // MARK: - Unions

    /// The members of `oneOf` and `anyOf`, but for those that only add a condition and those that nothing fits.
    func variants(of schema: Schema) -> [Schema] {
        (schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf).filter { $0.saysSomething && $0.boolean != false }
    }

    /// Whether one of the alternatives is any value at all: then what fits no other is an unknown member.
    private func allowsAnything(_ schema: Schema) -> Bool {
        schema.types.isEmpty && (schema.oneOf.isEmpty ? schema.anyOf : schema.oneOf).contains(where: \.isAnything)
    }

    private mutating func unionForm(
        of schema: Schema,
        variants: [Schema],
        isOpen: Bool,
        seen: inout [ObjectIdentifier]
    ) -> SchemaForm {
        let isNullable = variants.contains(where: \.isNull)
        let members = variants.filter { !$0.isNull }
        guard let first = members.first else { return SchemaForm(kind: .null, isNullable: true) }
        if isOpen {
            let parts = members.map { UnionPart(schema: $0) }
            return SchemaForm(kind: .union(parts, discriminator: schema.discriminator), isNullable: isNullable)
        }
        if members.count == 1 {
            var form = form(of: first, seen: &seen)
            form.isNullable = form.isNullable || isNullable
            return form
        }
        if let texts = stringValues(of: members) {
            let kind: SchemaForm.Kind = texts.isEmpty ? .scalar(.string) : .enumeration(.string, texts)
            return SchemaForm(kind: kind, isNullable: isNullable)
        }
        if members.allSatisfy({ $0.types == [.integer] || $0.types == [.number] }) {
            let isInteger = members.allSatisfy { $0.types == [.integer] }
            return SchemaForm(kind: .scalar(isInteger ? .int : .double), isNullable: isNullable)
        }
        let parts = members.map { UnionPart(schema: $0) }
        return SchemaForm(kind: .union(parts, discriminator: schema.discriminator), isNullable: isNullable)
    }

    /// For members that are all strings: every value they name, or none where no member names any.
    private mutating func stringValues(of members: [Schema]) -> [Node]? {
        var values: [Node] = []
        for member in members {
            let resolved = resolvedTarget(of: member)
            if let constant = resolved.constant {
                guard constant.string != nil else { return nil }
                values.append(constant)
            } else if let enumeration = resolved.enumeration {
                guard enumeration.allSatisfy({ $0.string != nil }) else { return nil }
                values += enumeration
            } else {
                guard resolved.types == [.string], Self.stringType(resolved) == .string else { return nil }
            }
        }
        var seen: Set<[UInt8]> = []
        return values.filter { seen.insert(Array(($0.string ?? "").utf8)).inserted }
    }

    // MARK: - allOf

    /// `allOf`, a reference with siblings, or a union beside properties: one form from all the parts.
    private mutating func mergedForm(of schema: Schema, seen: inout [ObjectIdentifier]) -> SchemaForm {
        let meaningful = schema.allOf.filter(\.saysSomething)
        if schema.properties.isEmpty, schema.required.isEmpty, schema.reference == nil, variants(of: schema).isEmpty,
            meaningful.count == 1, let only = meaningful.first
        {
            return form(of: only, seen: &seen)
        }
        var parts = ObjectParts()
        var visited: Set<ObjectIdentifier> = []
        collect(schema, into: &parts, visited: &visited)
        if let union = distributed(parts, of: schema) { return union }
        if parts.members.isEmpty {
            // Not objects: the first part that says what the value is decides.
            for part in meaningful + (schema.reference.flatMap { target(of: $0)?.schema }.map { [$0] } ?? []) {
                let form = form(of: part, seen: &seen)
                if case .any = form.kind { continue }
                return form
            }
            return SchemaForm(kind: parts.additional == nil ? .any : .map(parts.additional?.schema))
        }
        return SchemaForm(kind: .object(parts))
    }

    mutating func collect(_ schema: Schema, into parts: inout ObjectParts, visited: inout Set<ObjectIdentifier>) {
        // What only leads elsewhere does not count: of many roads to one schema the first is taken.
        let schema = resolvedTarget(of: schema)
        guard visited.insert(ObjectIdentifier(schema)).inserted else { return }
        guard collectedCount < Self.collectionLimit else {
            if !isCollectionLimitReported {
                error(
                    "the parts of 'allOf' together have more than \(Self.collectionLimit) properties; nest them less",
                    schema.origin
                )
            }
            isCollectionLimitReported = true
            return
        }
        collectedCount += 1 + schema.properties.count
        if let reference = schema.reference, let target = target(of: reference) {
            collect(target.schema, into: &parts, visited: &visited)
        }
        for part in schema.allOf {
            collect(part, into: &parts, visited: &visited)
        }
        parts.addAll(schema.properties)
        parts.required.formUnion(schema.required)
        if let additional = schema.additionalProperties { parts.additional = additional }
        parts.patterns += schema.patternProperties.map(\.schema)
        let variants = variants(of: schema)
        let others = variants.filter { !$0.isNull }
        if others.count == 1 {
            collect(others[0], into: &parts, visited: &visited)
        } else if !variants.isEmpty {
            parts.unions.append(schema)
        }
    }
}

extension Schema.AdditionalProperties {
    var schema: Schema? { if case .schema(let schema) = self { schema } else { nil } }
}
