import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Responses → ResponseDeclaration.
extension Resolver {
    /// The results of an operation: the value of its successful responses, its stream, or both.
    mutating func responses(of operation: OperationObject, typeName: String) -> [ResponseDeclaration] {
        let successes = successes(of: operation)
        var values: [SuccessfulContent] = []
        var streams: [MediaTypeEntry] = []
        var stream: ResponseDeclaration?
        for (status, response) in successes {
            for entry in response.content {
                let type = ContentType(entry.contentType)
                if type.isEventStream || type.isLines {
                    stream = stream ?? self.stream(of: entry, response, typeName: typeName)
                    streams.append(entry)
                } else {
                    values.append(SuccessfulContent(entry: entry, status: status, response: response))
                }
            }
        }
        let isEmptyAllowed = successes.contains(where: \.response.content.isEmpty)
        var value = value(of: values, isEmptyAllowed: isEmptyAllowed, origin: operation.origin, typeName: typeName)
        if let kind = value?.kind { value?.accept = accept(values.map(\.entry), for: kind) }
        if let kind = stream?.kind { stream?.accept = accept(streams, for: kind) }
        var both = [value, stream].compactMap(\.self)
        if both.isEmpty {
            let documentation = successes.first.map { text(of: $0.response) } ?? ""
            both = [ResponseDeclaration(kind: .empty, contentType: "", documentation: documentation)]
            both[0].isRedirect = successes.contains { $0.status.isRedirect }
        }
        if both[0].isAwaited { both[0].headers = headers(of: successes.map(\.response), typeName: typeName) }
        return both
    }

    /// One content type of a successful response.
    private struct SuccessfulContent {
        var entry: MediaTypeEntry
        var status: StatusResponse.Status
        var response: Response
    }

    /// The statuses that choose the members of a union. Retains the union, so that its `ObjectIdentifier` is not
    /// reused.
    struct StatusTags {
        var schema: Schema
        var statuses: [[StatusResponse.Status]]
    }

    private mutating func successes(
        of operation: OperationObject
    ) -> [(status: StatusResponse.Status, response: Response)] {
        operation.responses.compactMap { entry in
            guard Self.isSuccess(entry.status, of: operation) else { return nil }
            return resolve(entry.response).map { response in
                (entry.status, withoutImpossibleContent(response, entry.status, method: operation.method))
            }
        }
    }

    /// Whether the status is a success of the operation: 2xx; without any a redirect, which is then not followed; without
    /// any `default`.
    private static func isSuccess(_ status: StatusResponse.Status, of operation: OperationObject) -> Bool {
        let statuses = operation.responses.map(\.status)
        if statuses.contains(where: \.isSuccess) { return status.isSuccess }
        return statuses.contains(where: \.isRedirect) ? status.isRedirect : status == .default
    }

    /// Removes the content of a response that never has a body: 204, 205 and each response to HEAD (RFC 9110, sections
    /// 9.3.2, 15.3.5 and 15.3.6). The content of a redirect is for people and removed without a warning.
    private mutating func withoutImpossibleContent(
        _ response: Response,
        _ status: StatusResponse.Status,
        method: String
    ) -> Response {
        guard let content = response.content.first else { return response }
        let subject: String? =
            switch status {
            case _ where status.isRedirect: nil
            case _ where method == "HEAD": "response to HEAD"
            case .code(204): "response with status 204"
            case .code(205): "response with status 205"
            default: nil
            }
        guard subject != nil || status.isRedirect else { return response }
        if let subject { warning("a \(subject) has no body, so its content is ignored", content.origin) }
        var response = response
        response.content = []
        return response
    }

    /// Follows the reference to the response.
    mutating func resolve(_ response: ReferenceOr<Response>) -> Response? {
        resolve(response, in: "responses", document.components.responses) { node, pointer, document, diagnostics in
            Response.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
        }
    }

