import ClientModel
import OpenAPI

/// The server's part: a protocol of handlers, the table of routes, and what requests must look like.
extension FileEmitter {
    func routes() -> String {
        var writer = header(importing: ["APIRuntime", "Foundation", module])
        writer.line()
        writer.line("/// One function an operation; the router calls it with decoded and checked input.")
        let operations = RouteEmitter.operations(of: api, types: types)
        writer.block("protocol APIHandlers: Sendable") { writer in
            for (index, operation) in operations.enumerated() {
                if index > 0 { writer.line() }
                operation.writeRequirement(to: &writer)
            }
        }
        writer.line()
        writer.block("extension Route") { writer in
            writer.line("/// Every route of the document, in its order.")
            writer.block("static func all(_ handlers: some APIHandlers) -> [Route]") { writer in
                writer.line("[")
                writer.indented { writer in
                    for operation in operations { operation.writeRoute(to: &writer) }
                }
                writer.line("]")
            }
        }
        writer.line()
        writer.line("/// What requests must look like, from the schemas of the document.")
        writer.block("enum Schemas") { writer in
            for (name, shape) in api.shapes {
                let member = SwiftName.declared(RouteEmitter.schemaName(name))
                writer.list("static let \(member): ValueSchema = ", [ShapeEmitter.source(of: shape)], close: "")
            }
        }
        return writer.text
    }
}

/// One operation on the server, with all its forms.
struct RouteEmitter {
    let plain: EndpointDeclaration
    let parameters: [ParameterDeclaration]
    let types: TypePrinter
    /// The document's own, for operations that say nothing of it.
    let security: [[SecurityScheme.Kind]]

    /// The forms of an operation are one route.
    static func operations(of api: API, types: TypePrinter) -> [RouteEmitter] {
        api.endpoints.filter { $0.variant == .plain }.map { endpoint in
            var parameters = endpoint.parameters
            if case .query(let parameter) = endpoint.streamSwitch { parameters.append(parameter) }
            return RouteEmitter(plain: endpoint, parameters: parameters, types: types, security: api.security)
        }
    }

    static func schemaName(_ typeName: String) -> String { SwiftName.member(typeName) }

    private var value: String {
        switch plain.response.kind {
        case .json(let type): types.source(type)
        case .text: "String"
        case .download, .events, .empty: "Never"
        }
    }

    // MARK: - The handler

    func writeRequirement(to writer: inout SwiftWriter) {
        writer.line("// MARK: - \(SwiftLiteral.commentLines(plain.id).joined(separator: " "))")
        writer.line()
        var comment = DocComment()
        comment.paragraph(plain.documentation.summary)
        comment.paragraph("`\(plain.httpMethod) \(plain.pathTemplate)`")
        comment.write(to: &writer)
        var arguments = parameters.map { "\($0.name): \(types.source($0.declaredType))" }
        if let type = bodyType { arguments.append("body: \(type)") }
        arguments.append("request: RouteRequest")
        writer.list(
            "func \(SwiftName.declared(plain.functionName))(",
            arguments,
            then: " async throws -> RouteReply<\(value)>"
        )
    }

    private var bodyType: String? {
        guard let body = plain.body else { return nil }
        let type: String =
            switch body.kind {
            case .structure(let type, _), .json(let type): types.source(type)
            case .multipart, .form: "JSONValue"
            case .text: "String"
            case .bytes: "Data"
            }
        return body.isRequired ? type : type + "?"
    }

    // MARK: - The route

    func writeRoute(to writer: inout SwiftWriter) {
        var arguments = [
            SwiftLiteral.string(plain.id),
            "method: \(SwiftLiteral.string(plain.httpMethod))",
            "path: \(SwiftLiteral.string(plain.pathTemplate))",
        ]
        if !parameters.isEmpty {
            let items = parameters.map(parameterSource)
            arguments.append(
                SwiftWriter.fragment { $0.list("parameters: [", items, close: "]", forceBreak: items.count > 1) }
            )
        }
        arguments.append("security: \(SwiftLiteral.security(plain.security ?? security))")
        if let body = plain.body {
            let items = [
                "contentTypes: [\(SwiftLiteral.string(body.contentType))]", "isRequired: \(body.isRequired)",
                "schema: \(ShapeEmitter.source(of: body.shape))",
            ]
            arguments.append(SwiftWriter.fragment { $0.list("body: RouteBody(", items, forceBreak: true) })
        }
        writer.list("Route(", arguments, then: " { request in", forceBreak: true)
        writer.indented { writer in
            var call = parameters.map { parameter in
                let function = parameter.isRequired ? "parameter" : "optionalParameter"
                return "\(parameter.name): \(input(parameter, function))"
            }
            if let body = plain.body {
                call.append("body: request.\(body.isRequired ? "body" : "optionalBody")()")
            }
            call.append("request: request")
            writer.list("let reply = try await handlers.\(SwiftName.declared(plain.functionName))(", call)
            writer.line("return try reply.response()")
        }
        writer.line("},")
    }

