internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Parser {
    /// Reads a schema. One that cannot be read is reported and becomes a schema that allows anything, so that
    /// references to it do not fail too.
    mutating func schema(_ node: Node, at pointer: JSONPointer) -> Schema {
        let origin = Origin(location: node.location, pointer: pointer)
        switch node.value {
        case .bool(let value):
            return Schema(origin: origin, boolean: value)
        case .mapping(let mapping):
            let draft = SchemaDraft(origin)
            for entry in mapping {
                if let keyword = SchemaKeyword.table[entry] {
                    // Null is a value for these; elsewhere it is what YAML reads where nothing stands.
                    let takesNull = keyword == .const || keyword == .default || keyword == .example || keyword == .type
                    if keyword == .reference {
                        draft.reference = reference(entry.value, at: pointer, siblings: node, isInSchema: true)
                    } else if keyword == .dynamicReference {
                        readDynamicReference(entry, at: pointer, siblings: node, into: draft)
                    } else if takesNull || !entry.value.isNull {
                        read(keyword, entry, into: draft)
                    }
                } else if !entry.key.hasPrefix("x-") {
                    remarkOnUnknown(entry, .schema, pointer)
                }
            }
            return draft.schema()
        default:
            error("a schema must be a mapping, not \(node.kindName)", at: origin)
            return Schema(origin: origin)
        }
    }

    private mutating func read(_ keyword: SchemaKeyword, _ entry: Mapping.Entry, into draft: SchemaDraft) {
        let node = entry.value
        func place() -> JSONPointer { draft.origin.pointer.appending(entry.key) }
        switch keyword {
        case .type: draft.types = types(node, at: place())
        case .nullable: draft.isNullable = bool(node, at: place(), name: entry.key) ?? false
        case .format: draft.format = string(node, at: place(), name: entry.key)
        case .title: draft.title = string(node, at: place(), name: entry.key)
        case .description: draft.description = string(node, at: place(), name: entry.key)
        case .const: draft.constant = node
        case .default: draft.defaultValue = node
        case .example: draft.examples.insert(node, at: 0)
        case .examples: draft.examples += schemaExamples(node)
        case .deprecated: draft.isDeprecated = bool(node, at: place(), name: entry.key) ?? false
        case .readOnly: draft.isReadOnly = bool(node, at: place(), name: entry.key) ?? false
        case .writeOnly: draft.isWriteOnly = bool(node, at: place(), name: entry.key) ?? false
        case .enumeration: draft.enumeration = enumeration(node, at: place())
        case .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf, .minLength, .maxLength, .pattern,
            .minItems, .maxItems, .uniqueItems, .minProperties, .maxProperties:
            readConstraint(keyword, node, at: place(), into: draft)
        case .contentEncoding: draft.contentEncoding = string(node, at: place(), name: entry.key)
        case .contentMediaType: draft.contentMediaType = string(node, at: place(), name: entry.key)
        case .contentSchema: draft.contentSchema = schema(node, at: place())
        case .properties: draft.properties = properties(node, at: place(), name: entry.key)
        case .patternProperties: draft.patternProperties = properties(node, at: place(), name: entry.key)
        case .required: draft.required = required(node, at: place())
        case .additionalProperties:
            // With `??`, the optimizer of Swift 6.3 ends with an ownership error under `-enable-testing`.
            if let isAllowed = node.bool {
                draft.additionalProperties = .allowed(isAllowed)
            } else {
                draft.additionalProperties = .schema(schema(node, at: place()))
            }
        case .items:
            // A list of schemas is the older spelling of `prefixItems`.
            if node.sequence != nil {
                draft.prefixItems = schemas(node, at: place(), name: entry.key)
            } else {
                draft.items = schema(node, at: place())
            }
        case .prefixItems: draft.prefixItems = schemas(node, at: place(), name: entry.key)
        case .allOf: draft.allOf = schemas(node, at: place(), name: entry.key)
        case .anyOf: draft.anyOf = schemas(node, at: place(), name: entry.key)
        case .oneOf: draft.oneOf = schemas(node, at: place(), name: entry.key)
        case .discriminator: draft.discriminator = discriminator(node, at: place())
        case .reference, .dynamicReference, .ignored: break
        }
    }

    /// What `$dynamicRef` leads to as long as no schema around it has the same anchor. One that leads to nothing takes
    /// no more than itself along.
    private mutating func readDynamicReference(
        _ entry: Mapping.Entry,
        at pointer: JSONPointer,
        siblings: Node,
        into draft: SchemaDraft
    ) {
        guard siblings["$ref"] == nil, entry.value.string?.hasPrefix("#") == true else { return }
        draft.reference = dynamicReference(entry, at: pointer, siblings: siblings)
    }

    private mutating func schemas(_ node: Node, at pointer: JSONPointer, name: String) -> [Schema] {
        let members = list(node, at: pointer, name: name)
        if node.sequence?.isEmpty == true { warning("'\(name)' is empty and is ignored", at: node.location, pointer) }
        return members.map { schema($0.node, at: $0.pointer) }
    }

    private mutating func properties(_ node: Node, at pointer: JSONPointer, name: String) -> [Schema.Property] {
        map(node, at: pointer, name: name).map {
            Schema.Property(name: $0.key, schema: schema($0.node, at: $0.pointer), origin: $0.origin)
        }
    }

    private mutating func required(_ node: Node, at pointer: @autoclosure () -> JSONPointer) -> [String] {
        if node.bool != nil {
            warning(
                "'required' in a schema is a list of property names and stands beside 'properties'; "
                    + "this one is ignored",
                at: node.location,
                pointer()
            )
            return []
        }
        var seen: Set<String> = []
        return nodes(node, at: pointer(), name: "required").enumerated()
            .compactMap { string($1, at: pointer().appending($0), name: "required") }
            .filter { seen.insert($0).inserted }
    }

    private mutating func enumeration(_ node: Node, at pointer: @autoclosure () -> JSONPointer) -> [Node]? {
        let values = nodes(node, at: pointer(), name: "enum")
        if node.sequence?.isEmpty == true { warning("'enum' is empty and is ignored", at: node.location, pointer()) }
        return values.isEmpty ? nil : values
    }

    /// A list in JSON Schema; a map of named examples where the writer took the schema for a media type.
    private func schemaExamples(_ node: Node) -> [Node] {
        node.sequence ?? node.mapping?.compactMap { $0.value["value"] } ?? []
    }
}

