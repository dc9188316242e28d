import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// The type of a value and what its schema says besides.
struct ResolvedType {
    var type: TypeReference
    var isNullable: Bool
    var constant: Constant?
}

// SchemaForm → TypeReference, declaring types on the way.
extension Resolver {
    /// - Parameters:
    ///   - name: What to call the type if it has to be declared.
    ///   - element: What to call the type of its elements if it is a list of something that has no name.
    mutating func resolvedType(
        of schema: Schema,
        named name: @autoclosure () -> String,
        element: @autoclosure () -> String? = nil,
        in scope: Scope
    ) -> ResolvedType {
        let form = form(of: schema)
        let type = type(of: form, named: name(), element: element() ?? name() + "Item", in: scope, schema: schema)
        return ResolvedType(type: type, isNullable: form.isNullable, constant: constant(of: form, type))
    }

    mutating func type(
        of form: SchemaForm,
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
            guard let schema = schema.map({ resolvedTarget(of: $0) }) else { return .json }
            let (name, home) = scope.claim(name())
            declare(form, of: schema, as: name, in: home)
            return .named(home.qualified(name))
        }
    }

    mutating func elementType(of schema: Schema, named name: String, in scope: Scope) -> TypeReference {
        let resolved = resolvedType(of: schema, named: name, in: scope)
        return resolved.isNullable && resolved.type != .json ? .optional(resolved.type) : resolved.type
    }

    /// The one value that a required property can have.
    private mutating func constant(of form: SchemaForm, _ type: TypeReference) -> Constant? {
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

    mutating func declare(
        _ form: SchemaForm,
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
            kind = .enumeration(enumeration(named: name, rawType, values))
        case .union(let parts, let discriminator):
            kind = .union(union(of: parts, discriminator, schema, in: inner))
        default:
            return
        }
        scope.declare(
            TypeDeclaration(
                name: name,
                qualifiedName: inner.prefix,
                documentation: documentation ?? self.documentation(of: schema),
                kind: kind,
                nested: inner.declarations
            )
        )
    }

    private mutating func structure(of parts: ObjectParts, _ schema: Schema, in scope: Scope) -> Structure {
        var names = NameTable(reserved: ["additionalProperties"])
        var properties: [Property] = []
        for member in parts.members {
            properties.append(property(member, isRequired: parts.required.contains(member.name), &names, in: scope))
        }
        let done = distributions[ObjectIdentifier(schema)]?.unions ?? []
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

    /// The type of the properties that have no name in the document; nil where it says nothing of them.
    private mutating func unnamedType(of parts: ObjectParts, in scope: Scope) -> TypeReference? {
        let name = "AdditionalProperty"
        let allowed = parts.patterns + (parts.additional?.schema.map { [$0] } ?? [])
        guard let first = allowed.first, allowed.allSatisfy(\.saysSomething) else { return nil }
        switch parts.additional {
        case .schema, .allowed(false):
            return oneOf(allowed, origin: first.origin).map { elementType(of: $0, named: name, in: scope) }
        case .allowed(true), nil:
            // A name that fits no pattern may hold anything: such a value is an unknown member.
            let schema = Schema(origin: first.origin, oneOf: allowed)
            let form = SchemaForm(kind: .union(allowed.map { UnionPart(schema: $0) }, discriminator: nil))
            return type(of: form, named: name, element: name, in: scope, schema: schema)
        }
    }

    private mutating func property(
        _ member: ObjectParts.Member,
        isRequired: Bool,
        _ names: inout NameTable,
        in scope: Scope
    ) -> Property {
        let resolved = resolvedType(
            of: member.schema,
            named: SwiftName.type(member.name),
            element: SwiftName.element(of: member.name),
            in: scope
        )
        let presence: Property.Presence =
            switch (isRequired && isAlwaysThere(member.schema), resolved.isNullable) {
            case (true, false): .required
            case (true, true): .requiredNullable
            case (false, false): .optional
            // A JSONValue can be null by itself.
            case (false, true): resolved.type == .json ? .optional : .optionalNullable
            }
        let isNullable = resolved.isNullable && resolved.type != .json
        addExamples(
            member.schema.examples,
            of: isNullable ? .optional(resolved.type) : resolved.type,
            at: member.schema.origin
        )
        let wanted = memberName(member.name)
        let name = names.claim(wanted)
        if name != wanted {
            remark("'\(member.name)' is called '\(name)', because '\(wanted)' is taken", member.origin)
        }
        return Property(
            name: name,
            wireName: member.name,
            type: resolved.type,
            presence: presence,
            constant: isRequired ? resolved.constant : nil,
            isReadOnly: access(to: member.schema).isReadOnly,
            documentation: propertyDocumentation(of: member.schema)
        )
    }

    private mutating func enumeration(
        named name: String,
        _ rawType: Enumeration.RawType,
        _ values: [Node]
    ) -> Enumeration {
        // Without capitals a value may be called like its type.
        var names = NameTable(reserved: ["rawValue", "knownValues", "description", name])
        var seen: Set<Constant> = []
        let members: [Enumeration.Member] = values.compactMap { node in
            let text: String
            let value: Constant
            switch node.value {
            case .string(let string): (text, value) = (string, .string(string))
            case .integer(let integer): (text, value) = (String(integer), .integer(integer))
            case .number(let number, _):
                guard number.isFinite else { return nil }
                (text, value) = (String(number), .number(number))
            case .bool(let bool): (text, value) = (String(bool), .boolean(bool))
            case .null, .sequence, .mapping: return nil
            }
            guard seen.insert(value).inserted else { return nil }
            return Enumeration.Member(name: names.claim(memberName(text)), value: value, text: text)
        }
        return Enumeration(rawType: rawType, members: members)
    }
}
