import HandingerGeneratorModel
import HandingerGeneratorOpenAPI

/// Emits the server: the protocol of handlers, the routing table and the validation schemas.
extension FileEmitter {
    func routes() -> [UInt8] {
        var writer = header(importing: ["APIRuntime", "Foundation", module])
        let shapes = ShapeEmitter(api.shapes)
        let operations = RouteEmitter.operations(of: api, types: types, shapes: shapes)
        writer.line()
        writer.line("/// One method per operation; the router calls it with decoded and validated input.")
        writer.block("protocol APIHandlers: Sendable") { writer in
            for (index, operation) in operations.enumerated() {
                if index > 0 { writer.line() }
                operation.writeRequirement(to: &writer)
            }
        }
        writer.line()
        writer.block("extension Route") { writer in
            writer.line("/// Every route of the document, in document order.")
            writer.block("static func all(_ handlers: some APIHandlers) -> [Route]") { writer in
                if operations.isEmpty { return writer.line("[]") }
                writer.line("[")
                writer.indented { writer in
                    for operation in operations {
                        operation.writeRoute(isOnly: operations.count == 1, to: &writer)
                    }
                }
                writer.line("]")
            }
        }
        writer.line()
        writer.line("/// Validation schemas for requests, from the schemas of the document.")
        writer.block("enum Schemas") { writer in
            for (name, shape) in api.shapes {
                writer.source(
                    shapes.source(of: shape),
                    prefix: "static let \(shapes.member(for: name)): ValueSchema = "
                )
            }
        }
        return writer.bytes
    }
}

/// One operation on the server, with its variants.
struct RouteEmitter {
    let plain: EndpointDeclaration
    let parameters: [ParameterDeclaration]
    let types: TypePrinter
    let shapes: ShapeEmitter
    /// The document's security, for operations without their own.
    let security: [[SecurityScheme.Kind]]

    /// The variants of an operation share one route.
    static func operations(of api: API, types: TypePrinter, shapes: ShapeEmitter) -> [RouteEmitter] {
        let types = types.beside([
            "APIHandlers", "Route", "RouteBody", "RouteParameter", "RouteReply", "RouteRequest", "Schemas",
            "ValueSchema",
        ])
        return api.endpoints.filter(\.isMain).map { endpoint in
            var parameters = endpoint.parameters
            if case .query(let parameter) = endpoint.streamSwitch { parameters.append(parameter) }
            return RouteEmitter(
                plain: endpoint,
                parameters: parameters,
                types: types,
                shapes: shapes,
                security: api.security
            )
        }
    }

    private var value: String {
        switch plain.response.kind {
        case .json(let type): types.source(type)
        case .text: "String"
        case .download, .events, .payloads, .empty: "Never"
        }
    }

    // MARK: - The handler

    func writeRequirement(to writer: inout SwiftWriter) {
        writer.line("// MARK: - \(SwiftLiteral.title(plain.id))")
        writer.line()
        var comment = DocComment()
        comment.paragraph(plain.documentation.summary)
        comment.paragraph("`\(plain.httpMethod) \(plain.pathTemplate)`")
        comment.write(to: &writer)
        var arguments = parameters.map { "\($0.name): \(types.source($0.declaredType))" }
        if let type = bodyType { arguments.append("\(labels.body): \(type)") }
        arguments.append("\(labels.request): RouteRequest")
        writer.list(
            "func \(SwiftName.declared(plain.functionName))(",
            arguments.map(Source.text),
            then: " async throws -> RouteReply<\(value)>"
        )
    }

    /// Names of the other arguments that do not clash with the parameters.
    private var labels: (body: String, request: String) {
        var names = NameTable(reserved: parameters.map(\.name))
        return (names.claim("body"), names.claim("request"))
    }

    private var bodyType: String? {
        guard let body = plain.body else { return nil }
        let type: String =
            switch body.kind {
            case .structure(let type, _), .json(let type), .lines(let type): types.source(type)
            case .multipart, .form: "JSONValue"
            case .text: "String"
            case .bytes: "Data"
            }
        return body.isRequired ? type : type + "?"
    }

    // MARK: - The route

    func writeRoute(isOnly: Bool, to writer: inout SwiftWriter) {
        var arguments: [Source] = [
            .text(SwiftLiteral.string(plain.id)),
            .labelled("method", .text(SwiftLiteral.string(plain.httpMethod))),
            .labelled("path", .text(SwiftLiteral.string(plain.pathTemplate))),
        ]
        if !parameters.isEmpty {
            arguments.append(.labelled("parameters", .array(parameters.map(source), breaks: parameters.count > 1)))
        }
        arguments.append(.labelled("security", SwiftLiteral.security(plain.security ?? security)))
        if let body = plain.body {
            let contentTypes = body.choice?.documented ?? [body.contentType]
            var items: [Source] = [
                .labelled("contentTypes", .array(contentTypes.map { .text(SwiftLiteral.string($0)) })),
                "isRequired: \(body.isRequired)",
            ]
            if case .lines = body.kind { items.append("isLines: true") }
            items.append(.labelled("schema", shapes.source(of: body.shape)))
            arguments.append(.labelled("body", .call("RouteBody(", items, breaks: true)))
        }
        writer.list("Route(", arguments, then: " { request in", breaks: true)
        writer.indented { writer in
            writer.list("let reply = try await handlers.\(SwiftName.declared(plain.functionName))(", call)
            writer.line("return try reply.response()")
        }
        // `swift format` removes the comma after a single element.
        writer.line(isOnly ? "}" : "},")
    }

    /// The handler's arguments, read from the request.
    private var call: [Source] {
        var arguments = parameters.map { parameter in
            let function = Self.function("parameter", parameter.isRequired, parameter.type)
            let value = "request.\(function)(\(SwiftLiteral.string(parameter.wireName)))"
            return Source.labelled(parameter.name, .text(value))
        }
        if let body = plain.body {
            let type: TypeReference? =
                switch body.kind {
                case .json(let type), .lines(let type): type
                case .structure, .multipart, .form, .text, .bytes: nil
                }
            let function = Self.function("body", body.isRequired, type)
            arguments.append(.labelled(labels.body, .text("request.\(function)()")))
        }
        return arguments + [.labelled(labels.request, "request")]
    }

    /// The name of the accessor: `body`, `optionalCustomCodableBody` and so on.
    private static func function(_ what: String, _ isRequired: Bool, _ type: TypeReference?) -> String {
        let words = [isRequired ? nil : "optional", type?.isConverted == true ? "customCodable" : nil, what]
        return SwiftName.member(words.compactMap(\.self).joined(separator: " "))
    }

    private func source(of parameter: ParameterDeclaration) -> Source {
        var items: [Source] = [
            .text(SwiftLiteral.string(parameter.wireName)),
            .labelled("in", .text(".\(parameter.place.rawValue)")),
        ]
        if parameter.isRequired, parameter.place != .path { items.append("isRequired: true") }
        items.append(.labelled("schema", shapes.source(of: parameter.shape)))
        return .call("RouteParameter(", items)
    }
}
