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

    /// Of the function that makes the URL: `baseURL`.
    package var functionName: String
    /// As the document has it, with its braces.
    package var url: String
    package var description: String
    package var parts: [Part]
    package var variables: [Variable]
}

/// A credential that the client's initializer takes.
package struct CredentialDeclaration: Sendable {
    package enum Form: Sendable, Hashable {
        /// One secret.
        case key
        /// A token that expires, so that a function may give it too.
        case token
        /// A user name and a password, with the name of the second argument.
        case basic(password: String)
    }

    /// Of the argument; for ``Form/basic(password:)`` of the user name's.
    package var name: String
    package var form: Form
    package var kind: SecurityScheme.Kind
    package var description: String
}

extension API {
    /// Whether the client takes one secret, whatever the document calls it: also where the document asks for none, so
    /// that one can be added.
    package var takesOneKey: Bool {
        credentials.isEmpty || (credentials.count == 1 && credentials[0].form == .key)
    }

    /// What the client's initializer takes to prove who calls, in order.
    package var credentialArguments: [String] {
        if takesOneKey { return ["apiKey"] }
        return credentials.flatMap { credential in
            if case .basic(let password) = credential.form { [credential.name, password] } else { [credential.name] }
        }
    }
}
