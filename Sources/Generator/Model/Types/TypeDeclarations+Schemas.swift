import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The type of a value, its nullability and its constant.
struct ResolvedType {
    var type: TypeReference
    var isNullable: Bool
    var constant: Constant?
}

// NormalizedSchema → TypeReference. Declares types where needed.
extension TypeDeclarations {
    /// - Parameters:
    ///   - name: The name of the type if it must be declared.
    ///   - element: The name of the element type if the schema is a list of unnamed types.
    mutating func resolvedType(
        of schema: Schema,
        named name: @autoclosure () -> String,
        element: @autoclosure () -> String? = nil,
        in scope: Scope
    ) -> ResolvedType {
        let form = schemas.normalized(schema)
        let type = type(of: form, named: name(), element: element() ?? name() + "Item", in: scope, schema: schema)
        return ResolvedType(type: type, isNullable: form.isNullable, constant: constant(of: form, type))
    }

    mutating func type(
        of form: NormalizedSchema,
        named name: @autoclosure () -> String,
        element: @autoclosure () -> String,
        in scope: Scope,
        schema: Schema? = nil
    ) -> TypeReference {
        switch form.kind {
        case .any, .null:
            return .json
        case .scalar(let type):
            return type
        case .constant(.string), .constant(.member):
            return .string
        case .constant(.integer):
            return .int
        case .constant(.number):
            return .double
        case .constant(.boolean):
            return .bool
        case .component(let component):
            return componentType(component)
        case .array(let items):
            guard let items else { return .array(.json) }
            return .array(elementType(of: items, named: element(), in: scope))
        case .map(let values):
            guard let values else { return .dictionary(.json) }
            return .dictionary(elementType(of: values, named: name() + "Value", in: scope))
        case .enumeration, .object, .union:
            guard let schema = schema.map({ references.resolvedTarget(of: $0) }) else { return .json }
            let (name, home) = scope.claim(name())
            declare(form, of: schema, as: name, in: home)
            return .named(home.qualified(name))
        }
    }

    mutating func elementType(of schema: Schema, named name: String, in scope: Scope) -> TypeReference {
        let resolved = resolvedType(of: schema, named: name, in: scope)
        return resolved.isNullable && resolved.type != .json ? .optional(resolved.type) : resolved.type
    }

    /// The only allowed value of a required property.
    private mutating func constant(of form: NormalizedSchema, _ type: TypeReference) -> Constant? {
        switch form.kind {
        case .constant(let constant):
            return constant
        case .enumeration(let rawType, let values) where values.count == 1 && [.string, .integer].contains(rawType):
            guard case .named(let name) = type else { return nil }
            let last = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { name[name.utf8.index(after: $0)...] }
            return enumeration(named: last.map(String.init) ?? name, rawType, values).members.first
                .map { .member($0.name) }
        default:
            return nil
        }
    }

    // MARK: - Declarations

    /// A property is deprecated if its schema is.
    private func propertyDocumentation(of schema: Schema, named name: String) -> Documentation {
        let isDeprecated = schema.isDeprecated || references.resolvedTarget(of: schema).isDeprecated
        let own = Documentation(of: schema, pointer: nil, isDeprecated: isDeprecated).withoutRepetition(of: name)
        return documentation(own, withDefaultOf: schema)
    }

    mutating func declare(
        _ form: NormalizedSchema,
        of schema: Schema,
        as name: String,
        in scope: Scope,
        documentation: Documentation? = nil
    ) {
        let inner = Scope(inside: scope, name: name)
        let kind: TypeDeclaration.Kind
        switch form.kind {
        case .object(let parts):
            kind = .structure(structure(of: parts, schema, in: inner))
        case .enumeration(let rawType, let values):
            let enumeration = enumeration(named: name, rawType, values)
            lintValueNames(enumeration, inType: name, schema.origin)
            kind = .enumeration(enumeration)
        case .union(let union):
            kind = .union(declaration(of: union, schema, in: inner))
        default:
            return
        }
        scope.declare(
            TypeDeclaration(
                name: name,
                qualifiedName: inner.prefix,
                documentation: documentation ?? Documentation(of: schema),
                kind: kind,
                nested: inner.declarations
            )
        )
    }