// MARK: - Types

extension Parser {
    /// What people write for a type that has another name, or none.
    private static let aliases = [
        "int": "integer", "long": "integer", "float": "number", "double": "number", "decimal": "number",
        "bool": "boolean", "str": "string", "text": "string", "map": "object", "dict": "object", "hash": "object",
        "list": "array", "tuple": "array", "none": "null", "nil": "null",
    ]

    private mutating func types(_ node: Node, at pointer: @autoclosure () -> JSONPointer) -> [Schema.TypeName] {
        // As it is nearly always: nothing can be said of it.
        if case .string(let name) = node.value, let type = Schema.TypeName(rawValue: name) { return [type] }
        guard node.sequence != nil else { return typeName(node, at: pointer()).map { [$0] } ?? [] }
        var types: [Schema.TypeName] = []
        for member in list(node, at: pointer(), name: "type") {
            if let type = typeName(member.node, at: member.pointer), !types.contains(type) { types.append(type) }
        }
        return types
    }

    private mutating func typeName(_ node: Node, at pointer: @autoclosure () -> JSONPointer) -> Schema.TypeName? {
        if node.isNull {
            warning("a type is a string; write 'null' in quotes", at: node.location, pointer())
            return .null
        }
        guard let name = node.string else {
            error(
                "'type' must be the name of a type or a list of names, not \(node.kindName)",
                at: node.location,
                pointer()
            )
            return nil
        }
        if let type = Schema.TypeName(rawValue: name) { return type }
        let fix =
            switch name.lowercased() {
            case "any", "mixed": "; leave 'type' out to allow any value"
            case "date", "time", "datetime", "date-time", "uuid", "uri", "email", "byte", "binary":
                "; write 'type: string' with 'format: \(name.lowercased() == "datetime" ? "date-time" : name)'"
            case "file": "; write 'type: string' with 'format: binary'"
            default:
                Self.aliases[name.lowercased()].map { "; did you mean '\($0)'?" }
                    ?? didYouMean(name, among: Schema.TypeName.allNames)
            }
        let names = Schema.TypeName.allNames.joined(separator: ", ")
        let ending = fix.isEmpty ? "; a type is one of \(names)" : fix
        error("\(name.quoted) is no type\(ending)", at: node.location, pointer())
        return nil
    }
}

