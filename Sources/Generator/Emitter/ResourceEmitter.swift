import HandingerGeneratorModel

/// Emits resources: the public methods, two lines each.
struct ResourceEmitter {
    let api: API
    let client: String
    let types: TypePrinter

    /// The methods of the client itself.
    func writeRoot(to writer: inout SwiftWriter) {
        if !api.root.endpoints.isEmpty {
            writer.line("// MARK: - \(client)")
            writer.line()
            writer.block("nonisolated extension \(client)") { writeMethods(of: api.root, to: &$0) }
        }
    }

    /// A resource and its children, each in an extension of its parent.
    func write(_ resource: Resource, to writer: inout SwiftWriter) {
        write(resource, path: [], in: client, to: &writer)
    }

    private func write(_ resource: Resource, path: [String], in outer: String, to writer: inout SwiftWriter) {
        let path = path + [resource.name]
        let qualified = outer + "." + resource.typeName
        let title = SwiftLiteral.title(path.joined(separator: "."))
        if !writer.endsWithEmptyLine { writer.line() }
        writer.line("// MARK: - \(title)")
        writer.line()
        writer.block("nonisolated extension \(outer)") { writer in
            let fallback = "The methods of `\(title)`."
            DocComment(resource.documentation, fallback: fallback).write(to: &writer)
            writer.block("public struct \(SwiftName.declared(resource.typeName)): Sendable") { writer in
                writer.line("/// The client that sends every request.")
                writer.line("public let api: APIClient")
            }
            writer.line()
            DocComment(resource.documentation, fallback: fallback).write(to: &writer)
            writer.block("public var \(SwiftName.declared(resource.propertyName)): \(resource.typeName)") { writer in
                writer.line("\(resource.typeName)(api: api)")
            }
        }
        if !resource.endpoints.isEmpty {
            writer.line()
            writer.block("nonisolated extension \(qualified)") { writeMethods(of: resource, to: &$0) }
        }
        for child in resource.children { write(child, path: path, in: qualified, to: &writer) }
    }

    private func writeMethods(of resource: Resource, to writer: inout SwiftWriter) {
        // Nested resources hide models of the same name.
        let types = types.beside(resource.children.map(\.typeName))
        for (position, index) in resource.endpoints.enumerated() {
            if position > 0 { writer.line() }
            MethodEmitter(endpoint: api.endpoints[index], client: client, types: types).write(to: &writer)
        }
    }
}

/// Emits one method of a resource.
struct MethodEmitter {
    let endpoint: EndpointDeclaration
    let client: String
    let types: TypePrinter
    private let arguments: [Argument]

    init(endpoint: EndpointDeclaration, client: String, types: TypePrinter) {
        self.endpoint = endpoint
        self.client = client
        self.types = types
        arguments = endpoint.arguments
    }

    func write(to writer: inout SwiftWriter) {
        if endpoint.variant == .plain, !endpoint.isAlternative {
            let title = SwiftLiteral.title(endpoint.id)
            writer.line("// MARK: \(title)")
            writer.line()
        }
        comment.write(to: &writer)
        if endpoint.documentation.isDeprecated {
            writer.line("@available(*, deprecated, message: \"The API deprecates this operation.\")")
        }
        if returnsUnusedValue { writer.line("@discardableResult") }
        writer.list(
            "public func \(SwiftName.declared(endpoint.methodName))(",
            parameters.map(Source.text),
            then: "\(effects)\(returned) {",
            breaks: true
        )
        writer.indented { writer in
            writer.list("\(call)(", [endpointExpression, .text("options: \(optionsName)")])
        }
        writer.line("}")
    }

    // MARK: - Arguments

    private var optionsName: String {
        arguments.contains { $0.name == "options" } ? "requestOptions" : "options"
    }

    private var parameters: [String] {
        arguments.map { argument in
            let value = argument.constant.map { SwiftLiteral.constant($0) } ?? "nil"
            return "\(argument.name): \(types.source(argument.type))" + (argument.isOptional ? " = \(value)" : "")
        } + ["\(optionsName): RequestOptions = RequestOptions()"]
    }

    // MARK: - The call

    private var effects: String {
        switch endpoint.response.kind {
        case .events, .payloads, .download: ""
        case .json, .text, .empty: " async throws"
        }
    }

