import Diagnostics
import OpenAPI
import YAML

// Operation → EndpointDeclaration.
extension Resolver {
    mutating func resolveEndpoints() -> [EndpointDeclaration] {
        var endpoints: [EndpointDeclaration] = []
        for entry in document.paths {
            let list = document.components.pathItems
            let item = resolve(entry.item, in: "pathItems", list) { node, pointer, version, diagnostics in
                PathItem.parse(node, at: pointer, version: version, diagnostics: &diagnostics)
            }
            guard let item else { continue }
            for operation in item.operations {
                endpoints += declarations(for: operation, of: item, at: entry.path)
            }
        }
        return endpoints
    }

    /// One declaration, or two where the operation answers a value or a stream.
    private mutating func declarations(
        for operation: OpenAPI.Operation,
        of item: PathItem,
        at path: String
    ) -> [EndpointDeclaration] {
        let parts = OperationName.parts(of: operation, path: path)
        let typeName = SwiftName.type(parts.joined(separator: " "))
        var names = NameTable()
        var (pathParts, parameters) = self.parameters(of: operation, item, path: path, typeName: typeName, &names)
        let body = body(of: operation, typeName: typeName, parameters: parameters, &names)
        let responses = responses(of: operation, typeName: typeName)
        let hasBothForms = responses.count > 1
        var streamSwitch: EndpointDeclaration.StreamSwitch?
        if hasBothForms {
            let isSwitch = { (parameter: ParameterDeclaration) in
                parameter.wireName == "stream" && parameter.place == .query && parameter.type == .bool
            }
            if let index = parameters.firstIndex(where: isSwitch) {
                streamSwitch = .query(parameters.remove(at: index))
                pathParts = pathParts.map { part in
                    if case .parameter(let other) = part, other > index { .parameter(other - 1) } else { part }
                }
            } else if let property = body?.properties.first(where: { $0.wireName == "stream" && $0.type == .bool }) {
                streamSwitch = .body(property)
            }
        }
        return responses.map { response in
            let isStreamingForm = hasBothForms && response.isEvents
            return EndpointDeclaration(
                id: parts.joined(separator: "."),
                idParts: parts,
                functionName: SwiftName.member(parts.joined(separator: " ")) + (isStreamingForm ? "Streaming" : ""),
                methodName: SwiftName.member(parts.last ?? "") + (isStreamingForm ? "Streaming" : ""),
                variant: isStreamingForm ? .streaming : .plain,
                httpMethod: operation.method,
                pathTemplate: path,
                path: pathParts,
                parameters: parameters,
                body: body,
                response: response,
                streamSwitch: streamSwitch,
                security: operation.security.map { alternatives($0) },
                documentation: Documentation(
                    summary: operation.summary ?? item.summary,
                    description: operation.description ?? item.description,
                    pointer: "#" + operation.origin.pointer.description,
                    isDeprecated: operation.isDeprecated
                )
            )
        }
    }

    // MARK: - Responses

    /// What the method returns: the value of the first successful response, and the stream beside it.
    private mutating func responses(of operation: OpenAPI.Operation, typeName: String) -> [ResponseDeclaration] {
        let list = document.components.responses
        var successes: [(status: StatusResponse.Status, response: Response)] = []
        for entry in operation.responses {
            let response = resolve(entry.response, in: "responses", list) { node, pointer, version, diagnostics in
                Response.parse(node, at: pointer, version: version, diagnostics: &diagnostics)
            }
            guard let response else { continue }
            switch entry.status {
            case .code(let code) where (200..<300).contains(code): successes.append((entry.status, response))
            case .range(2): successes.append((entry.status, response))
            case .default where !operation.responses.contains(where: { $0.status.isSuccess }):
                successes.append((entry.status, response))
            default: break
            }
        }
        let withContent = successes.filter { !$0.response.content.isEmpty }
        guard let response = (withContent.first ?? successes.first)?.response else {
            return [ResponseDeclaration(kind: .empty, contentType: "", documentation: "")]
        }
        var value: ResponseDeclaration?
        var events: ResponseDeclaration?
        for entry in response.content {
            let kind = responseKind(of: entry, typeName: typeName)
            let declaration = ResponseDeclaration(
                kind: kind,
                contentType: entry.contentType,
                documentation: response.description ?? ""
            )
            if declaration.isEvents {
                events = events ?? declaration
            } else if value == nil || (declaration.isJSON && value?.isJSON == false) {
                value = declaration
            }
        }
        let both = [value, events].compactMap(\.self)
        guard both.isEmpty else { return both }
        return [ResponseDeclaration(kind: .empty, contentType: "", documentation: response.description ?? "")]
    }

    private mutating func responseKind(of entry: MediaTypeEntry, typeName: String) -> ResponseDeclaration.Kind {
        let contentType = ContentType(entry.contentType)
        if contentType.isEventStream { return .events }
        if contentType.isJSON {
            guard let schema = mediaType(of: entry)?.schema else { return .json(.json) }
            let resolved = resolvedType(of: schema, named: typeName + "Response", in: top)
            return .json(resolved.isNullable && resolved.type != .json ? .optional(resolved.type) : resolved.type)
        }
        return contentType.isText ? .text : .download
    }

    mutating func mediaType(of entry: MediaTypeEntry) -> MediaType? {
        let list = document.components.mediaTypes
        return resolve(entry.mediaType, in: "mediaTypes", list) { node, pointer, version, diagnostics in
            MediaType.parse(node, at: pointer, version: version, diagnostics: &diagnostics)
        }
    }

    // MARK: - Security

    /// The kinds of credential that are enough, each a set needed together.
    mutating func alternatives(_ requirements: [SecurityRequirement]) -> [[SecurityScheme.Kind]] {
        requirements.compactMap { requirement in
            var kinds: [SecurityScheme.Kind] = []
            for item in requirement.items {
                let list = document.components.securitySchemes
                guard let named = list.first(where: { $0.name == item.scheme }) else {
                    var message = "there is no security scheme '\(item.scheme)'"
                    if let near = suggestion(for: item.scheme, among: list.map(\.name)) {
                        message += "; did you mean '\(near)'?"
                    } else {
                        message += "; add it under components/securitySchemes"
                    }
                    error(message, requirement.origin)
                    return nil
                }
                let scheme = resolve(named.value, in: "securitySchemes", list) { node, pointer, version, diagnostics in
                    SecurityScheme.parse(node, at: pointer, version: version, diagnostics: &diagnostics)
                }
                if let scheme { kinds.append(scheme.kind) }
            }
            return kinds
        }
    }
}

extension StatusResponse.Status {
    var isSuccess: Bool {
        switch self {
        case .code(let code): (200..<300).contains(code)
        case .range(let first): first == 2
        case .default: false
        }
    }
}

extension ResponseDeclaration {
    package var isEvents: Bool { if case .events = kind { true } else { false } }
    package var isJSON: Bool { if case .json = kind { true } else { false } }
}

extension BodyDeclaration {
    /// The properties that are arguments of the method.
    package var properties: [Property] {
        switch kind {
        case .structure(_, let properties): properties
        case .multipart(let parts), .form(let parts): parts.map(\.property)
        case .json, .text, .bytes: []
        }
    }
}