extension Schema.TypeName {
    static let allNames = ["string", "integer", "number", "boolean", "array", "object", "null"]
}

// MARK: - Constraints and discriminators

extension Parser {
    /// A constraint documents and never decides a type: one that cannot be read is left out with a warning.
    private mutating func readConstraint(
        _ keyword: SchemaKeyword,
        _ node: Node,
        at pointer: @autoclosure () -> JSONPointer,
        into draft: SchemaDraft
    ) {
        var constraints = draft.constraints ?? Schema.Constraints()
        defer { draft.constraints = constraints }
        switch keyword {
        case .pattern: constraints.pattern = string(node, at: pointer(), name: keyword.rawValue)
        case .uniqueItems: constraints.uniqueItems = bool(node, at: pointer(), name: keyword.rawValue) ?? false
        case .exclusiveMinimum where node.bool != nil: draft.isMinimumExclusive = node.bool == true
        case .exclusiveMaximum where node.bool != nil: draft.isMaximumExclusive = node.bool == true
        default:
            guard let number = node.number else {
                let message = "'\(keyword.rawValue)' must be a number, not \(node.kindName); it is ignored"
                warning(message, at: node.location, pointer())
                return
            }
            // A bound that no Int holds bounds nothing here.
            let count = node.integer ?? Int(exactly: number)
            switch keyword {
            case .minimum: constraints.minimum = node
            case .maximum: constraints.maximum = node
            case .exclusiveMinimum: constraints.exclusiveMinimum = node
            case .exclusiveMaximum: constraints.exclusiveMaximum = node
            case .multipleOf: constraints.multipleOf = node
            case .minLength: constraints.minLength = count
            case .maxLength: constraints.maxLength = count
            case .minItems: constraints.minItems = count
            case .maxItems: constraints.maxItems = count
            case .minProperties: constraints.minProperties = count
            case .maxProperties: constraints.maxProperties = count
            default: break
            }
        }
    }

    private mutating func discriminator(_ node: Node, at pointer: JSONPointer) -> Schema.Discriminator? {
        if let name = node.string {
            warning(
                "a discriminator is a mapping since OpenAPI 3; write 'propertyName: \(name)' below it",
                at: node.location,
                pointer
            )
            let origin = Origin(location: node.location, pointer: pointer)
            return Schema.Discriminator(propertyName: name, defaultMapping: nil, mapping: [], origin: origin)
        }
        guard let object = object(node, at: pointer, .discriminator),
            let name = requiredString("propertyName", in: object, .discriminator)
        else { return nil }
        let mapping = map("mapping", in: object).compactMap { member in
            string(member.node, at: member.pointer, name: "mapping").map {
                Schema.Discriminator.Mapping(value: member.key, target: $0, origin: member.origin)
            }
        }
        return Schema.Discriminator(
            propertyName: name,
            defaultMapping: string("defaultMapping", in: object),
            mapping: mapping,
            origin: object.origin
        )
    }
}
