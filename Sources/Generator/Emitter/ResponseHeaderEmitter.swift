import HandingerGeneratorModel

/// Emits the header fields of responses: one structure per operation that has any.
struct ResponseHeaderEmitter {
    let endpoint: EndpointDeclaration
    let types: TypePrinter
    let name: String

    func write(to writer: inout SwiftWriter) {
        let headers = endpoint.response.headers
        writer.line(
            "/// The header fields of the response to `\(endpoint.functionName)`, from `client.api.response(to:)`."
        )
        writer.block("public struct \(name): Hashable, Sendable") { writer in
            for header in headers {
                DocComment(header.documentation, fallback: "`\(header.wireName)`").write(to: &writer)
                writer.line("public let \(name: header.name): \(types.source(header.type))?")
            }
            writer.line()
            writer.line("/// Reads the header fields; a missing field is nil.")
            writer.line("///")
            writer.line("/// - Throws: ``APIError`` if a value does not have its type.")
            writer.block("public init(_ response: APIRuntime.APIResponse<some Sendable>) throws") { writer in
                for header in headers { write(header, to: &writer) }
            }
        }
    }

    private func write(_ header: ResponseHeader, to writer: inout SwiftWriter) {
        let (element, label): (TypeReference, String) =
            if case .array(let element) = header.type { (element, "asListOf") } else { (header.type, "as") }
        let type = types.source(element)
        let read = element.isConverted ? "CustomCoded<\(type)>.self" : "\(type).self"
        let value = !element.isConverted ? "" : label == "as" ? "?.value" : "?.map(\\.value)"
        writer.source(
            .call("try response.header(", [.literal(header.wireName), .labelled(label, .text(read))]),
            prefix: "\(name: header.name) = ",
            suffix: "\(value)"
        )
    }
}
