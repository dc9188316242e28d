import HandingerGeneratorOpenAPI

// Which way values travel: what only the server sets need not be given, what it never tells cannot be asked for.
extension Resolver {
    /// The schemas that the operations' requests and responses hold.
    struct Directions {
        var requests: Set<ObjectIdentifier> = []
        var responses: Set<ObjectIdentifier> = []
    }

    /// Whether a property that its object requires is there in every value of its type: a `readOnly` one is not in
    /// what callers send, a `writeOnly` one not in what they get.
    mutating func isAlwaysThere(_ schema: Schema) -> Bool {
        let (isReadOnly, isWriteOnly) = access(to: schema)
        guard isReadOnly || isWriteOnly else { return true }
        let known = directions ?? followDirections()
        directions = known
        let id = ObjectIdentifier(schema)
        return !(isReadOnly && known.requests.contains(id)) && !(isWriteOnly && known.responses.contains(id))
    }

    mutating func access(to schema: Schema) -> (isReadOnly: Bool, isWriteOnly: Bool) {
        let target = resolvedTarget(of: schema)
        return (schema.isReadOnly || target.isReadOnly, schema.isWriteOnly || target.isWriteOnly)
    }

    private mutating func followDirections() -> Directions {
        var sent: [Schema] = []
        var received: [Schema] = []
        for operation in operations(in: document.paths) {
            sent += requestSchemas(of: operation)
            received += responseSchemas(of: operation)
        }
        // What a webhook is called with, the caller of the API receives.
        for operation in operations(in: document.webhooks) { received += requestSchemas(of: operation) }
        return Directions(requests: reachable(from: sent), responses: reachable(from: received))
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
            if let reference = schema.reference, let target = target(of: reference) { waiting.append(target.schema) }
            waiting += schema.parts
        }
        return seen
    }
}

extension Schema {
    /// The schemas that stand in this one.
    fileprivate var parts: [Schema] {
        var parts = allOf + anyOf + oneOf + prefixItems
        parts += properties.map(\.schema)
        parts += patternProperties.map(\.schema)
        parts += [items, additionalProperties?.schema, contentSchema].compactMap(\.self)
        return parts
    }
}
