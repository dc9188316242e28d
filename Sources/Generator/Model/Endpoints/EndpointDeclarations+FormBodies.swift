import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// RequestBody → the parts of a form.
extension EndpointDeclarations {
    mutating func formBody(
        _ schema: Schema?,
        _ content: MediaTypeEntry,
        _ body: RequestBody,
        typeName: String,
        isMultipart: Bool,
        _ names: NameTable
    ) -> BodyDeclaration.Kind {
        guard let schema else { return .bytes }
        let parts = formParts(of: schema)
        let encoding = mediaType(of: content)?.encoding ?? [:]
        var names = names
        var fields = parts.members.flatMap { member -> [BodyDeclaration.FormPart] in
            if types.usage.access(to: member.schema).isReadOnly { return [] }
            let isRequired = parts.required.contains(member.name)
            let rule = encoding[member.name]
            let resolved = fieldType(of: member, contentType: rule?.contentType, isMultipart, typeName: typeName)
            let name = names.claim(SwiftName.member(member.name))
            let value = types.defaultValue(of: member.schema, resolved.type)
            let property = Property(
                name: name,
                wireName: member.name,
                type: resolved.type,
                presence: isRequired && !resolved.isNullable ? .required : .optional,
                constant: isRequired ? resolved.constant : nil,
                defaultValue: value.map { DefaultValue(name: name, value: $0) },
                documentation: documentation(of: member.schema, pointer: nil).withoutRepetition(of: member.name)
            )
            if rule?.style == .deepObject, !isMultipart {
                warnOfObjectLists(in: member.schema, member.name, member.origin)
            }
            let part = BodyDeclaration.FormPart(
                property: property,
                contentType: rule?.contentType,
                style: rule?.style,
                explode: rule?.explode,
                allowReserved: rule?.allowReserved ?? false
            )
            return isMultipart ? [part] + headers(of: rule, on: member.name, typeName: typeName, &names) : [part]
        }
        if let rest = unnamedPart(of: parts, body, schema, typeName: typeName, isMultipart: isMultipart, &names) {
            fields.append(rest)
        } else if parts.members.isEmpty, !isObject(schema) {
            return .bytes
        }
        return isMultipart ? .multipart(fields) : .form(fields)
    }

    private mutating func fieldType(
        of member: ObjectParts.Member,
        contentType: String?,
        _ isMultipart: Bool,
        typeName: String
    ) -> ResolvedType {
        let name = typeName + SwiftName.type(member.name)
        if isMultipart, let type = uploadType(of: member.schema, contentType: contentType, named: name) {
            return ResolvedType(type: type, isNullable: schemas.nullability.allowsNull(member.schema), constant: nil)
        }
        if !isMultipart, isBinary(member.schema) {
            let what = "'\(member.name)' is binary, which a URL-encoded form cannot hold"
            warning("\(what); it is sent as text. Use 'multipart/form-data'", member.origin)
        } else if let inner = nestedBinary(in: member.schema) {
            let what = "'\(member.name)' is sent as text, which cannot hold the bytes of '\(inner)'"
            warning("\(what); make the file a property of the form", member.origin)
        }
        return types.resolvedType(
            of: member.schema,
            named: name,
            element: typeName + SwiftName.element(of: member.name),
            in: types.topLevel
        )
    }

    /// The fields of a form. For alternatives, the fields of all of them; only common required fields are required.
    private func formParts(of schema: Schema, depth: Int = 0) -> ObjectParts {
        var parts = schemas.objects.parts(of: schema)
        guard !parts.unions.isEmpty, depth < 8 else { return parts }
        for union in parts.unions {
            let forms = schemas.nullability.variantsBesidesNull(of: union).map { formParts(of: $0, depth: depth + 1) }
            let required = forms.dropFirst().reduce(forms.first?.required ?? []) { $0.intersection($1.required) }
            parts.required.formUnion(required)
            var schemas = NameMap<[Schema]>()
            for member in forms.flatMap(\.members) {
                let known = parts.position(of: member.name).map { [parts.members[$0].schema] } ?? []
                schemas[member.name] = (schemas[member.name] ?? known) + [member.schema]
            }
            for var member in forms.flatMap(\.members) {
                guard let all = schemas[member.name] else { continue }
                schemas[member.name] = nil
                member.schema = NormalizedSchemas.oneOf(all, origin: member.origin) ?? member.schema
                parts.add(member)
            }
        }
        return parts
    }

    /// The dictionary of parts without a documented name; nil if there can be none.
    private mutating func unnamedPart(
        of parts: ObjectParts,
        _ body: RequestBody,
        _ schema: Schema,
        typeName: String,
        isMultipart: Bool,
        _ names: inout NameTable
    ) -> BodyDeclaration.FormPart? {
        var values = parts.patterns + (parts.additional?.schema.map { [$0] } ?? [])
        if parts.members.isEmpty {
            guard parts.unions.isEmpty, isObject(schema) else { return nil }
            if values.isEmpty, !parts.isClosed { values = [Schema(origin: schema.origin)] }
        }
        guard let first = values.first else { return nil }
        let value = NormalizedSchemas.oneOf(values, origin: first.origin) ?? Schema(origin: first.origin)
        let label = (parts.members.isEmpty ? "" : "additional ") + (isMultipart ? "parts" : "fields")
        let valueName = typeName + SwiftName.type(label + " value")
        let upload = isMultipart ? uploadType(of: value, contentType: nil, named: valueName) : nil
        let name = names.claim(SwiftName.member(label))
        let type = upload ?? types.resolvedType(of: value, named: valueName, in: types.topLevel).type
        let property = Property(
            name: name,
            wireName: name,
            type: .dictionary(type),
            presence: parts.members.isEmpty && body.isRequired && upload == nil ? .required : .optional,
            documentation: Documentation(description: "Those whose names the document leaves open.")
        )
        return BodyDeclaration.FormPart(property: property, isUnnamed: true)
    }

    private mutating func isObject(_ schema: Schema) -> Bool {
        let schema = references.resolvedTarget(of: schema)
        return schema.types.contains(.object) || schema.hasObjectKeywords || schema.isComposed
            || (schema.types.isEmpty && schema.items == nil && schema.prefixItems.isEmpty)
    }

    /// The headers of a part of a multipart body, as additional arguments.
    private mutating func headers(
        of encoding: Encoding?,
        on part: String,
        typeName: String,
        _ names: inout NameTable
    ) -> [BodyDeclaration.FormPart] {
        (encoding?.headers ?? []).compactMap { named in
            guard let header = references.object(named.header) else { return nil }
            let label = part + " " + named.name
            let resolved = header.schema.map {
                types.resolvedType(of: $0, named: typeName + SwiftName.type(label), in: types.topLevel)
            }
            let property = Property(
                name: names.claim(SwiftName.member(label)),
                wireName: named.name,
                type: resolved?.type ?? .string,
                presence: header.isRequired && resolved?.isNullable != true ? .required : .optional,
                documentation: Documentation(description: header.description, isDeprecated: header.isDeprecated)
            )
            return BodyDeclaration.FormPart(property: property, headerOf: part)
        }
    }
}
