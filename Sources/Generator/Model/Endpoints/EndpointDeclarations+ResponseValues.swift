import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// The values of successful responses.
extension EndpointDeclarations {
    /// The forms of the value: JSON before text before files. A caller chooses among them, as among the forms of a
    /// request. A content type that repeats the JSON value in another format gets no form.
    mutating func values(
        of contents: [SuccessfulContent],
        isEmptyAllowed: Bool,
        _ operation: OperationObject,
        typeName: String
    ) -> [ResponseDeclaration] {
        let kept = withoutRepetitions(contents)
        var forms: [(form: ResponseDeclaration, contents: [SuccessfulContent])] = []
        for (name, own) in jsonVariants(of: kept.filter { $0.format == .json }) {
            let type = jsonType(of: own, isEmptyAllowed, operation.origin, typeName: typeName + name)
            let types = own.map(\.entry.contentType)
            let form = ResponseDeclaration(
                kind: .json(type),
                suffix: "As" + (name.isEmpty ? "JSON" : name),
                contentType: types.first { ContentType($0).isUsualJSON } ?? types[0],
                documentation: text(of: own[0].response)
            )
            forms.append((form, own))
        }
        for (kind, suffix) in [(ResponseDeclaration.Kind.text, "AsText"), (.download, "AsFile")] {
            let own = kept.filter { $0.format != .json && $0.format.isRead(as: kind) }
            guard let first = own.first else { continue }
            let form = ResponseDeclaration(
                kind: kind,
                suffix: suffix,
                contentType: first.entry.contentType,
                documentation: text(of: first.response)
            )
            let isPreferred = first.format == .bytes && describesOnlyFiles(contents)
            if isPreferred {
                let what = "'\(first.entry.contentType)' is preferred to JSON whose schema is no more than a string"
                lint(what, first.entry.origin)
            }
            forms.insert((form, own), at: isPreferred ? 0 : forms.count)
        }
        lintUnreadable(contents, by: forms.first?.contents ?? [])
        return forms.enumerated().map { index, element in
            var form = element.form
            if index == 0 { form.suffix = "" }
            // The preferred form takes what the server has; the others ask for what they are named for.
            let others = contents.filter { content in
                index == 0
                    ? !content.format.isRead(as: form.kind)
                    : !element.contents.contains { $0.index == content.index }
            }
            let accept = form.isJSON ? Self.acceptJSON : Self.accept
            form.choice = Self.choice(for: form, among: element.contents)
            form.accept = form.choice?.defaultValue ?? accept(element.contents.map(\.entry), others.map(\.entry))
            return form
        }
    }

    /// Reports responses that the preferred form cannot read, although the server may choose their status.
    private mutating func lintUnreadable(_ contents: [SuccessfulContent], by own: [SuccessfulContent]) {
        for content in contents where !own.contains(where: { $0.index == content.index }) {
            let (type, status) = (content.entry.contentType, content.status.text)
            lint("the preferred method cannot read '\(type)', the content of status \(status)", content.entry.origin)
        }
    }

    /// Removes the content types that only repeat the JSON value of the same response in another format, such as XML.
    private mutating func withoutRepetitions(_ contents: [SuccessfulContent]) -> [SuccessfulContent] {
        var kept: [SuccessfulContent] = []
        for content in contents {
            let type = ContentType(content.entry.contentType)
            let schema = mediaType(of: content.entry)?.schema
            let original = contents.first { json in
                json.format == .json && json.index == content.index
                    && Self.areEqual(mediaType(of: json.entry)?.schema, schema)
            }
            if content.format == .json || original == nil || schema == nil || !type.isValueFormat {
                kept.append(content)
            } else if let original {
                lint(
                    "'\(content.entry.contentType)' has the schema of '\(original.entry.contentType)', which is used",
                    content.entry.origin
                )
            }
        }
        return kept
    }

