import HandingerGeneratorModel
import HandingerGeneratorOpenAPI

/// Emits request values: one function per endpoint, one section per operation.
struct EndpointEmitter {
    let endpoint: EndpointDeclaration
    let types: TypePrinter

    /// The type of the request value: `Endpoint<Worker>`.
    var result: String {
        switch endpoint.response.kind {
        case .json(let type): "Endpoint<\(types.source(type))>"
        case .text: "Endpoint<String>"
        case .download: "Endpoint<FileDownload>"
        case .events: "Endpoint<EventStream>"
        case .payloads(let type, _): "Endpoint<DecodedEventStream<\(types.source(type))>>"
        case .empty: "Endpoint<Void>"
        }
    }

    func write(to writer: inout SwiftWriter) {
        var comment = DocComment()
        comment.paragraph(endpoint.documentation.summary)
        comment.paragraph("`\(endpoint.httpMethod) \(endpoint.pathTemplate)`")
        comment.write(to: &writer)
        let name = SwiftName.declared(endpoint.functionName)
        writer.items("public static func \(name)(", parameters.map(Source.text), then: " -> \(result) {")
        writer.indented { writer in
            let setsStream = writeStreamSwitch(to: &writer)
            writer.list(setsStream ? "return Endpoint(" : "Endpoint(", arguments, breaks: true)
        }
        writer.line("}")
    }

    // MARK: - The function's parameters

    private var parameters: [String] {
        endpoint.leadingParameters.map(parameter) + bodyParameters + endpoint.trailingParameters.map(parameter)
            + [endpoint.response.choice].compactMap(\.self).map(parameter)
    }

    private func parameter(_ choice: ContentTypeChoice) -> String {
        "\(choice.name): String" + (choice.defaultValue.map { " = " + SwiftLiteral.string($0) } ?? "")
    }

    private func parameter(_ parameter: ParameterDeclaration) -> String {
        let value = parameter.constant.map { SwiftLiteral.constant($0) } ?? "nil"
        let ending = parameter.hasDefault ? " = \(value)" : ""
        return "\(parameter.name): \(types.source(parameter.declaredType))" + ending
    }

    private var bodyParameters: [String] {
        guard let body = endpoint.body else { return [] }
        switch body.kind {
        case .structure(let type, _): return ["\(body.name): \(types.source(type))"]
        case .json(let type), .lines(let type): return [single(body, types.source(type))]
        case .text: return [single(body, "String")] + [body.choice].compactMap(\.self).map(parameter)
        case .bytes: return [single(body, "Data")] + [body.choice].compactMap(\.self).map(parameter)
        case .multipart(let parts), .form(let parts):
            let properties = parts.map(\.property).filter { $0.constant == nil }
            return (properties.filter { !$0.isOptional } + properties.filter(\.isOptional)).map { property in
                "\(property.name): \(types.source(property.declaredType))" + (property.isOptional ? " = nil" : "")
            }
        }
    }

    private func single(_ body: BodyDeclaration, _ type: String) -> String {
        body.isRequired ? "\(body.name): \(type)" : "\(body.name): \(type)? = nil"
    }

    // MARK: - The request value

    /// Sets the property of the body that asks for a stream. Returns whether it did.
    private func writeStreamSwitch(to writer: inout SwiftWriter) -> Bool {
        guard endpoint.variant == .streaming, case .body(let property) = endpoint.streamSwitch,
            let body = endpoint.body, case .structure = body.kind
        else { return false }
        writer.line("var \(body.name) = \(body.name)")
        writer.line("\(body.name).\(property.name) = true")
        return true
    }

