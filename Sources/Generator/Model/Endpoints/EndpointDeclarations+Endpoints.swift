import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Operation → EndpointDeclaration.
extension EndpointDeclarations {
    mutating func declareEndpoints() -> [EndpointDeclaration] {
        let operations = locatedOperations.filter { located in
            if isMethod(located.operation.method) { return true }
            let message = "'\(located.operation.method)' is no HTTP method; the operation is left out"
            warning(message, located.operation.origin)
            return false
        }
        return zip(operations, names(of: operations)).flatMap { located, parts in
            declarations(for: located.operation, of: located.item, at: located.path, named: parts)
        }
    }

    /// Returns one declaration per form of the body and form of the response.
    private mutating func declarations(
        for operation: OperationObject,
        of item: PathItem,
        at path: String,
        named parts: [String]
    ) -> [EndpointDeclaration] {
        lint(operation)
        let typeName = SwiftName.type(parts.joined(separator: " "))
        var names = NameTable()
        let (pathParts, parameters) = self.parameters(of: operation, item, path: path, typeName: typeName, &names)
        let responses = responses(of: operation, typeName: typeName)
        let failures = failures(of: operation, typeName: typeName)
        let bodies = bodies(of: operation, typeName: typeName, parameters: parameters, names)
        let plain = EndpointDeclaration(
            id: parts.joined(separator: "."),
            idParts: parts,
            functionName: SwiftName.member(parts.joined(separator: " ")),
            methodName: SwiftName.member(parts.last ?? ""),
            variant: .plain,
            httpMethod: operation.method,
            pathTemplate: path,
            path: pathParts,
            parameters: parameters,
            body: nil,
            response: responses[0],
            security: operation.security.map { security.alternatives($0) },
            server: (operation.servers.first ?? item.servers.first)?.defaultURL,
            failures: failures,
            documentation: Documentation(
                summary: operation.summary ?? item.summary,
                description: operation.description ?? item.description,
                pointer: "#" + operation.origin.pointer.description,
                isDeprecated: operation.isDeprecated
            ),
            origin: operation.origin
        )
        guard !bodies.isEmpty else { return Self.forms(of: plain, responses) }
        return bodies.enumerated().flatMap { index, body in
            var endpoint = plain
            endpoint.body = body
            endpoint.isAlternative = index > 0
            if index > 0 {
                endpoint.functionName += body.suffix
                endpoint.methodName += body.suffix
            }
            return Self.forms(of: endpoint, responses)
        }
    }

    /// Returns one form per response; a streaming form sets the switch that the others leave out.
    private static func forms(
        of plain: EndpointDeclaration,
        _ responses: [ResponseDeclaration]
    ) -> [EndpointDeclaration] {
        var plain = plain
        if responses.contains(where: \.isStream), !responses.allSatisfy(\.isStream) { plain.separateStreamSwitch() }
        return responses.enumerated().map { index, response in
            var endpoint = plain
            endpoint.response = response
            if index > 0 {
                endpoint.functionName += response.suffix
                endpoint.methodName += response.suffix
                if response.isStream { endpoint.variant = .streaming } else { endpoint.isAlternative = true }
            }
            endpoint.nameResponseChoice()
            return endpoint
        }
    }

    /// Whether the method is a token (RFC 9110, section 5.6.2).
    private func isMethod(_ method: String) -> Bool {
        !method.isEmpty
            && method.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || "0123456789!#$%&'*+-.^_`|~".unicodeScalars.contains(scalar))
            }
    }

    func mediaType(of entry: MediaTypeEntry) -> MediaType? { references.object(entry.mediaType) }
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

extension StatusResponse.Status {
    /// Whether a client could follow the response (RFC 9110, section 15.4).
    var isRedirect: Bool {
        switch self {
        case .code(let code): [301, 302, 303, 307, 308].contains(code)
        case .range(let first): first == 3
        case .default: false
        }
    }
}

extension ResponseDeclaration {
    package var isStream: Bool {
        switch kind {
        case .events, .payloads: true
        case .json, .text, .download, .empty: false
        }
    }
    package var isJSON: Bool { if case .json = kind { true } else { false } }
}

extension EndpointDeclaration {
    /// Takes the parameter or property that makes the server stream out of the arguments.
    fileprivate mutating func separateStreamSwitch() {
        let isSwitch = { (parameter: ParameterDeclaration) in
            parameter.wireName == "stream" && parameter.place == .query && parameter.type == .bool
        }
        if let index = parameters.firstIndex(where: isSwitch) {
            streamSwitch = .query(parameters.remove(at: index))
            path = path.map { part in
                if case .parameter(let other) = part, other > index { .parameter(other - 1) } else { part }
            }
        } else if let property = body?.properties.first(where: { $0.wireName == "stream" && $0.type == .bool }) {
            streamSwitch = .body(property)
        }
    }

    /// Gives the argument for the content type of the response a name that no other argument has.
    fileprivate mutating func nameResponseChoice() {
        guard var choice = response.choice else { return }
        response.choice = nil
        var names = NameTable(reserved: (arguments + requestArguments).map(\.name))
        choice.name = names.claim(choice.name)
        response.choice = choice
    }
}

extension BodyDeclaration {
    /// The properties that are arguments of the method.
    package var properties: [Property] {
        switch kind {
        case .structure(_, let properties): properties
        case .multipart(let parts), .form(let parts): parts.map(\.property)
        case .json, .lines, .text, .bytes: []
        }
    }
}
