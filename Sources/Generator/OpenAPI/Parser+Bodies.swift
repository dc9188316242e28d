internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Parser {
    mutating func requestBody(_ node: Node, at pointer: JSONPointer) -> RequestBody? {
        guard let object = object(node, at: pointer, .requestBody) else { return nil }
        if object["content"] == nil { warning("a request body must have 'content'", at: object.origin) }
        return RequestBody(
            description: string("description", in: object),
            isRequired: bool("required", in: object) ?? false,
            content: content(in: object),
            origin: object.origin
        )
    }

    mutating func response(_ node: Node, at pointer: JSONPointer) -> Response? {
        guard let object = object(node, at: pointer, .response) else { return nil }
        return Response(
            description: string("description", in: object),
            headers: headers(in: object),
            content: content(in: object),
            origin: object.origin
        )
    }

    mutating func mediaType(_ node: Node, at pointer: JSONPointer) -> MediaType? {
        guard let object = object(node, at: pointer, .mediaType) else { return nil }
        for entry in object.mapping where ["prefixEncoding", "itemEncoding"].contains(entry.key) {
            let message = "'\(entry.key)' is not supported: the body is handed over as the bytes that it is"
            warning(message, at: entry.keyLocation, pointer.appending(entry.key))
        }
        var encoding: [String: Encoding] = [:]
        for member in map("encoding", in: object) {
            encoding[member.key] = self.encoding(member.node, at: member.pointer)
        }
        return MediaType(
            schema: object["schema"].map { schema($0, at: object.pointer("schema")) },
            itemSchema: object["itemSchema"].map { schema($0, at: object.pointer("itemSchema")) },
            encoding: encoding,
            examples: examples(in: object),
            origin: object.origin
        )
    }

    mutating func header(_ node: Node, at pointer: JSONPointer) -> Header? {
        guard let object = object(node, at: pointer, .header) else { return nil }
        return Header(
            description: string("description", in: object),
            isRequired: bool("required", in: object) ?? false,
            isDeprecated: bool("deprecated", in: object) ?? false,
            schema: object["schema"].map { schema($0, at: object.pointer("schema")) },
            content: content(in: object),
            origin: object.origin
        )
    }

    mutating func content(in object: Object) -> [MediaTypeEntry] {
        map("content", in: object).compactMap { member in
            checkContentType(member)
            return referenceOr(member.node, at: member.pointer) { $0.mediaType($1, at: $2) }.map {
                MediaTypeEntry(contentType: member.key, mediaType: $0, origin: member.origin)
            }
        }
    }

    /// `example` and the values of `examples`. An example given by `$ref` is returned as its Reference Object.
    func examples(in object: Object) -> [Node] {
        let named =
            object["examples"]?.mapping?.compactMap { entry in
                entry.value["value"] ?? entry.value["dataValue"]
                    ?? (entry.value["$ref"]?.string == nil ? nil : entry.value)
            } ?? []
        return (object.mapping["example"].map { [$0] } ?? []) + named
    }

    private mutating func encoding(_ node: Node, at pointer: JSONPointer) -> Encoding? {
        guard let object = object(node, at: pointer, .encoding) else { return nil }
        return Encoding(
            contentType: string("contentType", in: object),
            headers: headers(in: object),
            style: style(in: object),
            explode: bool("explode", in: object),
            allowReserved: bool("allowReserved", in: object) ?? false,
            origin: object.origin
        )
    }

    /// Leaves out `Content-Type`, which OpenAPI requires to be ignored here.
    private mutating func headers(in object: Object) -> [Response.NamedHeader] {
        map("headers", in: object).compactMap { member in
            guard member.key.lowercased() != "content-type" else { return nil }
            return referenceOr(member.node, at: member.pointer) { $0.header($1, at: $2) }.map {
                Response.NamedHeader(name: member.key, header: $0, origin: member.origin)
            }
        }
    }
}

// MARK: - Content types

extension Parser {
    /// The top-level types of RFC 6838, section 4.2.7, and `*` for ranges.
    private static let topLevelTypes: Set<String> = [
        "application", "audio", "chemical", "example", "font", "haptics", "image", "message", "model", "multipart",
        "text", "video", "*",
    ]
    private static let usualContentTypes = [
        "application/json", "application/x-www-form-urlencoded", "application/octet-stream", "application/xml",
        "application/pdf", "application/problem+json", "multipart/form-data", "text/plain", "text/html", "text/csv",
        "text/event-stream", "image/png", "image/jpeg",
    ]

    private mutating func checkContentType(_ member: Member) {
        let parts = member.key.prefix { $0 != ";" }.split(separator: "/", omittingEmptySubsequences: false)
        let type = parts[0].lowercased()
        guard parts.count != 2 || !(Self.topLevelTypes.contains(type) || type.hasPrefix("x-")) else { return }
        let fix = didYouMean(member.key, among: Self.usualContentTypes)
        warning("\(member.key.quoted) is no content type\(fix)", at: member.origin)
    }
}