    private var arguments: [Source] {
        var arguments: [Source] = [
            .labelled("id", .text(SwiftLiteral.string(endpoint.id))),
            .labelled("method", .text(method)),
            .labelled("path", .text(path)),
        ]
        var query = items(in: .querystring, "QueryParameter") + items(in: .query, "QueryParameter")
        if endpoint.variant == .streaming, case .query(let parameter) = endpoint.streamSwitch {
            query.append(.text("QueryParameter(\(SwiftLiteral.string(parameter.wireName)), true)"))
        }
        for (label, items) in [
            ("query", query), ("headers", items(in: .header, "HeaderParameter")),
            ("cookies", items(in: .cookie, "CookieParameter")),
        ] where !items.isEmpty {
            arguments.append(.labelled(label, .items("[", items, close: "]")))
        }
        if let body = endpoint.body { arguments.append(.labelled("body", source(of: body))) }
        arguments.append(.labelled("response", .text(response)))
        if let security = endpoint.security {
            arguments.append(.labelled("security", SwiftLiteral.security(security)))
        }
        if let choice = endpoint.response.choice {
            arguments.append(.labelled("accept", .text(SwiftName.declared(choice.name))))
        } else if let accept = endpoint.response.accept, accept != defaultAccept {
            arguments.append(.labelled("accept", .text(SwiftLiteral.string(accept))))
        }
        if endpoint.response.isRedirect { arguments.append("followsRedirects: false") }
        if let server = endpoint.server { arguments.append(.labelled("server", .text(SwiftLiteral.string(server)))) }
        return arguments
    }

    private var method: String {
        let known = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT"]
        return known.contains(endpoint.httpMethod)
            ? "." + endpoint.httpMethod.lowercased()
            : "HTTPRequest.Method(\(SwiftLiteral.string(endpoint.httpMethod))) ?? .get"
    }

    /// The runtime's `Accept` for this kind of response.
    private var defaultAccept: String? {
        switch endpoint.response.kind {
        case .json: "application/json"
        case .download: "application/octet-stream"
        case .events, .payloads(_, isLines: false): "text/event-stream"
        case .text, .payloads, .empty: nil
        }
    }

    private var response: String {
        switch endpoint.response.kind {
        case .json: ".json"
        case .text: ".text"
        case .download: ".download"
        case .events: ".events"
        case .payloads(_, let isLines): isLines ? ".payloads(in: .lines)" : ".payloads(in: .events)"
        case .empty: ".empty"
        }
    }

    private var path: String {
        var text = ""
        for part in endpoint.path {
            switch part {
            case .literal(let literal):
                text += SwiftLiteral.escaped(literal)
            case .parameter(let index):
                let parameter = endpoint.parameters[index]
                // Messages name the argument; this style also sends the name.
                let name = parameter.style == .matrix ? parameter.wireName : parameter.name
                var arguments = "\(SwiftName.declared(parameter.name)), name: \(SwiftLiteral.string(name))"
                if let style = style(of: parameter, usual: .simple) { arguments += ", style: .\(style)" }
                if parameter.explode, !parameter.isJSON { arguments += ", explode: true" }
                text += "\\(\(arguments))"
            }
        }
        return "\"\(text)\""
    }

    private func items(in place: Parameter.Place, _ type: String) -> [Source] {
        endpoint.parameters.filter { $0.place == place }.map { parameter in
            // A parameter that is the whole query string has no name.
            let name = place == .querystring ? "" : parameter.wireName
            var source = "\(type)(\(SwiftLiteral.string(name)), \(value(of: parameter))"
            if let style = style(of: parameter, usual: Self.defaultStyle(of: place)) { source += ", style: .\(style)" }
            let defaultExplode = parameter.style == .form || parameter.style == .cookie
            if parameter.explode != defaultExplode, !parameter.isJSON { source += ", explode: \(parameter.explode)" }
            if parameter.allowReserved { source += ", allowReserved: true" }
            return .text(source + ")")
        }
    }

    /// The runtime's name of the style; nil for the default style.
    private func style(of parameter: ParameterDeclaration, usual: Parameter.Style) -> String? {
        if parameter.isJSON { return "json" }
        return parameter.style == usual ? nil : parameter.style.rawValue
    }

    private static func defaultStyle(of place: Parameter.Place) -> Parameter.Style {
        place == .header ? .simple : .form
    }

    private func value(of parameter: ParameterDeclaration) -> String {
        let name = SwiftName.declared(parameter.name)
        return converted(name, parameter.type, isOptional: !parameter.isRequired)
    }

    /// Dates and data are encoded in their text form.
    private func converted(_ name: String, _ type: TypeReference, isOptional: Bool) -> String {
        guard type.isConverted else { return name }
        return isOptional ? "\(name).map(CustomCoded.init)" : "CustomCoded(\(name))"
    }

