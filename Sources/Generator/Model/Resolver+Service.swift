import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Credentials and servers of the client.
extension Resolver {
    // MARK: - Credentials

    /// One credential for each distinct way to authenticate that an operation requires, in document order.
    mutating func credentials() -> [CredentialDeclaration] {
        var requirements = document.security ?? []
        for entry in document.paths {
            guard let item = pathItem(of: entry) else { continue }
            requirements += item.operations.flatMap { $0.security ?? [] }
        }
        // In the order of the components; schemes elsewhere come last.
        var used: [(position: Int, name: String, scheme: SecurityScheme)] = []
        for schemes in requirements.compactMap({ self.schemes(of: $0) }) {
            for each in schemes where !used.contains(where: { $0.scheme.origin == each.scheme.origin }) {
                used.append((positions["securitySchemes"]?[each.name] ?? Int.max, each.name, each.scheme))
            }
        }
        var ways: Set<SecurityScheme.Kind> = []
        let sorted = used.enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
        let found = sorted.map(\.element).filter { each in
            each.scheme.kind.wireForm.map { ways.insert($0).inserted } ?? false
        }
        var names = NameTable(reserved: ["baseURL", "configuration", "api"])
        return found.map { _, name, scheme in
            declaration(of: scheme, named: found.count == 1 ? nil : name, &names)
        }
    }

    /// - Parameter name: nil for the only credential, which has a generic name.
    private func declaration(
        of scheme: SecurityScheme,
        named name: String?,
        _ names: inout NameTable
    ) -> CredentialDeclaration {
        let form: CredentialDeclaration.Form
        let argument: String
        switch scheme.kind {
        case .http("basic"):
            argument = names.claim("username")
            form = .basic(password: names.claim("password"))
        case .oauth2, .openIDConnect:
            argument = names.claim(name.map { SwiftName.member($0) } ?? "accessToken")
            form = .token
        case .http, .apiKey, .mutualTLS:
            argument = names.claim(name.map { SwiftName.member($0) } ?? "apiKey")
            form = .key
        }
        return CredentialDeclaration(
            name: argument,
            form: form,
            kind: scheme.kind,
            description: scheme.description ?? ""
        )
    }

    /// The security requirements of operations that differ from the default, each once.
    static func otherSecurity(
        of endpoints: [EndpointDeclaration],
        besides security: [[SecurityScheme.Kind]]
    ) -> [[[SecurityScheme.Kind]]] {
        var known: Set = [security]
        return endpoints.compactMap(\.security).filter { known.insert($0).inserted }
    }

    // MARK: - Servers

    func serverTemplates() -> [ServerDeclaration] {
        var names = NameTable(reserved: ["title", "version", "metadata"])
        return document.servers.compactMap { server in
            var variables: [ServerDeclaration.Variable] = []
            var parameters = NameTable()
            var parts: [ServerDeclaration.Part] = []
            for part in Self.split(server.url) {
                switch part {
                case .text(let text):
                    parts.append(.literal(text))
                case .variable(let name):
                    if let index = variables.firstIndex(where: { $0.wireName == name }) {
                        parts.append(.variable(index))
                    } else if let variable = server.variables.first(where: { $0.name == name }) {
                        parts.append(.variable(variables.count))
                        variables.append(
                            ServerDeclaration.Variable(
                                name: parameters.claim(SwiftName.member(name)),
                                wireName: name,
                                defaultValue: variable.defaultValue,
                                allowed: variable.allowed,
                                description: variable.description ?? ""
                            )
                        )
                    } else {
                        parts.append(.literal("{\(name)}"))
                    }
                }
            }
            guard !variables.isEmpty else { return nil }
            return ServerDeclaration(
                functionName: names.claim("baseURL"),
                url: server.url,
                description: server.description ?? "",
                parts: parts,
                variables: variables
            )
        }
    }

    /// The URL with the default values of its variables.
    static func url(of server: Server) -> String {
        split(server.url)
            .map { part in
                switch part {
                case .text(let text): text
                case .variable(let name):
                    server.variables.first { $0.name == name }?.defaultValue ?? "{\(name)}"
                }
            }
            .joined()
    }
}

extension SecurityScheme.Kind {
    /// A representative of all schemes that send the credential in the same way; nil if none is sent.
    fileprivate var wireForm: SecurityScheme.Kind? {
        switch self {
        case .http("basic"), .apiKey, .openIDConnect: self
        case .http("bearer"), .oauth2: .http(scheme: "bearer")
        // The connection itself authenticates the client.
        case .http, .mutualTLS: nil
        }
    }
}
