import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Event streams and JSON lines.
extension EndpointDeclarations {
    /// The streaming form of a result; nil if no content type is a stream. Of several types the first is used.
    mutating func stream(of contents: [SuccessfulContent], typeName: String) -> ResponseDeclaration? {
        guard let first = contents.first else { return nil }
        for other in contents where other.format != first.format {
            let (type, used) = (other.entry.contentType, first.entry.contentType)
            lint("'\(type)' cannot be chosen, because the stream is read as '\(used)'", other.entry.origin)
        }
        let isLines = first.format == .lines
        var kind = ResponseDeclaration.Kind.events
        if isLines {
            lintLines(first.entry)
            let item = lineType(of: first.entry) ?? Schema(origin: first.entry.origin)
            kind = .payloads(
                types.resolvedType(of: item, named: typeName + "Event", in: types.topLevel).type,
                isLines: true
            )
        } else if let payload = payload(of: first.entry, isLines: false) {
            let type = types.resolvedType(of: payload, named: typeName + "Event", in: types.topLevel).type
            if type != .string, type != .json { kind = .payloads(type, isLines: false) }
        }
        var stream = ResponseDeclaration(
            kind: kind,
            suffix: "Streaming",
            contentType: first.entry.contentType,
            documentation: text(of: first.response)
        )
        stream.accept = Self.accept(
            contents.filter { $0.format == first.format }.map(\.entry),
            others: contents.filter { $0.format != first.format }.map(\.entry)
        )
        return stream
    }

    /// The schema of each line; nil if the document does not describe the lines. A body that is described as a string
    /// has lines of any JSON or text.
    mutating func lineType(of entry: MediaTypeEntry) -> Schema? {
        guard let media = mediaType(of: entry) else { return nil }
        if describesText(media) { return Schema(origin: media.origin) }
        return payload(of: entry, isLines: true).flatMap { $0.isConstrained ? $0 : nil }
    }

    /// Whether the whole body is described as one string.
    private mutating func describesText(_ media: MediaType) -> Bool {
        guard media.itemSchema == nil, let schema = media.schema.map({ references.resolvedTarget(of: $0) }) else {
            return false
        }
        if case .scalar(.string) = schemas.normalized(schema).kind { return true }
        return schema.types.contains(.string) && schema.isPlain
    }

    mutating func lintLines(_ entry: MediaTypeEntry) {
        guard let media = mediaType(of: entry), describesText(media) else { return }
        lint("lines that are described as one string are any JSON or text; give 'itemSchema'", entry.origin)
    }

    /// The schema of the stream's payloads. In OpenAPI 3.2 the item of an event stream describes the event, and the
    /// content schema of its `data` the payload; older documents give the schema of the payload.
    mutating func payload(of entry: MediaTypeEntry, isLines: Bool) -> Schema? {
        guard let media = mediaType(of: entry) else { return nil }
        guard let item = media.itemSchema else {
            guard isLines, let schema = media.schema else { return media.schema }
            let target = references.resolvedTarget(of: schema)
            return target.types == [.array] ? target.items ?? schema : schema
        }
        if isLines { return item }
        let events = [item] + references.resolvedTarget(of: item).variants
        let data = events.compactMap { event in
            schemas.objects.parts(of: event).members.first { $0.name == "data" }.map {
                references.resolvedTarget(of: $0.schema)
            }
        }
        if data.isEmpty { return item }
        let contents = data.compactMap(\.contentSchema)
        return contents.count == data.count ? NormalizedSchemas.oneOf(contents, origin: item.origin) : nil
    }
}