    private mutating func structure(of parts: ObjectParts, _ schema: Schema, in scope: Scope) -> Structure {
        var names = NameTable(reserved: ["additionalProperties"])
        var constants = NameTable()
        var properties: [Property] = []
        let resolved = parts.members.map { member in
            let resolved = resolvedType(
                of: member.schema,
                named: SwiftName.type(member.name),
                element: SwiftName.element(of: member.name),
                in: scope
            )
            let isNullable = resolved.isNullable && resolved.type != .json
            let type = isNullable ? .optional(resolved.type) : resolved.type
            addExamples(member.schema.examples, of: type, at: member.schema.origin)
            return resolved
        }
        let types = resolved.map(\.type)
        for (member, resolved) in zip(parts.members, resolved) {
            let wanted = memberName(member.name, besideValuesOf: types)
            let name = names.claim(wanted)
            if name != wanted {
                lint("'\(member.name)' is called '\(name)', because '\(wanted)' is taken", member.origin)
            }
            let isRequired = parts.required.contains(member.name)
            properties.append(property(member, resolved, named: name, isRequired: isRequired, &constants, in: scope))
        }
        lintRequired(of: parts, schema)
        let done = schemas.distributedUnions(in: schema)
        if parts.unions.contains(where: { union in !done.contains { $0 === union } }) {
            warning(
                "the alternatives beside the properties of this object are not typed; "
                    + "their properties are in `additionalProperties`",
                schema.origin
            )
        }
        var additional = Structure.AdditionalProperties(
            name: "additionalProperties",
            type: .json,
            isDeclared: false
        )
        if let type = unnamedType(of: parts, in: scope) {
            additional.type = type
            additional.isDeclared = true
        }
        return Structure(properties: properties, additionalProperties: additional)
    }

    /// The type of additional and pattern properties; nil if the document does not describe them.
    private mutating func unnamedType(of parts: ObjectParts, in scope: Scope) -> TypeReference? {
        let name = "AdditionalProperty"
        let allowed = parts.patterns + (parts.additional?.schema.map { [$0] } ?? [])
        guard let first = allowed.first, allowed.allSatisfy(\.isConstrained) else { return nil }
        switch parts.additional {
        case .schema, .allowed(false):
            return NormalizedSchemas.oneOf(allowed, origin: first.origin).map {
                elementType(of: $0, named: name, in: scope)
            }
        case .allowed(true), nil:
            // Names outside the patterns may have any value, which becomes an unknown member.
            let schema = Schema(origin: first.origin, oneOf: allowed)
            let form = NormalizedSchema(kind: .union(NormalizedUnion(allowed.map { UnionPart(schema: $0) })))
            return type(of: form, named: name, element: name, in: scope, schema: schema)
        }
    }

    private mutating func property(
        _ member: ObjectParts.Member,
        _ resolved: ResolvedType,
        named name: String,
        isRequired: Bool,
        _ constants: inout NameTable,
        in scope: Scope
    ) -> Property {
        let presence: Property.Presence =
            switch (isRequired && usage.isAlwaysPresent(member.schema), resolved.isNullable) {
            case (true, false): .required
            case (true, true): .requiredNullable
            case (false, false): .optional
            // `JSONValue` represents null itself.
            case (false, true): resolved.type == .json ? .optional : .optionalNullable
            }
        let constant = isRequired ? resolved.constant : nil
        var value: DefaultValue?
        if constant == nil, let found = defaultValue(of: member.schema, resolved.type) {
            value = DefaultValue(name: constants.claim(SwiftName.member("default " + member.name)), value: found)
            lintDefault(of: member.name, as: (scope.prefix + ".") + (value?.name ?? ""), member.origin)
        }
        return Property(
            name: name,
            wireName: member.name,
            type: resolved.type,
            presence: presence,
            constant: constant,
            defaultValue: value,
            isReadOnly: usage.access(to: member.schema).isReadOnly,
            documentation: propertyDocumentation(of: member.schema, named: member.name)
        )
    }
}
