import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Webhooks: types for decoding the requests that the API sends.
extension TypeDeclarations {
    mutating func declare(_ webhooks: [PathEntry]) {
        for entry in webhooks {
            let item = references.object(entry.item)
            for operation in item?.operations ?? [] {
                let suffix = (item?.operations.count ?? 0) > 1 ? " " + operation.method.lowercased() : ""
                declarePayload(of: operation, named: SwiftName.type(entry.path + suffix + " webhook"))
            }
        }
    }

    private mutating func declarePayload(of operation: OperationObject, named name: String) {
        let body = operation.requestBody.flatMap { references.object($0) }
        guard let content = body?.content.usualJSON,
            let schema = references.object(content.mediaType)?.schema
        else { return }
        let form = schemas.normalized(schema)
        let swiftName = topLevel.names.claim(NameTable.typeName(name))
        let documentation = Documentation(
            summary: operation.summary,
            description: operation.description,
            pointer: "#" + operation.origin.pointer.description,
            isDeprecated: operation.isDeprecated
        )
        if form.declaresType {
            declare(form, of: schema, as: swiftName, in: topLevel, documentation: documentation)
        } else {
            let type = type(
                of: form,
                named: swiftName + "Item",
                element: swiftName + "Item",
                in: topLevel,
                schema: schema
            )
            topLevel.declare(
                TypeDeclaration(
                    name: swiftName,
                    qualifiedName: swiftName,
                    documentation: documentation,
                    kind: .alias(form.isNullable ? .optional(type) : type)
                )
            )
        }
    }
}
