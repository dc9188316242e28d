import Diagnostics
import OpenAPI
import YAML

// Responses → ResponseDeclaration.
extension Resolver {
    /// What the method returns: the value of the successful responses, and the stream beside it.
    mutating func responses(of operation: OpenAPI.Operation, typeName: String) -> [ResponseDeclaration] {
        let successes = successes(of: operation)
        var values: [(entry: MediaTypeEntry, response: Response)] = []
        var stream: ResponseDeclaration?
        for response in successes {
            for entry in response.content {
                let type = ContentType(entry.contentType)
                if type.isEventStream || type.isLines {
                    stream = stream ?? self.stream(of: entry, response, typeName: typeName)
                } else {
                    values.append((entry, response))
                }
            }
        }
        let isEmptyAllowed = successes.contains(where: \.content.isEmpty)
        let value = value(of: values, isEmptyAllowed: isEmptyAllowed, origin: operation.origin, typeName: typeName)
        let both = [value, stream].compactMap(\.self)
        guard both.isEmpty else { return both }
        let documentation = successes.first.map { text(of: $0) } ?? ""
        return [ResponseDeclaration(kind: .empty, contentType: "", documentation: documentation)]
    }

    private mutating func successes(of operation: OpenAPI.Operation) -> [Response] {
        let list = document.components.responses
        let hasSuccess = operation.responses.contains(where: \.status.isSuccess)
        return operation.responses.compactMap { entry in
            guard hasSuccess ? entry.status.isSuccess : entry.status == .default else { return nil }
            return resolve(entry.response, in: "responses", list) { node, pointer, version, diagnostics in
                Response.parse(node, at: pointer, version: version, diagnostics: &diagnostics)
            }
        }
    }

    /// JSON before text before anything else; of several statuses with JSON a value of any of their types.
    private mutating func value(
        of values: [(entry: MediaTypeEntry, response: Response)],
        isEmptyAllowed: Bool,
        origin: Origin,
        typeName: String
    ) -> ResponseDeclaration? {
        let json = values.filter { isJSON($0.entry) }
        if let first = json.first {
            let schemas = json.map { mediaType(of: $0.entry)?.schema }
            let schema = schemas.contains { $0 == nil } ? nil : oneOf(schemas.compactMap(\.self), origin: origin)
            var type = TypeReference.json
            if let schema {
                let resolved = resolvedType(of: schema, named: typeName + "Response", in: top)
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

    /// JSON by its name, or anything at all with a schema that is more than text or bytes.
    mutating func isJSON(_ entry: MediaTypeEntry) -> Bool {
        let type = ContentType(entry.contentType)
        if type.isJSON { return true }
        guard type.isRange, let schema = mediaType(of: entry)?.schema else { return false }
        switch form(of: schema).kind {
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
            let resolved = resolvedType(of: payload, named: typeName + "Event", in: top)
            let isText = !isLines && (resolved.type == .string || resolved.type == .json)
            if !isText { kind = .payloads(resolved.type, isLines: isLines) }
        } else if isLines {
            kind = .payloads(.json, isLines: true)
        }
        return ResponseDeclaration(kind: kind, contentType: entry.contentType, documentation: text(of: response))
    }

    /// The schema of what the stream carries. An item of an event stream in OpenAPI 3.2 is the event, whose `data`
    /// says what the text in it is; older documents give the schema of the data itself.
    private mutating func payload(of entry: MediaTypeEntry, isLines: Bool) -> Schema? {
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

    /// What the response is and which headers it has.
    private mutating func text(of response: Response) -> String {
        let list = document.components.headers
        var lines = [response.description ?? ""]
        for named in response.headers {
            let header = resolve(named.header, in: "headers", list) { node, pointer, version, diagnostics in
                Header.parse(node, at: pointer, version: version, diagnostics: &diagnostics)
            }
            guard let header else { continue }
            lines.append("Header `\(named.name)`" + (header.description.map { ": " + $0 } ?? ""))
        }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
