import HandingerGeneratorOpenAPI

// Read-only and write-only properties: callers need not send the former, and responses lack the latter.
extension Resolver {
    /// The schemas that requests and responses contain.
    struct ReadWriteUsage {
        var requests: Set<ObjectIdentifier> = []
        var responses: Set<ObjectIdentifier> = []
    }

    /// Whether a required property is present in every value of its type: requests lack a `readOnly` property,
    /// responses a `writeOnly` one.
    mutating func isAlwaysPresent(_ schema: Schema) -> Bool {
        let (isReadOnly, isWriteOnly) = access(to: schema)
        guard isReadOnly || isWriteOnly else { return true }
        let known = readWriteUsage ?? computeReadWriteUsage()
        readWriteUsage = known
        let id = ObjectIdentifier(schema)
        return !(isReadOnly && known.requests.contains(id)) && !(isWriteOnly && known.responses.contains(id))
    }

    mutating func access(to schema: Schema) -> (isReadOnly: Bool, isWriteOnly: Bool) {
        let target = resolvedTarget(of: schema)
        return (schema.isReadOnly || target.isReadOnly, schema.isWriteOnly || target.isWriteOnly)
    }

    private mutating func computeReadWriteUsage() -> ReadWriteUsage {
        var sent: [Schema] = []
        var received: [Schema] = []
        for operation in operations(in: document.paths) {
            sent += requestSchemas(of: operation)
            received += responseSchemas(of: operation)
        }
        // The user of the client receives the requests of webhooks.
        for operation in operations(in: document.webhooks) { received += requestSchemas(of: operation) }
        return ReadWriteUsage(requests: reachable(from: sent), responses: reachable(from: received))
    }

    private mutating func operations(in paths: [PathEntry]) -> [OperationObject] {
        let list = document.components.pathItems
        return paths.flatMap { entry in
            resolve(entry.item, in: "pathItems", list) { node, pointer, document, diagnostics in
                PathItem.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
            }?
            .operations ?? []
        }
    }

    private mutating func requestSchemas(of operation: OperationObject) -> [Schema] {
        guard let body = requestBody(of: operation) else { return [] }
        return schemas(in: body.content)
    }

    private mutating func responseSchemas(of operation: OperationObject) -> [Schema] {
        operation.responses.flatMap { entry in
            resolve(entry.response).map { schemas(in: $0.content) } ?? []
        }
    }

    private mutating func schemas(in content: [MediaTypeEntry]) -> [Schema] {
        content.flatMap { entry in
            let media = mediaType(of: entry)
            return [media?.schema, media?.itemSchema].compactMap(\.self)
        }
    }

    private mutating func reachable(from roots: [Schema]) -> Set<ObjectIdentifier> {
        var seen: Set<ObjectIdentifier> = []
        var waiting = roots
        while let schema = waiting.popLast() {
            guard seen.insert(ObjectIdentifier(schema)).inserted else { continue }
            if let reference = schema.reference, let target = references.target(of: reference) {
                waiting.append(target.schema)
            }
            waiting += schema.parts
        }
        return seen
    }
}

extension Schema {
    /// The direct subschemas.
    fileprivate var parts: [Schema] {
        var parts = allOf + anyOf + oneOf + prefixItems
        parts += properties.map(\.schema)
        parts += patternProperties.map(\.schema)
        parts += [items, additionalProperties?.schema, contentSchema].compactMap(\.self)
        return parts
    }
}
