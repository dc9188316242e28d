import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// RequestBody → BodyDeclaration.
extension Resolver {
    /// The encodings of the body, at most one of each kind, the preferred one first.
    mutating func bodies(
        of operation: OperationObject,
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

    /// Follows the reference to the body.
    mutating func requestBody(of operation: OperationObject) -> RequestBody? {
        guard let entry = operation.requestBody else { return nil }
        let list = document.components.requestBodies
        return resolve(entry, in: "requestBodies", list) { node, pointer, document, diagnostics in
            RequestBody.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
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
        var shaped = schema
        if isJSON(content) {
            kind = jsonBody(schema, typeName: typeName)
        } else if type.isMultipart || type.isForm {
            kind = formBody(schema, content, body, typeName: typeName, isMultipart: type.isMultipart, names)
        } else if type.isSentAsLines, let item = payload(of: content, isLines: true), item.isConstrained {
            kind = .lines(.array(elementType(of: item, named: typeName + "RequestItem", in: topLevel)))
            shaped = item
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
                // The required properties are arguments; an object without any can be sent empty.
                isRequired = true
            }
        }
        let examples = mediaType(of: content)?.examples ?? []
        switch kind {
        case .structure(let type, _), .json(let type):
            addExamples(examples, of: type, at: content.origin)
        case .lines, .multipart, .form, .text, .bytes:
            break
        }
        return BodyDeclaration(
            kind: kind,
            contentType: type.isRange ? Self.usualContentType(of: kind) : content.contentType,
            isRequired: isRequired,
            name: names.claim("body"),
            shape: requestShape(of: shaped),
            examples: examples.compactMap { exampleValue($0).flatMap(Self.json) },
            documentation: Documentation(description: body.description)
        )
    }

    /// The content type to send if the document only gives a range.
    private static func usualContentType(of kind: BodyDeclaration.Kind) -> String {
        switch kind {
        case .structure, .json: "application/json"
        case .lines: "application/jsonl"
        case .multipart: "multipart/form-data"
        case .form: "application/x-www-form-urlencoded"
        case .text: "text/plain"
        case .bytes: "application/octet-stream"
        }
    }

    /// Sorts JSON before forms before all others.
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
        if type.isSentAsLines { return "Lines" }
        return type.isMultipart ? "Multipart" : type.isForm ? "Form" : type.isText ? "Text" : "Data"
    }

    private mutating func jsonBody(_ schema: Schema?, typeName: String) -> BodyDeclaration.Kind {
        guard let schema else { return .json(.json) }
        let resolved = resolvedType(of: schema, named: typeName + "Request", in: topLevel)
        // A circular reference has been reported; it is no object.
        let form = normalized(resolvedTarget(of: schema))
        guard case .object = form.kind, !resolved.isNullable, case .named(let name) = resolved.type,
            let properties = declaredProperties(of: name)
        else {
            return .json(resolved.isNullable ? .optional(resolved.type) : resolved.type)
        }
        return .structure(resolved.type, properties)
    }

    /// The properties of a declared structure; nil while it is being resolved.
    private func declaredProperties(of name: String) -> [Property]? {
        guard case .structure(let structure) = topLevel.declaration(named: name)?.kind else { return nil }
        return structure.properties
    }
}
