package import HandingerGeneratorOpenAPI

/// The API as its Swift client presents it: references resolved, unions decided, names final.
///
/// All lists are in document order. The emitter prints this value without further decisions or diagnostics.
package struct API: Sendable {
    package var title: String
    package var version: String
    /// The description in `info`; empty if there is none.
    package var description: String
    /// Server URLs with the default values of their variables. The first is the client's default.
    package var servers: [String]
    /// The servers with variables.
    package var serverTemplates: [ServerDeclaration]
    package var security: [[SecurityScheme.Kind]]
    /// The other security requirements of operations, each once, in document order.
    package var operationSecurity: [[[SecurityScheme.Kind]]]
    /// Whether requests have the header fields of SDKs made by Stainless.
    package var wantsStainlessHeaders: Bool
    /// The credentials that the client's initializer takes; empty if the document requires none.
    package var credentials: [CredentialDeclaration]
    package var types: [TypeDeclaration]
    /// The resource of the client itself.
    package var root: Resource
    package var endpoints: [EndpointDeclaration]
    /// The allowed values of components used in requests, by Swift type name.
    package var shapes: [(name: String, shape: Shape)]
    package var examples: [Example]
}

/// The documentation of a declaration. A class for the same reason as ``TypeDeclaration``.
package final class Documentation: Sendable {
    package let summary: String
    package let description: String
    /// The JSON pointer of the object, such as `#/components/schemas/Worker`.
    package let pointer: String
    package let isDeprecated: Bool
    /// Facts that the types do not express, one per line: bounds, defaults, formats.
    package let notes: [String]

    package init(
        summary: String? = nil,
        description: String? = nil,
        pointer: String = "",
        isDeprecated: Bool = false,
        notes: [String] = []
    ) {
        self.summary = summary ?? ""
        self.description = description ?? ""
        self.pointer = pointer
        self.isDeprecated = isDeprecated
        self.notes = notes
    }

    /// Returns a copy with the given fields replaced.
    package func with(
        description: String? = nil,
        isDeprecated: Bool? = nil,
        notes: [String]? = nil
    ) -> Documentation {
        Documentation(
            summary: summary,
            description: description ?? self.description,
            pointer: pointer,
            isDeprecated: isDeprecated ?? self.isDeprecated,
            notes: notes ?? self.notes
        )
    }
}

/// A group of methods on the client, such as `client.workers` or `client.workers.schedules`.
package struct Resource: Sendable {
    /// The name in the `operationId`, such as `schedules`; empty for the root.
    package var name = ""
    /// The property on the parent, such as `schedules`.
    package var propertyName = ""
    /// The type nested in the parent's, such as `Schedules`.
    package var typeName = ""
    package var documentation = Documentation()
    /// Indices into ``API/endpoints``.
    package var endpoints: [Int] = []
    package var children: [Resource] = []
}

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
