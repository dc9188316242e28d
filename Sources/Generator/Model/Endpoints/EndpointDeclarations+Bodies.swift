import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// RequestBody → BodyDeclaration.
extension EndpointDeclarations {
    /// The forms of the body, the preferred one first.
    mutating func bodies(
        of operation: OperationObject,
        typeName: String,
        parameters: [ParameterDeclaration],
        _ names: NameTable
    ) -> [BodyDeclaration] {
        guard let body = operation.requestBody.flatMap({ references.object($0) }) else { return [] }
        let forms = forms(of: body.content)
        return forms.enumerated().map { index, form in
            let typeName = index == 0 ? typeName : typeName + form.suffix
            return declaration(of: form, body, typeName: typeName, parameters: parameters, names)
        }
    }

    /// Content types that are written in the same way.
    private struct BodyForm {
        var suffix: String
        var format: ContentFormat
        var entries: [MediaTypeEntry]
        /// The type to send by default.
        var contentType: String
    }

    /// One form per way to write the body: first JSON, then form data, other multipart types, URL-encoded forms and all
    /// others.
    private mutating func forms(of content: [MediaTypeEntry]) -> [BodyForm] {
        var json: [MediaTypeEntry] = []
        var others: [BodyForm] = []
        for entry in content {
            let (format, suffix) = sentFormat(of: entry)
            if format == .json {
                json.append(entry)
            } else if let index = others.firstIndex(where: { $0.suffix == suffix }) {
                others[index].entries.append(entry)
            } else {
                let type = entry.contentType
                others.append(BodyForm(suffix: suffix, format: format, entries: [entry], contentType: type))
            }
        }
        let groups = jsonGroups(of: json).enumerated().map { index, group in
            let suffix = index == 0 ? "JSON" : group.name
            return BodyForm(suffix: suffix, format: .json, entries: group.entries, contentType: group.contentType)
        }
        let order = ["Multipart", "", "Form"]
        let rank = { (form: BodyForm) in
            order.firstIndex(of: form.format == .multipart && form.suffix != "Multipart" ? "" : form.suffix) ?? 3
        }
        return groups + (0...order.count).flatMap { wanted in others.filter { rank($0) == wanted } }
    }

    private mutating func sentFormat(of entry: MediaTypeEntry) -> (ContentFormat, suffix: String) {
        let type = ContentType(entry.contentType)
        switch format(of: entry) {
        case .json: return (.json, "JSON")
        case .lines where lineType(of: entry) != nil: return (.lines, "Lines")
        case .multipart: return (.multipart, type.isFormData ? "Multipart" : SwiftName.type(type.jsonName))
        case .form: return (.form, "Form")
        case .text: return (.text, "Text")
        case .bytes, .events, .lines: return (.bytes, "Data")
        }
    }

    private mutating func declaration(
        of form: BodyForm,
        _ body: RequestBody,
        typeName: String,
        parameters: [ParameterDeclaration],
        _ names: NameTable
    ) -> BodyDeclaration {
        var names = names
        let content = form.entries[0]
        let schema = mediaType(of: content)?.schema
        var kind: BodyDeclaration.Kind
        var shaped = schema
        switch form.format {
        case .json: kind = jsonBody(schema, typeName: typeName)
        case .multipart, .form:
            let isMultipart = form.format == .multipart
            kind = formBody(schema, content, body, typeName: typeName, isMultipart: isMultipart, names)
        case .lines:
            lintLines(content)
            let item = lineType(of: content) ?? Schema(origin: content.origin)
            kind = .lines(.array(types.elementType(of: item, named: typeName + "RequestItem", in: types.topLevel)))
            shaped = item
        case .text: kind = .text
        case .bytes, .events: kind = .bytes
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
            types.addExamples(examples, of: type, at: content.origin)
        case .lines, .multipart, .form, .text, .bytes:
            break
        }
        let name = names.claim("body")
        var choice = choice(among: form.entries, as: kind, named: names.claim("contentType"))
        // Callers without a body have no type to choose.
        if !isRequired, choice?.defaultValue == nil { choice?.defaultValue = "application/octet-stream" }
        lint(choice, content.origin)
        let type = ContentType(form.contentType)
        var single = type.isRange ? Self.usualContentType(of: kind) : form.contentType
        // The boundary is that of each request.
        if type.isMultipart, single.lowercased().contains("boundary") { single = type.essence }
        return BodyDeclaration(
            kind: kind,
            suffix: form.suffix,
            contentType: choice?.defaultValue ?? single,
            choice: choice,
            isRequired: isRequired,
            name: name,
            shape: shapes.requestShape(of: shaped),
            examples: examples.compactMap { types.exampleValue($0).flatMap(Example.json) },
            documentation: Documentation(description: body.description)
        )
    }

    /// The caller's choice of a content type for text or bytes: among several, within a range, or with the boundary of a
    /// multipart body that is passed as bytes. A range itself is never sent (RFC 9110, section 8.3).
    private func choice(
        among entries: [MediaTypeEntry],
        as kind: BodyDeclaration.Kind,
        named name: String
    ) -> ContentTypeChoice? {
        switch kind {
        case .text, .bytes: break
        case .structure, .json, .lines, .multipart, .form: return nil
        }
        var types: [String] = []
        for entry in entries where !types.contains(entry.contentType) { types.append(entry.contentType) }
        if types.contains(where: { ContentType($0).isMultipart }) {
            return ContentTypeChoice(name: name, documented: types.map { $0 + "; boundary=…" }, defaultValue: nil)
        }
        guard types.count > 1 || ContentType(types[0]).isRange else { return nil }
        var usual = types.first { !ContentType($0).isRange }
        if usual == nil, types.contains(where: { ContentType($0).isAnyBytes }) { usual = "application/octet-stream" }
        if usual == nil, case .text = kind { usual = "text/plain" }
        return ContentTypeChoice(name: name, documented: types, defaultValue: usual)
    }

    private mutating func lint(_ choice: ContentTypeChoice?, _ origin: SourceReference) {
        guard let choice else { return }
        if let usual = choice.defaultValue {
            lint("'\(usual)' is sent, unless a caller chooses another content type for this body", origin)
        } else {
            lint("callers must choose the content type of this body; list the types that are meant", origin)
        }
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

    private mutating func jsonBody(_ schema: Schema?, typeName: String) -> BodyDeclaration.Kind {
        guard let schema else { return .json(.json) }
        if isLinting, let name = nestedBinary(in: schema) {
            lint("'\(name)' is binary, which JSON cannot hold; write 'format: byte' for Base64", schema.origin)
        }
        let resolved = types.resolvedType(of: schema, named: typeName + "Request", in: types.topLevel)
        // A circular reference has been reported; it is no object.
        let form = schemas.normalized(references.resolvedTarget(of: schema))
        guard case .object = form.kind, !resolved.isNullable, case .named(let name) = resolved.type,
            let properties = declaredProperties(of: name)
        else {
            return .json(resolved.isNullable ? .optional(resolved.type) : resolved.type)
        }
        return .structure(resolved.type, properties)
    }

    /// The properties of a declared structure; nil while it is being resolved.
    private func declaredProperties(of name: String) -> [Property]? {
        guard case .structure(let structure) = types.topLevel.declaration(named: name)?.kind else { return nil }
        return structure.properties
    }
}