    /// Follows the reference to the header.
    mutating func resolve(_ header: ReferenceOr<Header>) -> Header? {
        resolve(header, in: "headers", document.components.headers) { node, pointer, document, diagnostics in
            Header.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
        }
    }

    /// The value of `Accept` (RFC 9110, section 12.5.1): first the types that the method can read, then the others with
    /// a lower weight, each in document order.
    private mutating func accept(_ entries: [MediaTypeEntry], for kind: ResponseDeclaration.Kind) -> String? {
        var readable: [String] = []
        var others: [String] = []
        for entry in entries where entry.contentType.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) {
            let type = ContentType(entry.contentType)
            let isReadable =
                switch kind {
                case .json: type.isJSON
                case .text: type.isText
                case .events: type.isEventStream
                case .payloads(_, let isLines): type.isLines == isLines
                case .download, .empty: true
                }
            if isReadable, !readable.contains(entry.contentType) {
                readable.append(entry.contentType)
            } else if !isReadable, !others.contains(entry.contentType) {
                others.append(entry.contentType)
            }
        }
        // Only a range was documented, such as `*/*`.
        if readable.isEmpty, case .json = kind { readable = ["application/json"] }
        let types = readable + others.map { $0 + ";q=0.5" }
        return types.isEmpty ? nil : types.joined(separator: ", ")
    }

    // MARK: - Failures

    /// The type of an error body. Retains the schema, so that its `ObjectIdentifier` is not reused.
    struct FailureType {
        var schema: Schema
        var type: TypeReference
    }

    /// The types of the bodies of unsuccessful responses, for decoding them from the error.
    mutating func failures(of operation: OperationObject, typeName: String) -> [FailureDeclaration] {
        var failures: [FailureDeclaration] = []
        for entry in operation.responses where !Self.isSuccess(entry.status, of: operation) {
            guard let response = resolve(entry.response),
                let content = response.content.first(where: { ContentType($0.contentType).isJSON }),
                let schema = mediaType(of: content)?.schema
            else { continue }
            var name = typeName + "Error"
            if case .reference(let reference) = entry.response, let last = reference.pointer?.tokens.last {
                name = SwiftName.type(last + " Error")
            }
            let type =
                failureTypes[ObjectIdentifier(schema)]?.type ?? resolvedType(of: schema, named: name, in: topLevel).type
            failureTypes[ObjectIdentifier(schema)] = FailureType(schema: schema, type: type)
            guard type != .json else { continue }
            addExamples(mediaType(of: content)?.examples ?? [], of: type, at: content.origin)
            if let index = failures.firstIndex(where: { $0.type == type }) {
                failures[index].statuses.append(entry.status.text)
            } else {
                failures.append(FailureDeclaration(statuses: [entry.status.text], type: type))
            }
        }
        return failures
    }

    // MARK: - Values

    /// Prefers JSON over text over other types. Several JSON responses become a union, whose member depends on the
    /// status.
    private mutating func value(
        of values: [SuccessfulContent],
        isEmptyAllowed: Bool,
        origin: SourceReference,
        typeName: String
    ) -> ResponseDeclaration? {
        let json = values.filter { isJSON($0.entry) }
        if let first = json.first {
            let schemas = json.map { mediaType(of: $0.entry)?.schema }
            let given = schemas.compactMap(\.self)
            var schema = given.count < schemas.count ? nil : oneOf(given, origin: origin)
            if let union = schema { schema = byStatus(union, of: zip(given, json.map(\.status))) }
            var type = TypeReference.json
            if let schema {
                let resolved = resolvedType(of: schema, named: typeName + "Response", in: topLevel)
                let isOptional = (resolved.isNullable || isEmptyAllowed) && resolved.type != .json
                type = isOptional ? .optional(resolved.type) : resolved.type
            } else if isEmptyAllowed {
                type = .optional(.json)
            }
            for value in json {
                addExamples(mediaType(of: value.entry)?.examples ?? [], of: type, at: value.entry.origin)
            }
            return ResponseDeclaration(
                kind: .json(type),
                contentType: first.entry.contentType,
                documentation: text(of: first.response)
            )
        }
        let text = values.first { ContentType($0.entry.contentType).isText }
        return (text ?? values.first).map { value in
            ResponseDeclaration(
                kind: text == nil ? .download : .text,
                contentType: value.entry.contentType,
                documentation: self.text(of: value.response)
            )
        }
    }

    /// Registers the statuses that determine the member of the union.
    private mutating func byStatus(
        _ union: Schema,
        of answers: some Sequence<(Schema, StatusResponse.Status)>
    ) -> Schema {
        let isAnswer = answers.contains { $0.0 === union }
        guard !isAnswer, union.oneOf.count > 1 else { return union }
        // A new schema: a union of the same members may exist with other statuses.
        let own = Schema(origin: union.origin, oneOf: union.oneOf)
        let statuses = own.oneOf.map { member in
            answers.filter { Self.areSame($0.0, member) }.map(\.1)
        }
        let all = statuses.flatMap(\.self)
        let ambiguous = Set(all.filter { status in statuses.count { $0.contains(status) } > 1 })
        statusTags[ObjectIdentifier(own)] = StatusTags(
            schema: own,
            statuses: statuses.map { $0.filter { !ambiguous.contains($0) } }
        )
        return own
    }

    /// Whether the content type is JSON, or a range with a schema that is neither text nor binary.
    mutating func isJSON(_ entry: MediaTypeEntry) -> Bool {
        let type = ContentType(entry.contentType)
        if type.isJSON { return true }
        guard type.isRange, let schema = mediaType(of: entry)?.schema else { return false }
        switch normalized(schema).kind {
        case .component, .array, .map, .object, .union: return true
        default: return false
        }
    }

    // MARK: - Streams

    private mutating func stream(
        of entry: MediaTypeEntry,
        _ response: Response,
        typeName: String
    ) -> ResponseDeclaration {
        let isLines = ContentType(entry.contentType).isLines
        var kind = ResponseDeclaration.Kind.events
        if let payload = payload(of: entry, isLines: isLines) {
            let resolved = resolvedType(of: payload, named: typeName + "Event", in: topLevel)
            let isText = !isLines && (resolved.type == .string || resolved.type == .json)
            if !isText { kind = .payloads(resolved.type, isLines: isLines) }
        } else if isLines {
            kind = .payloads(.json, isLines: true)
        }
        return ResponseDeclaration(kind: kind, contentType: entry.contentType, documentation: text(of: response))
    }

    /// The schema of the stream's payloads. In OpenAPI 3.2 the item of an event stream describes the event, and the
    /// content schema of its `data` the payload; older documents give the schema of the payload.
    mutating func payload(of entry: MediaTypeEntry, isLines: Bool) -> Schema? {
        guard let media = mediaType(of: entry) else { return nil }
        guard let item = media.itemSchema else {
            guard isLines, let schema = media.schema else { return media.schema }
            let target = resolvedTarget(of: schema)
            return target.types == [.array] ? target.items ?? schema : schema
        }
        if isLines { return item }
        let events = [item] + variants(of: resolvedTarget(of: item))
        let data = events.compactMap { event in
            objectParts(of: event).members.first { $0.name == "data" }.map { resolvedTarget(of: $0.schema) }
        }
        if data.isEmpty { return item }
        let contents = data.compactMap(\.contentSchema)
        return contents.count == data.count ? oneOf(contents, origin: item.origin) : nil
    }

    // MARK: - Documentation

    /// The description of the response with its headers.
    private mutating func text(of response: Response) -> String {
        var lines = [response.description ?? ""]
        for named in response.headers {
            guard let header = resolve(named.header) else { continue }
            lines.append("Header `\(named.name)`" + (header.description.map { ": " + $0 } ?? ""))
        }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension StatusResponse.Status {
    /// The key in `responses`.
    var text: String {
        switch self {
        case .code(let code): String(code)
        case .range(let first): "\(first)XX"
        case .default: "default"
        }
    }
}
