import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

// Credentials and servers of the client.
extension Resolver {
    // MARK: - Credentials

    /// One credential for each distinct way to authenticate that an operation requires, in document order.
    mutating func credentials() -> [CredentialDeclaration] {
        var used: Set<String> = []
        for requirement in document.security ?? [] { used.formUnion(requirement.items.map(\.scheme)) }
        for entry in document.paths {
            guard let item = pathItem(of: entry) else { continue }
            for requirement in item.operations.flatMap({ $0.security ?? [] }) {
                used.formUnion(requirement.items.map(\.scheme))
            }
        }
        let list = document.components.securitySchemes
        var found: [(name: String, scheme: SecurityScheme)] = []
        var ways: Set<SecurityScheme.Kind> = []
        for named in list where used.contains(named.name) {
            let scheme = resolve(named.value, in: "securitySchemes", list) { node, pointer, document, diagnostics in
                SecurityScheme.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
            }
            guard let scheme, let way = scheme.kind.wireForm else { continue }
            if ways.insert(way).inserted { found.append((named.name, scheme)) }
        }
        var names = NameTable(reserved: ["baseURL", "configuration", "api"])
        return found.map { name, scheme in
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