    private var returned: String {
        switch endpoint.response.kind {
        case .json(let type): " -> \(types.source(type))"
        case .text: " -> String"
        case .download: " -> FileDownload"
        case .events: " -> EventStream"
        case .payloads(let type, _): " -> DecodedEventStream<\(types.source(type))>"
        case .empty: ""
        }
    }

    /// `@discardableResult` for responses to changes.
    private var returnsUnusedValue: Bool {
        endpoint.response.type != nil && !["GET", "HEAD", "OPTIONS", "QUERY"].contains(endpoint.httpMethod)
    }

    private var call: String {
        let api = arguments.contains { $0.name == "api" } ? "self.api" : "api"
        return switch endpoint.response.kind {
        case .events, .payloads: "\(api).stream"
        case .download: "\(api).download"
        case .json, .text, .empty: "try await \(api).send"
        }
    }

    private var endpointExpression: Source {
        let name = "\(client).Endpoints." + SwiftName.declared(endpoint.functionName)
        let required = endpoint.leadingParameters.map { forwarded($0.name) }
        let optional = endpoint.trailingParameters.map { forwarded($0.name) }
        let choices = [endpoint.body?.choice, endpoint.response.choice].map { choice in
            [choice].compactMap { $0.map { forwarded($0.name) } }
        }
        return .items("\(name)(", required + forwardedBody + choices[0] + optional + choices[1])
    }

    private func forwarded(_ name: String) -> Source {
        .labelled(name, .text(SwiftName.declared(name)))
    }

    private var forwardedBody: [Source] {
        guard let body = endpoint.body else { return [] }
        switch body.kind {
        case .structure(let type, _):
            let arguments = endpoint.bodyProperties.map { forwarded($0.name) }
            return [.labelled(body.name, .items("\(types.source(type))(", arguments))]
        case .multipart, .form:
            let properties = endpoint.bodyProperties
            return (properties.filter { !$0.isOptional } + properties.filter(\.isOptional)).map { forwarded($0.name) }
        case .json, .lines, .text, .bytes:
            return [forwarded(body.name)]
        }
    }

    // MARK: - Documentation

    /// The types of error bodies, for the documentation.
    private var failures: String {
        guard !endpoint.failures.isEmpty else { return "" }
        let kinds = endpoint.failures.map { failure in
            "`\(types.source(failure.type))` (\(failure.statuses.joined(separator: ", ")))"
        }
        return "\nThe error's `body` is \(kinds.joined(separator: ", ")); `decode(_:)` reads it."
    }

    /// A note on how a form differs from the preferred form; nil for the preferred form itself.
    private var alternative: String? {
        guard endpoint.isAlternative else { return nil }
        let (body, response) = (endpoint.body, endpoint.response)
        let sent = body.map { "sends `\($0.contentType)`" }
        let received = response.suffix.isEmpty ? nil : "asks for `\(response.contentType)`"
        return [sent, received].compactMap(\.self).joined(separator: " and ")
    }

    private var comment: DocComment {
        var comment = DocComment(endpoint.documentation.with(notes: []), fallback: "Calls `\(endpoint.id)`.")
        if endpoint.variant == .streaming {
            comment.paragraph("This form streams: it returns at once and connects when the first event is asked for.")
        }
        if let form = alternative { comment.paragraph("This form \(form).") }
        var isFirst = true
        let documented = arguments.filter { !$0.documentation.text.isEmpty }
        for argument in documented {
            comment.item("Parameter \(argument.name)", argument.documentation.text, isFirst: isFirst)
            isFirst = false
        }
        if !documented.isEmpty {
            comment.item("Parameter \(optionsName)", "Overrides for this call.", isFirst: false)
        }
        if endpoint.response.type != nil, !endpoint.response.documentation.isEmpty {
            comment.item("Returns", endpoint.response.documentation, isFirst: isFirst)
            isFirst = false
        }
        if endpoint.response.isAwaited {
            comment.item("Throws", "``APIError``, or `CancellationError`." + failures, isFirst: isFirst)
        }
        comment.paragraph("`\(endpoint.httpMethod) \(endpoint.pathTemplate)`")
        comment.pointer(endpoint.documentation.pointer)
        return comment
    }
}

extension Documentation {
    /// The whole documentation as one text.
    var text: String {
        ([summary, description] + (isDeprecated ? ["Deprecated."] : []) + notes).filter { !$0.isEmpty }.joined(
            separator: "\n"
        )
    }
}
