import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI

// The credentials that the client's initializer takes.
extension Security {
    /// One credential for each distinct way to authenticate that an operation requires, in document order.
    func credentials(for requirements: [SecurityRequirement]) -> [CredentialDeclaration] {
        var used: [NamedScheme] = []
        for schemes in requirements.compactMap({ self.schemes(of: $0) }) {
            for each in schemes where !used.contains(where: { $0.scheme.origin == each.scheme.origin }) {
                used.append(each)
            }
        }
        var ways: Set<SecurityScheme.Kind> = []
        // In the order of the components; schemes elsewhere come last.
        let sorted = used.enumerated().sorted {
            ($0.element.position ?? Int.max, $0.offset) < ($1.element.position ?? Int.max, $1.offset)
        }
        let found = sorted.map(\.element).filter { each in
            each.scheme.kind.wireForm.map { ways.insert($0).inserted } ?? false
        }
        var names = NameTable(reserved: ["baseURL", "configuration", "api"])
        return found.map { declaration(of: $0.scheme, named: found.count == 1 ? nil : $0.name, &names) }
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
