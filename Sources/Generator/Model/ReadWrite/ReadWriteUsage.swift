import HandingerGeneratorOpenAPI

/// The fourth pass: which read-only and write-only properties requests and responses contain. Callers need not send
/// the former, and responses lack the latter.
struct ReadWriteUsage {
    private let references: References
    private var requests: Set<ObjectIdentifier> = []
    private var responses: Set<ObjectIdentifier> = []

    init(_ document: Document, _ references: References) {
        self.references = references
        guard references.schemas.contains(where: { $0.isReadOnly || $0.isWriteOnly }) else { return }
        var sent: [Schema] = []
        var received: [Schema] = []
        for operation in operations(in: document.paths) {
            sent += requestSchemas(of: operation)
            received += responseSchemas(of: operation)
        }
        // The user of the client receives the requests of webhooks.
        for operation in operations(in: document.webhooks) { received += requestSchemas(of: operation) }
        requests = properties(reachableFrom: sent)
        responses = properties(reachableFrom: received)
    }

    /// Whether a required property is present in every value of its type: requests lack a `readOnly` property,
    /// responses a `writeOnly` one.
    func isAlwaysPresent(_ schema: Schema) -> Bool {
        let (isReadOnly, isWriteOnly) = access(to: schema)
        guard isReadOnly || isWriteOnly else { return true }
        let id = ObjectIdentifier(schema)
        return !(isReadOnly && requests.contains(id)) && !(isWriteOnly && responses.contains(id))
    }

    func access(to schema: Schema) -> (isReadOnly: Bool, isWriteOnly: Bool) {
        let target = references.resolvedTarget(of: schema)
        return (schema.isReadOnly || target.isReadOnly, schema.isWriteOnly || target.isWriteOnly)
    }

    // MARK: - The pass

    private func operations(in paths: [PathEntry]) -> [OperationObject] {
        paths.flatMap { references.object($0.item)?.operations ?? [] }
    }

    private func requestSchemas(of operation: OperationObject) -> [Schema] {
        operation.requestBody.flatMap { references.object($0) }.map { schemas(in: $0.content) } ?? []
    }

    private func responseSchemas(of operation: OperationObject) -> [Schema] {
        operation.responses.flatMap { entry in
            references.object(entry.response).map { schemas(in: $0.content) } ?? []
        }
    }

    private func schemas(in content: [MediaTypeEntry]) -> [Schema] {
        content.flatMap { entry in
            let media = references.object(entry.mediaType)
            return [media?.schema, media?.itemSchema].compactMap(\.self)
        }
    }

    /// The schemas below the given ones that are read-only or write-only.
    private func properties(reachableFrom roots: [Schema]) -> Set<ObjectIdentifier> {
        var found: Set<ObjectIdentifier> = []
        // A schema has one place in the document, so only references lead to it again.
        var followed: Set<ObjectIdentifier> = []
        var waiting = roots
        while let schema = waiting.popLast() {
            if access(to: schema) != (false, false) { found.insert(ObjectIdentifier(schema)) }
            let reference = schema.reference.flatMap { references.target(of: $0) }
            if let target = (reference ?? references.inlineComponent(at: schema))?.schema,
                followed.insert(ObjectIdentifier(target)).inserted
            {
                waiting.append(target)
            }
            schema.forEachSubschema { waiting.append($0) }
        }
        return found
    }
}