    // MARK: - The body

    private func source(of body: BodyDeclaration) -> Source {
        let name = SwiftName.declared(body.name)
        switch body.kind {
        case .structure:
            return ".json(\(name)\(contentType(of: body, usual: "application/json")))"
        case .json(let type):
            let value = converted(name, type, isOptional: false)
            let usual = contentType(of: body, usual: "application/json")
            if body.isRequired { return ".json(\(value)\(usual))" }
            return "\(name).map { .json(\(converted("$0", type, isOptional: false))\(usual)) }"
        case .lines(let type):
            let contentType = contentType(of: body, usual: "application/jsonl")
            let each = type.isConverted ? ".map(CustomCoded.init)" : ""
            if body.isRequired { return ".jsonLines(\(name)\(each)\(contentType))" }
            return "\(name).map { .jsonLines($0\(each)\(contentType)) }"
        case .text, .bytes:
            let function = if case .text = body.kind { ".text" } else { ".bytes" }
            let value = body.choice.map { SwiftName.declared($0.name) } ?? SwiftLiteral.string(body.contentType)
            let contentType = "contentType: \(value)"
            if body.isRequired { return "\(function)(\(name), \(contentType))" }
            return "\(name).map { \(function)($0, \(contentType)) }"
        case .multipart(let parts):
            let sources = parts.filter { $0.headerOf == nil }.map { multipartPart($0, among: parts) }
            guard body.contentType != "multipart/form-data" else {
                return .call(".multipart([", sources, close: "])", breaks: true)
            }
            let type = Source.labelled("contentType", .text(SwiftLiteral.string(body.contentType)))
            return .call(".multipart(", [.array(sources, breaks: true), type], breaks: true)
        case .form(let parts):
            return .call(".form([", parts.map { .text(formField($0)) }, close: "])", breaks: true)
        }
    }

    private func contentType(of body: BodyDeclaration, usual: String) -> String {
        body.contentType == usual ? "" : ", contentType: \(SwiftLiteral.string(body.contentType))"
    }

    private func multipartPart(
        _ part: BodyDeclaration.FormPart,
        among parts: [BodyDeclaration.FormPart]
    ) -> Source {
        let property = part.property
        if part.isUnnamed { return ".parts(from: \(value(of: property)))" }
        let function = property.type.isUpload ? ".file" : property.type.isUploadList ? ".files" : ".value"
        var arguments: [Source] = [.text(SwiftLiteral.string(property.wireName)), .text(value(of: property))]
        // A list or a range of types is no type to send.
        if let contentType = part.contentType, !contentType.contains(where: { $0 == "," || $0 == "*" }) {
            arguments.append(.labelled("contentType", .text(SwiftLiteral.string(contentType))))
        }
        let headers = parts.filter { $0.headerOf == property.wireName }.map(\.property).map { header in
            Source.text("HeaderParameter(\(SwiftLiteral.string(header.wireName)), \(value(of: header)))")
        }
        if !headers.isEmpty { arguments.append(.labelled("headers", .array(headers))) }
        return .call("\(function)(", arguments)
    }

    private func formField(_ part: BodyDeclaration.FormPart) -> String {
        let name = part.isUnnamed ? "" : part.property.wireName
        var source = "FormField(\(SwiftLiteral.string(name)), \(value(of: part.property))"
        // An object is JSON unless the document gives a style (OpenAPI 3.1.1, section 4.8.15.1.2).
        if let style = part.style {
            source += ", style: .\(style.rawValue)"
        } else if part.isJSON, part.explode == nil, !part.allowReserved {
            source += ", style: .json"
        }
        if let explode = part.isUnnamed ? true : part.explode { source += ", explode: \(explode)" }
        if part.allowReserved { source += ", allowReserved: true" }
        return source + ")"
    }

    private func value(of property: Property) -> String {
        if let constant = property.constant {
            if case .member(let name) = constant { return "\(types.source(property.type)).\(name)" }
            return SwiftLiteral.constant(constant)
        }
        return converted(SwiftName.declared(property.name), property.type, isOptional: property.isOptional)
    }
}
