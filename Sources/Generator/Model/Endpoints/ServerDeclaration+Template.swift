import HandingerGeneratorOpenAPI

extension ServerDeclaration {
    /// The servers whose URLs have variables.
    static func templates(of servers: [Server]) -> [ServerDeclaration] {
        var names = NameTable(reserved: ["title", "version", "metadata"])
        return servers.compactMap { server in
            var variables: [Variable] = []
            var parameters = NameTable()
            var parts: [Part] = []
            for part in TemplatePart.split(server.url) {
                switch part {
                case .text(let text):
                    parts.append(.literal(text))
                case .variable(let name):
                    if let index = variables.firstIndex(where: { $0.wireName == name }) {
                        parts.append(.variable(index))
                    } else if let variable = server.variables.first(where: { $0.name == name }) {
                        parts.append(.variable(variables.count))
                        variables.append(
                            Variable(
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
}

extension Server {
    /// The URL with the default values of its variables.
    var defaultURL: String {
        TemplatePart.split(url)
            .map { part in
                switch part {
                case .text(let text): text
                case .variable(let name):
                    variables.first { $0.name == name }?.defaultValue ?? "{\(name)}"
                }
            }
            .joined()
    }
}
