package import HandingerGeneratorOpenAPI

/// A server whose URL has variables.
package struct ServerDeclaration: Sendable {
    package enum Part: Sendable {
        case literal(String)
        /// An index into ``ServerDeclaration/variables``.
        case variable(Int)
    }

    package struct Variable: Sendable {
        package var name: String
        package var wireName: String
        package var defaultValue: String
        package var allowed: [String]
        package var description: String
    }

    /// The function that builds the URL, such as `baseURL`.
    package var functionName: String
    /// The URL in the document, with braces.
    package var url: String
    package var description: String
    package var parts: [Part]
    package var variables: [Variable]
}

/// A credential that the client's initializer takes.
package struct CredentialDeclaration: Sendable {
    package enum Form: Sendable, Hashable {
        /// A single secret.
        case key
        /// A token that expires, so that a function can provide it too.
        case token
        /// A user name and a password, with the name of the password's argument.
        case basic(password: String)
    }

    /// The name of the argument; for ``Form/basic(password:)`` that of the user name.
    package var name: String
    package var form: Form
    package var kind: SecurityScheme.Kind
    package var description: String
}

extension API {
    /// Whether the client takes a single `apiKey`. It does so also if the document requires no credential.
    package var takesOneKey: Bool {
        credentials.isEmpty || (credentials.count == 1 && credentials[0].form == .key)
    }

    /// The credential arguments of the client's initializer, in order.
    package var credentialArguments: [String] {
        if takesOneKey { return ["apiKey"] }
        return credentials.flatMap { credential in
            if case .basic(let password) = credential.form { [credential.name, password] } else { [credential.name] }
        }
    }
}
