internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Parser {
    mutating func paths(in object: Object) -> [PathEntry] {
        map("paths", in: object).compactMap { member in
            guard !member.key.hasPrefix(bytes: "x-") else { return nil }
            guard !member.key.hasPrefix(bytes: "/") else { return pathEntry(member) }
            warning("a path must begin with '/'; taken as \(("/" + member.key).quoted)", at: member.origin)
            return pathEntry(member, path: "/" + member.key)
        }
    }

    mutating func webhooks(in object: Object) -> [PathEntry] {
        map("webhooks", in: object).compactMap { $0.key.hasPrefix(bytes: "x-") ? nil : pathEntry($0) }
    }

    private mutating func pathEntry(_ member: Member, path: String? = nil) -> PathEntry? {
        referenceOr(member.node, at: member.pointer) { $0.pathItem($1, at: $2) }.map {
            PathEntry(path: path ?? member.key, item: $0, origin: member.origin)
        }
    }

    mutating func pathItem(_ node: Node, at pointer: JSONPointer) -> PathItem? {
        guard let object = object(node, at: pointer, .pathItem) else { return nil }
        var operations: [OperationObject] = []
        for entry in object.mapping where Self.methods.contains(entry.key) && !entry.value.isNull {
            let origin = SourceReference(location: entry.keyLocation, pointer: pointer.appending(entry.key))
            let member = Member(key: entry.key, origin: origin, node: entry.value)
            operation(member, method: entry.key.uppercased()).map { operations.append($0) }
        }
        for member in map("additionalOperations", in: object) {
            operation(member, method: member.key).map { operations.append($0) }
        }
        return PathItem(
            summary: string("summary", in: object),
            description: string("description", in: object),
            servers: servers(in: object),
            parameters: parameters(in: object),
            operations: operations,
            origin: object.origin
        )
    }

    private static let methods: Set<String> = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
    ]

    private mutating func operation(_ member: Member, method: String) -> OperationObject? {
        guard let object = object(member.node, at: member.pointer, .operation) else { return nil }
        let operationID = string("operationId", in: object)
        return OperationObject(
            method: method,
            operationID: operationID,
            tags: strings("tags", in: object),
            summary: string("summary", in: object),
            description: string("description", in: object),
            isDeprecated: bool("deprecated", in: object) ?? false,
            parameters: parameters(in: object),
            requestBody: object["requestBody"].flatMap { node in
                referenceOr(node, at: object.pointer("requestBody")) { $0.requestBody($1, at: $2) }
            },
            responses: responses(in: object),
            security: security(in: object),
            servers: servers(in: object),
            origin: member.origin,
            operationIDOrigin: operationID.map { _ in origin(of: "operationId", in: object) }
        )
    }

    private mutating func responses(in object: Object) -> [StatusResponse] {
        map("responses", in: object).compactMap { member in
            guard !member.key.hasPrefix(bytes: "x-") else { return nil }
            guard let status = StatusResponse.Status(key: member.key) else {
                let message = "\(member.key.quoted) is no status: 100 to 599, 2XX or default; it is left out"
                warning(message, at: member.origin)
                return nil
            }
            return referenceOr(member.node, at: member.pointer) { $0.response($1, at: $2) }.map {
                StatusResponse(status: status, response: $0, origin: member.origin)
            }
        }
    }
}

extension StatusResponse.Status {
    /// Parses `200`, `2XX` or `default`, ignoring case.
    init?(key: String) {
        let text = key.lowercased()
        if text == "default" {
            self = .default
        } else if text.utf8.count == 3, let first = text.first?.wholeNumberValue, 1...5 ~= first {
            if text.hasSuffix("xx") {
                self = .range(first)
            } else if let code = Int(text) {
                self = .code(code)
            } else {
                return nil
            }
        } else {
            return nil
        }
    }
}

extension Parser {
    private static let types = ["http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"]

    mutating func securityScheme(_ node: Node, at pointer: JSONPointer) -> SecurityScheme? {
        guard let object = object(node, at: pointer, .securityScheme),
            let type = requiredString("type", in: object, .securityScheme),
            let kind = kind(type, in: object)
        else { return nil }
        return SecurityScheme(kind: kind, description: string("description", in: object), origin: object.origin)
    }

    private mutating func kind(_ type: String, in object: Object) -> SecurityScheme.Kind? {
        switch type {
        case "http":
            return requiredString("scheme", in: object, .securityScheme).map { .http(scheme: $0.lowercased()) }
        case "apiKey":
            return apiKey(in: object)
        case "oauth2": return .oauth2
        case "openIdConnect": return .openIDConnect
        case "mutualTLS": return .mutualTLS
        default:
            let fix =
                type == "basic" || type == "bearer"
                ? "; write 'type: http' with 'scheme: \(type)'" : didYouMean(type, among: Self.types)
            let ending = fix.isEmpty ? "; it is one of \(Self.types.joined(separator: ", "))" : fix
            error(
                "\(type.quoted) is no type of security scheme\(ending)",
                lenient: .leftOut,
                at: origin(of: "type", in: object)
            )
            return nil
        }
    }

    private mutating func apiKey(in object: Object) -> SecurityScheme.Kind? {
        let name = requiredString("name", in: object, .securityScheme)
        guard let text = requiredString("in", in: object, .securityScheme), let name else { return nil }
        guard let place = Parameter.Place(rawValue: text), [.query, .header, .cookie].contains(place) else {
            let fix = didYouMean(text, among: ["query", "header", "cookie"])
            let ending = fix.isEmpty ? "; it is query, header or cookie" : fix
            error(
                "an API key cannot be in \(text.quoted)\(ending)",
                lenient: .leftOut,
                at: origin(of: "in", in: object)
            )
            return nil
        }
        return .apiKey(name: name, place: place)
    }

    /// The target of a scheme given as a URI (OpenAPI 3.2, Security Requirement Object).
    private mutating func schemePointer(_ name: String) -> JSONPointer? {
        name.utf8.first == UInt8(ascii: "#") ? pointer(inFragment: Substring(name.utf8.dropFirst())) : nil
    }

    /// Returns nil if the field is absent.
    mutating func security(in object: Object) -> [SecurityRequirement]? {
        guard object["security"] != nil else { return nil }
        return list("security", in: object).map { member in
            let items = map(member.node, at: member.pointer, name: "security").map { item in
                let scopes = item.node.isNull ? [] : list(item.node, at: item.pointer, name: item.key)
                return SecurityRequirement.Item(
                    scheme: item.key,
                    pointer: schemePointer(item.key),
                    scopes: scopes.compactMap { string($0.node, at: $0.pointer, name: item.key) },
                    origin: item.origin
                )
            }
            return SecurityRequirement(items: items, origin: member.origin)
        }
    }
}