    /// Whether files are meant: some content is binary, and no JSON has a schema beyond a string.
    private mutating func describesOnlyFiles(_ contents: [SuccessfulContent]) -> Bool {
        let isFile = contents.contains { content in
            isBinary(mediaType(of: content.entry)?.schema)
                || (content.format == .bytes && ContentType(content.entry.contentType).isBinary)
        }
        let json = contents.filter { $0.format == .json }
        return isFile && !json.isEmpty
            && json.allSatisfy { content in
                guard let schema = mediaType(of: content.entry)?.schema.map({ references.resolvedTarget(of: $0) })
                else {
                    return true
                }
                return !schema.isConstrained || (schema.isPlain && schema.types == [.string])
            }
    }

    /// JSON of one schema per response: the usual one, and one variant per further JSON type with a schema of its own.
    private mutating func jsonVariants(
        of contents: [SuccessfulContent]
    ) -> [(name: String, contents: [SuccessfulContent])] {
        var usual: [SuccessfulContent] = []
        var variants: [(name: String, contents: [SuccessfulContent])] = []
        var indices: [Int] = []
        for content in contents where indices.last != content.index { indices.append(content.index) }
        for index in indices {
            let own = contents.filter { $0.index == index }
            for group in jsonGroups(of: own.map(\.entry)) {
                let members = own.filter { content in group.entries.contains { $0.origin == content.entry.origin } }
                if group.name.isEmpty {
                    usual += members
                } else if let known = variants.firstIndex(where: { $0.name == group.name }) {
                    variants[known].contents += members
                } else {
                    variants.append((group.name, members))
                }
            }
        }
        guard !usual.isEmpty else { return [] }
        // Responses without the variant have their usual form in it.
        return [("", usual)]
            + variants.map { name, contents in
                let rest = usual.filter { content in !contents.contains { $0.index == content.index } }
                return (name, (contents + rest).sorted { $0.index < $1.index })
            }
    }

    // MARK: - JSON

    /// The type of the JSON of several responses. Different schemas become a union, whose member depends on the status.
    private mutating func jsonType(
        of contents: [SuccessfulContent],
        _ isEmptyAllowed: Bool,
        _ origin: SourceReference,
        typeName: String
    ) -> TypeReference {
        let schemas = contents.map { mediaType(of: $0.entry)?.schema ?? Schema(origin: $0.entry.origin) }
        let answers = Array(zip(schemas, contents.map(\.status)))
        let name = typeName + "Response"
        let typed = schemas.map { isTyped($0) }
        var type = TypeReference.json
        if typed.allSatisfy(\.self), let union = NormalizedSchemas.oneOf(schemas, origin: origin) {
            let resolved = types.resolvedType(of: byStatus(union, of: answers), named: name, in: types.topLevel)
            // `JSONValue` represents null itself, but not an empty body.
            type = resolved.isNullable && resolved.type != .json ? .optional(resolved.type) : resolved.type
        } else if typed.contains(true) {
            type = partlyTyped(answers, typed, origin, named: name)
        }
        if isEmptyAllowed {
            if case .optional = type {} else { type = .optional(type) }
        }
        for content in contents {
            types.addExamples(mediaType(of: content.entry)?.examples ?? [], of: type, at: content.entry.origin)
        }
        return type
    }

    /// Whether the schema allows less than any value.
    private mutating func isTyped(_ schema: Schema) -> Bool {
        guard schema.isConstrained else { return false }
        if case .any = schemas.normalized(references.resolvedTarget(of: schema)).kind { return false }
        return true
    }

    /// The union of typed values and of any other JSON. The statuses tell them apart, because the other JSON could look
    /// like a typed value.
    private mutating func partlyTyped(
        _ answers: [(schema: Schema, status: StatusResponse.Status)],
        _ typed: [Bool],
        _ origin: SourceReference,
        named name: String
    ) -> TypeReference {
        var members: [Schema] = []
        for (answer, isTyped) in zip(answers, typed)
        where isTyped && !members.contains(where: { $0.isObviouslyEqual(to: answer.schema) }) {
            members.append(answer.schema)
        }
        for (answer, isTyped) in zip(answers, typed) where !isTyped {
            lint("this response has no type, so the status tells it from the others", answer.schema.origin)
        }
        let any = Schema(origin: origin)
        let union = Schema(origin: origin, oneOf: members + [any])
        types.statusTags[ObjectIdentifier(union)] = StatusTags(
            schema: union,
            statuses: members.map { member in
                zip(answers, typed).filter { $1 && $0.schema.isObviouslyEqual(to: member) }.map(\.0.status)
            } + [zip(answers, typed).filter { !$1 }.map(\.0.status)]
        )
        let isNullable = members.contains { schemas.nullability.allowsNull($0) }
        let form = NormalizedSchema(kind: .union(NormalizedUnion(union.oneOf.map { UnionPart(schema: $0) })))
        let type = types.type(of: form, named: name, element: name, in: types.topLevel, schema: union)
        return isNullable ? .optional(type) : type
    }

