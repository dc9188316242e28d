internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Parser {
    /// Reads a schema. An unreadable schema is reported and becomes one that allows any value, so that references to it
    /// remain valid.
    mutating func schema(_ node: Node, at pointer: JSONPointer) -> Schema {
        let origin = SourceReference(location: node.location, pointer: pointer)
        switch node.value {
        case .bool(let value):
            return Schema(origin: origin, boolean: value)
        case .mapping(let mapping):
            let builder = SchemaBuilder(origin)
            for entry in mapping {
                if let keyword = SchemaKeyword.table[entry] {
                    // For these keywords null is a value; for all others it means an empty field in YAML.
                    let takesNull = keyword == .const || keyword == .default || keyword == .example || keyword == .type
                    if keyword == .reference {
                        builder.reference = reference(entry.value, at: pointer, siblings: node, isInSchema: true)
                    } else if keyword == .dynamicReference {
                        readDynamicReference(entry, at: pointer, siblings: node, into: builder)
                    } else if takesNull || !entry.value.isNull {
                        read(keyword, entry, into: builder)
                    }
                } else if !entry.key.hasPrefix(bytes: "x-") {
                    warnAboutUnknownKey(entry, .schema, pointer)
                }
            }
            // Before OpenAPI 3.1, a reference ignores its siblings; other keywords are so common that they are read.
            if version < .v3_1, builder.reference != nil { builder.required = [] }
            return builder.build()
        default:
            error("a schema must be a mapping, not \(node.kindName)", lenient: .anyValue, at: origin)
            return Schema(origin: origin)
        }
    }

    private mutating func read(_ keyword: SchemaKeyword, _ entry: Mapping.Entry, into builder: SchemaBuilder) {
        let node = entry.value
        func place() -> JSONPointer { builder.origin.pointer.appending(entry.key) }
        switch keyword {
        case .type:
            let types = types(node, at: place())
            builder.types = types ?? []
            builder.isTypeUnreadable = types == nil
        case .nullable: builder.isNullable = bool(node, at: place(), name: entry.key) ?? false
        case .format: builder.format = string(node, at: place(), name: entry.key)
        case .title: builder.title = string(node, at: place(), name: entry.key)
        case .description: builder.description = string(node, at: place(), name: entry.key)
        case .const: builder.constant = node
        case .default: builder.defaultValue = node
        case .example: builder.examples.insert(node, at: 0)
        case .examples: builder.examples += schemaExamples(node)
        case .deprecated: builder.isDeprecated = bool(node, at: place(), name: entry.key) ?? false
        case .readOnly: builder.isReadOnly = bool(node, at: place(), name: entry.key) ?? false
        case .writeOnly: builder.isWriteOnly = bool(node, at: place(), name: entry.key) ?? false
        case .enumeration: builder.enumeration = enumeration(node, at: place())
        case .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf, .minLength, .maxLength, .pattern,
            .minItems, .maxItems, .uniqueItems, .minProperties, .maxProperties:
            readConstraint(keyword, node, at: place(), into: builder)
        case .contentEncoding: builder.contentEncoding = string(node, at: place(), name: entry.key)
        case .contentMediaType: builder.contentMediaType = string(node, at: place(), name: entry.key)
        case .contentSchema: builder.contentSchema = schema(node, at: place())
        case .properties: builder.properties = properties(node, at: place(), name: entry.key)
        case .patternProperties: builder.patternProperties = properties(node, at: place(), name: entry.key)
        case .required: builder.required = required(node, at: place())
        case .additionalProperties:
            // `??` crashes the optimizer of Swift 6.3 under `-enable-testing` (an ownership error).
            if let isAllowed = node.bool {
                builder.additionalProperties = .allowed(isAllowed)
            } else {
                builder.additionalProperties = .schema(schema(node, at: place()))
            }
        case .items:
            // A list is the older spelling of `prefixItems`.
            if node.sequence != nil {
                builder.prefixItems = schemas(node, at: place(), name: entry.key)
            } else {
                builder.items = schema(node, at: place())
            }
        case .prefixItems: builder.prefixItems = schemas(node, at: place(), name: entry.key)
        case .allOf: builder.allOf = schemas(node, at: place(), name: entry.key)
        case .anyOf: builder.anyOf = schemas(node, at: place(), name: entry.key)
        case .oneOf: builder.oneOf = schemas(node, at: place(), name: entry.key)
        case .discriminator: builder.discriminator = discriminator(node, at: place())
        case .reference, .dynamicReference, .ignored: break
        }
    }

    /// Reads `$dynamicRef` as a static reference: dynamic scopes are not supported. An unresolvable one is ignored.
    private mutating func readDynamicReference(
        _ entry: Mapping.Entry,
        at pointer: JSONPointer,
        siblings: Node,
        into builder: SchemaBuilder
    ) {
        guard siblings["$ref"] == nil, entry.value.string?.hasPrefix(bytes: "#") == true else { return }
        builder.reference = dynamicReference(entry, at: pointer, siblings: siblings)
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

    /// Reads a list, as in JSON Schema, or a map of named examples, as in a media type.
    private func schemaExamples(_ node: Node) -> [Node] {
        node.sequence ?? node.mapping?.compactMap { $0.value["value"] } ?? []
    }
}

// MARK: - Types

extension Parser {
    /// Type names of other languages with their JSON Schema equivalents.
    private static let aliases = [
        "int": "integer", "long": "integer", "float": "number", "double": "number", "decimal": "number",
        "bool": "boolean", "str": "string", "text": "string", "map": "object", "dict": "object", "hash": "object",
        "list": "array", "tuple": "array", "none": "null", "nil": "null",
    ]

    /// Returns nil after an error.
    private mutating func types(_ node: Node, at pointer: @autoclosure () -> JSONPointer) -> [Schema.TypeName]? {
        // The fast path for nearly all schemas.
        if case .string(let name) = node.value, let type = Schema.TypeName(rawValue: name) { return [type] }
        guard node.sequence != nil else { return typeName(node, at: pointer()).map { [$0] } }
        var types: [Schema.TypeName] = []
        var isReadable = true
        for member in list(node, at: pointer(), name: "type") {
            guard let type = typeName(member.node, at: member.pointer) else {
                isReadable = false
                continue
            }
            if !types.contains(type) { types.append(type) }
        }
        return isReadable ? types : nil
    }

    private mutating func typeName(_ node: Node, at pointer: @autoclosure () -> JSONPointer) -> Schema.TypeName? {
        if node.isNull {
            warning("a type is a string; write 'null' in quotes", at: node.location, pointer())
            return .null
        }
        guard let name = node.string else {
            error(
                "'type' must be the name of a type or a list of names, not \(node.kindName)",
                lenient: .withoutType,
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
        error("\(name.quoted) is no type\(ending)", lenient: .withoutType, at: node.location, pointer())
        return nil
    }
}

extension Schema.TypeName {
    static let allNames = ["string", "integer", "number", "boolean", "array", "object", "null"]
}

// MARK: - Constraints and discriminators

extension Parser {
    /// Constraints never determine a type, so an unreadable one is only a warning.
    private mutating func readConstraint(
        _ keyword: SchemaKeyword,
        _ node: Node,
        at pointer: @autoclosure () -> JSONPointer,
        into builder: SchemaBuilder
    ) {
        var constraints = builder.constraints ?? Schema.Constraints()
        defer { builder.constraints = constraints }
        switch keyword {
        case .pattern: constraints.pattern = string(node, at: pointer(), name: keyword.rawValue)
        case .uniqueItems: constraints.uniqueItems = bool(node, at: pointer(), name: keyword.rawValue) ?? false
        case .exclusiveMinimum where node.bool != nil: builder.isMinimumExclusive = node.bool == true
        case .exclusiveMaximum where node.bool != nil: builder.isMaximumExclusive = node.bool == true
        default:
            guard let number = node.number else {
                let message = "'\(keyword.rawValue)' must be a number, not \(node.kindName); it is ignored"
                warning(message, at: node.location, pointer())
                return
            }
            // nil for a bound beyond the range of `Int`, which has no effect.
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
            let origin = SourceReference(location: node.location, pointer: pointer)
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
