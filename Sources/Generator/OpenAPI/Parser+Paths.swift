internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Parser {
    mutating func paths(in object: Object) -> [PathEntry] {
        map("paths", in: object).compactMap { member in
            guard !member.key.hasPrefix("x-") else { return nil }
            guard !member.key.hasPrefix("/") else { return pathEntry(member) }
            warning("a path must begin with '/'; taken as \(("/" + member.key).quoted)", at: member.origin)
            return pathEntry(member, path: "/" + member.key)
        }
    }

    mutating func webhooks(in object: Object) -> [PathEntry] {
        map("webhooks", in: object).compactMap { $0.key.hasPrefix("x-") ? nil : pathEntry($0) }
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
            guard !member.key.hasPrefix("x-") else { return nil }
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