    /// Registers the statuses that determine the member of the union.
    private mutating func byStatus(
        _ union: Schema,
        of answers: [(Schema, StatusResponse.Status)]
    ) -> Schema {
        let isAnswer = answers.contains { $0.0 === union }
        guard !isAnswer, union.oneOf.count > 1 else { return union }
        // A new schema: a union of the same members may exist with other statuses.
        let own = Schema(origin: union.origin, oneOf: union.oneOf)
        let statuses = own.oneOf.map { member in
            // A status may describe several content types alike.
            answers.filter { $0.0.isObviouslyEqual(to: member) }.map(\.1)
                .reduce(into: [StatusResponse.Status]()) { if !$0.contains($1) { $0.append($1) } }
        }
        let all = statuses.flatMap(\.self)
        let ambiguous = Set(all.filter { status in statuses.count { $0.contains(status) } > 1 })
        types.statusTags[ObjectIdentifier(own)] = StatusTags(
            schema: own,
            statuses: statuses.map { $0.filter { !ambiguous.contains($0) } }
        )
        return own
    }

    // MARK: - Content types

    /// The value of `Accept` (RFC 9110, section 12.5.1): first the types that the method can read, then the others with
    /// a lower weight, each in document order.
    static func accept(_ entries: [MediaTypeEntry], others: [MediaTypeEntry]) -> String? {
        var types: [String] = []
        for (entry, isReadable) in entries.map({ ($0, true) }) + others.map({ ($0, false) }) {
            let type = isReadable ? entry.contentType : entry.contentType + ";q=0.5"
            guard type.utf8.allSatisfy({ 0x20...0x7E ~= $0 }), !types.contains(type) else { continue }
            types.append(type)
        }
        return types.isEmpty ? nil : types.joined(separator: ", ")
    }

    /// The value of `Accept` for JSON, with `application/json` first. A range of types means `application/json`.
    private static func acceptJSON(_ entries: [MediaTypeEntry], others: [MediaTypeEntry]) -> String? {
        let isUsual = { (entry: MediaTypeEntry) in ContentType(entry.contentType).isUsualJSON }
        let sorted = entries.filter(isUsual) + entries.filter { !isUsual($0) }
        let exact = sorted.filter { ContentType($0.contentType).isJSON }
        let ranges = sorted.filter { !ContentType($0.contentType).isJSON }
        let accept = accept(exact, others: ranges + others)
        return exact.isEmpty ? ["application/json", accept].compactMap(\.self).joined(separator: ", ") : accept
    }

    /// The caller's choice of a content type, if several are read in the same way.
    private static func choice(
        for form: ResponseDeclaration,
        among contents: [SuccessfulContent]
    ) -> ContentTypeChoice? {
        guard !form.isJSON, let accept = accept(contents.map(\.entry), others: []) else { return nil }
        var types: [String] = []
        for content in contents where !types.contains(content.entry.contentType) {
            types.append(content.entry.contentType)
        }
        guard types.count > 1 || types.contains(where: { ContentType($0).isRange }) else { return nil }
        return ContentTypeChoice(name: "accept", documented: types, defaultValue: accept)
    }
}

extension ContentFormat {
    /// Whether a value of the kind is read from the content.
    fileprivate func isRead(as kind: ResponseDeclaration.Kind) -> Bool {
        switch kind {
        case .json: self == .json
        case .text: self == .text
        case .download: [.bytes, .multipart, .form].contains(self)
        case .events: self == .events
        case .payloads(_, let isLines): self == (isLines ? .lines : .events)
        case .empty: true
        }
    }
}