    private func input(_ parameter: ParameterDeclaration, _ name: String) -> String {
        "request.\(name)(\(SwiftLiteral.string(parameter.wireName)))"
    }

    private func parameterSource(_ parameter: ParameterDeclaration) -> String {
        var source = "RouteParameter(\(SwiftLiteral.string(parameter.wireName)), in: .\(parameter.place.rawValue)"
        if parameter.isRequired, parameter.place != .path { source += ", isRequired: true" }
        return source + ", schema: \(ShapeEmitter.source(of: parameter.shape)))"
    }
}

/// Shapes as `ValueSchema` expressions.
enum ShapeEmitter {
    static func source(of shape: Shape) -> String {
        switch shape {
        case .any: return ".any"
        case .null: return ".null"
        case .boolean: return ".boolean"
        case .string(let text):
            return call(
                ".string",
                [
                    text.minimumLength.map { "minLength: \($0)" },
                    text.maximumLength.map { "maxLength: \($0)" },
                    text.pattern.map { "pattern: \(SwiftLiteral.string($0))" },
                    text.format.map { "format: \(SwiftLiteral.string($0))" },
                    text.values.isEmpty
                        ? nil : "enumeration: [\(text.values.map(SwiftLiteral.string).joined(separator: ", "))]",
                ]
            )
        case .integer(let range): return call(".integer", bounds(range))
        case .number(let range): return call(".number", bounds(range))
        case .array(let items, let minimum, let maximum):
            return call(
                ".array",
                ["items: \(source(of: items))", minimum.map { "minItems: \($0)" }, maximum.map { "maxItems: \($0)" }]
            )
        case .object(let members, let required, let additional, let allowsAdditional):
            return object(members, required, additional, allowsAdditional)
        case .tagged(let property, let choices):
            let items = choices.map { "\(SwiftLiteral.string($0.value)): \(source(of: $0.shape))" }
            return SwiftWriter.fragment { writer in
                writer.line(".oneOf(")
                writer.indented { writer in
                    writer.line("discriminator: \(SwiftLiteral.string(property)),")
                    writer.list("[", items, close: "]", forceBreak: true)
                }
                writer.line(")")
            }
        case .anyOf(let shapes):
            return SwiftWriter.fragment { $0.list(".anyOf([", shapes.map(source), close: "])", reserve: 40) }
        case .nullable(let shape): return ".nullable(\(source(of: shape)))"
        case .constant(let constant): return ".constant(\(SwiftLiteral.constant(constant)))"
        case .reference(let name): return ".reference { \(SwiftName.declared(RouteEmitter.schemaName(name))) }"
        }
    }

    private static func bounds(_ range: Shape.Range) -> [String?] {
        [
            range.minimum.map { "\(range.isMinimumExclusive ? "exclusiveMinimum" : "minimum"): \($0)" },
            range.maximum.map { "\(range.isMaximumExclusive ? "exclusiveMaximum" : "maximum"): \($0)" },
        ]
    }

    private static func object(
        _ members: [Shape.Member],
        _ required: [String],
        _ additional: Shape?,
        _ allowsAdditional: Bool
    ) -> String {
        var arguments: [String] = []
        if !members.isEmpty {
            let items = members.map { "\(SwiftLiteral.string($0.name)): \(source(of: $0.shape))" }
            arguments.append(SwiftWriter.fragment { $0.list("properties: [", items, close: "]", forceBreak: true) })
        }
        if !required.isEmpty {
            let names = required.map(SwiftLiteral.string)
            arguments.append(SwiftWriter.fragment { $0.list("required: [", names, close: "]", reserve: 40) })
        }
        if let additional {
            arguments.append("additional: \(source(of: additional))")
        } else if !allowsAdditional {
            arguments.append("additional: nil")
        }
        return SwiftWriter.fragment { $0.list(".object(", arguments, forceBreak: !members.isEmpty) }
    }

    private static func call(_ name: String, _ arguments: [String?]) -> String {
        let given = arguments.compactMap(\.self)
        // Enum cases with defaulted values still want their parentheses.
        return "\(name)(\(given.joined(separator: ", ")))"
    }
}
