import Diagnostics
import OpenAPI
import YAML

// RequestBody → BodyDeclaration.
extension Resolver {
    mutating func body(
        of operation: OpenAPI.Operation,
        typeName: String,
        parameters: [ParameterDeclaration],
        _ names: inout NameTable
    ) -> BodyDeclaration? {
        guard let entry = operation.requestBody else { return nil }
        let list = document.components.requestBodies
        let body = resolve(entry, in: "requestBodies", list) { node, pointer, version, diagnostics in
            RequestBody.parse(node, at: pointer, version: version, diagnostics: &diagnostics)
        }
        guard let body, let content = Self.preferred(body.content) else { return nil }
        let schema = mediaType(of: content)?.schema
        let type = ContentType(content.contentType)
        var kind: BodyDeclaration.Kind
        if type.isJSON {
            kind = jsonBody(schema, typeName: typeName)
        } else if type.isMultipart || type.isForm {
            kind = formBody(schema, content, typeName: typeName, isMultipart: type.isMultipart)
        } else {
            kind = type.isText ? .text : .bytes
        }
        var isRequired = body.isRequired
        let taken = Set(parameters.map(\.name))
        if case .structure(let reference, let properties) = kind {
            if properties.contains(where: { taken.contains($0.name) }) {
                kind = .json(reference)
            } else {
                // Its properties say what must be there; an object without any is as good as no body.
                isRequired = true
            }
        }
        return BodyDeclaration(
            kind: kind,
            contentType: content.contentType,
            isRequired: isRequired,
            name: names.claim("body"),
            shape: schema.map { shape(of: $0) } ?? .any,
            documentation: Documentation(description: body.description)
        )
    }

    /// JSON before forms before everything else.
    private static func preferred(_ content: [MediaTypeEntry]) -> MediaTypeEntry? {
        let ranked = content.enumerated().map { index, entry in
            let type = ContentType(entry.contentType)
            let rank =
                if type.isJSON { 0 } else if type.isMultipart { 1 } else if type.isForm { 2 } else { 3 }
            return (rank: rank, index: index, entry: entry)
        }
        return ranked.min { ($0.rank, $0.index) < ($1.rank, $1.index) }?.entry
    }

    private mutating func jsonBody(_ schema: Schema?, typeName: String) -> BodyDeclaration.Kind {
        guard let schema else { return .json(.json) }
        let resolved = resolvedType(of: schema, named: typeName + "Request", in: top)
        var form = form(of: schema)
        while case .component(let name) = form.kind, let component = components[name] {
            form = self.form(of: component)
        }
        guard case .object = form.kind, !resolved.isNullable, case .named(let name) = resolved.type,
            let properties = declaredProperties(of: name)
        else {
            return .json(resolved.isNullable ? .optional(resolved.type) : resolved.type)
        }
        return .structure(resolved.type, properties)
    }

    /// The properties of a structure that is complete; nil where it is still being resolved.
    private func declaredProperties(of name: String) -> [Property]? {
        guard let declaration = top.declarations.first(where: { $0.name == name }),
            case .structure(let structure) = declaration.kind
        else { return nil }
        return structure.properties
    }

    private mutating func formBody(
        _ schema: Schema?,
        _ content: MediaTypeEntry,
        typeName: String,
        isMultipart: Bool
    ) -> BodyDeclaration.Kind {
        guard let schema else { return .bytes }
        var parts = ObjectParts()
        var visited: Set<ObjectIdentifier> = []
        collect(schema, into: &parts, visited: &visited)
        let encoding = mediaType(of: content)?.encoding ?? [:]
        var names = NameTable()
        let fields = parts.members.map { member in
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
            return BodyDeclaration.FormPart(property: property, contentType: encoding[member.name]?.contentType)
        }
        return isMultipart ? .multipart(fields) : .form(fields)
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
