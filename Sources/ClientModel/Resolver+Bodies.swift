import Diagnostics
import OpenAPI
import YAML

// RequestBody → BodyDeclaration.
extension Resolver {
    /// The ways to send the body, the usual one first; of each kind one.
    mutating func bodies(
        of operation: OpenAPI.Operation,
        typeName: String,
        parameters: [ParameterDeclaration],
        _ names: NameTable
    ) -> [BodyDeclaration] {
        guard let body = requestBody(of: operation) else { return [] }
        var bodies: [BodyDeclaration] = []
        for content in ranked(body.content) {
            let typeName = bodies.isEmpty ? typeName : typeName + kindName(of: content)
            let declaration = self.body(body, as: content, typeName: typeName, parameters: parameters, names)
            if bodies.contains(where: { $0.kindName == declaration.kindName }) { continue }
            bodies.append(declaration)
        }
        return bodies
    }

    /// The body behind its reference.
    mutating func requestBody(of operation: OpenAPI.Operation) -> RequestBody? {
        guard let entry = operation.requestBody else { return nil }
        let list = document.components.requestBodies
        return resolve(entry, in: "requestBodies", list) { node, pointer, version, diagnostics in
            RequestBody.parse(node, at: pointer, version: version, diagnostics: &diagnostics)
        }
    }

    private mutating func body(
        _ body: RequestBody,
        as content: MediaTypeEntry,
        typeName: String,
        parameters: [ParameterDeclaration],
        _ names: NameTable
    ) -> BodyDeclaration {
        var names = names
        let schema = mediaType(of: content)?.schema
        let type = ContentType(content.contentType)
        var kind: BodyDeclaration.Kind
        if isJSON(content) {
            kind = jsonBody(schema, typeName: typeName)
        } else if type.isMultipart || type.isForm {
            kind = formBody(schema, content, typeName: typeName, isMultipart: type.isMultipart, names)
        } else {
            kind = type.isText ? .text : .bytes
        }
        var isRequired = body.isRequired
        let taken = Set(parameters.map(\.name))
        if case .structure(let reference, let properties) = kind {
            let isOptional = !isRequired && properties.contains { !$0.isOptional }
            if isOptional || properties.contains(where: { taken.contains($0.name) }) {
                kind = .json(reference)
            } else {
                // Its properties say what must be there; an object without any is as good as no body.
                isRequired = true
            }
        }
        switch kind {
        case .structure(let type, _), .json(let type):
            addExamples(mediaType(of: content)?.examples ?? [], of: type, at: content.origin)
        case .multipart, .form, .text, .bytes:
            break
        }
        return BodyDeclaration(
            kind: kind,
            contentType: type.isRange ? "application/json" : content.contentType,
            isRequired: isRequired,
            name: names.claim("body"),
            shape: requestShape(of: schema),
            documentation: Documentation(description: body.description)
        )
    }

    /// JSON before forms before everything else.
    private mutating func ranked(_ content: [MediaTypeEntry]) -> [MediaTypeEntry] {
        let ranks = ["JSON": 0, "Multipart": 1, "Form": 2]
        return content.enumerated()
            .map { (rank: ranks[kindName(of: $1)] ?? 3, index: $0, entry: $1) }
            .sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }
            .map(\.entry)
    }

    private mutating func kindName(of entry: MediaTypeEntry) -> String {
        let type = ContentType(entry.contentType)
        if isJSON(entry) { return "JSON" }
        return type.isMultipart ? "Multipart" : type.isForm ? "Form" : type.isText ? "Text" : "Data"
    }

    private mutating func jsonBody(_ schema: Schema?, typeName: String) -> BodyDeclaration.Kind {
        guard let schema else { return .json(.json) }
        let resolved = resolvedType(of: schema, named: typeName + "Request", in: top)
        var form = form(of: schema)
        while case .component(let name) = form.kind, let component = components[name] {
            form = self.form(of: component)
        }
        declareRemotes()
        guard case .object = form.kind, !resolved.isNullable, case .named(let name) = resolved.type,
            let properties = declaredProperties(of: name)
        else {
            return .json(resolved.isNullable ? .optional(resolved.type) : resolved.type)
        }
        return .structure(resolved.type, properties)
    }

    /// The properties of a structure that is complete; nil where it is still being resolved.
    private func declaredProperties(of name: String) -> [Property]? {
        guard case .structure(let structure) = top.declaration(named: name)?.kind else { return nil }
        return structure.properties
    }

    private mutating func formBody(
        _ schema: Schema?,
        _ content: MediaTypeEntry,
        typeName: String,
        isMultipart: Bool,
        _ names: NameTable
    ) -> BodyDeclaration.Kind {
        guard let schema else { return .bytes }
        var parts = ObjectParts()
        var visited: Set<ObjectIdentifier> = []
        collect(schema, into: &parts, visited: &visited)
        let encoding = mediaType(of: content)?.encoding ?? [:]
        var names = names
        let fields = parts.members.flatMap { member -> [BodyDeclaration.FormPart] in
            if access(to: member.schema).isReadOnly { return [] }
            let isRequired = parts.required.contains(member.name)
            let resolved = resolvedType(
                of: member.schema,
                named: typeName + SwiftName.type(member.name),
                element: typeName + SwiftName.element(of: member.name),
                in: top
            )
            let property = Property(
                name: names.claim(SwiftName.member(member.name)),
                wireName: member.name,
                type: isMultipart ? uploadType(of: member.schema) ?? resolved.type : resolved.type,
                presence: isRequired && !resolved.isNullable ? .required : .optional,
                isIndirect: false,
                constant: isRequired ? resolved.constant : nil,
                documentation: documentation(of: member.schema, pointer: nil)
            )
            let rule = encoding[member.name]
            let part = BodyDeclaration.FormPart(
                property: property,
                contentType: rule?.contentType,
                style: rule?.style,
                explode: rule?.explode
            )
            return isMultipart ? [part] + headers(of: rule, on: member.name, typeName: typeName, &names) : [part]
        }
        return isMultipart ? .multipart(fields) : .form(fields)
    }

    /// The headers that a part of a multipart body has besides, each an argument of its own.
    private mutating func headers(
        of encoding: Encoding?,
        on part: String,
        typeName: String,
        _ names: inout NameTable
    ) -> [BodyDeclaration.FormPart] {
        (encoding?.headers ?? []).compactMap { named in
            guard let header = resolve(named.header) else { return nil }
            let label = part + " " + named.name
            let resolved = header.schema.map {
                resolvedType(of: $0, named: typeName + SwiftName.type(label), in: top)
            }
            let property = Property(
                name: names.claim(SwiftName.member(label)),
                wireName: named.name,
                type: resolved?.type ?? .string,
                presence: header.isRequired && resolved?.isNullable != true ? .required : .optional,
                isIndirect: false,
                constant: nil,
                documentation: Documentation(description: header.description, isDeprecated: header.isDeprecated)
            )
            return BodyDeclaration.FormPart(property: property, headerOf: part)
        }
    }

    /// A file or a list of files, where the schema is one of bytes.
    private mutating func uploadType(of schema: Schema) -> TypeReference? {
        let schema = resolvedTarget(of: schema)
        if schema.types == [.array], let items = schema.items, uploadType(of: items) == .file { return .array(.file) }
        let isBinary =
            schema.format == "binary"
            || (schema.contentMediaType != nil && schema.contentEncoding == nil && schema.types != [.object])
        return isBinary ? .file : nil
    }
}
