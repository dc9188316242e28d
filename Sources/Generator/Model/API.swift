package import HandingerGeneratorOpenAPI

/// An API as its Swift client shows it: every reference followed, every union decided, every name final.
///
/// The lists are in document order. An emitter turns this into text without another decision or complaint.
package struct API: Sendable {
    package var title: String
    package var version: String
    /// Prose of the document's `info`, empty where there is none.
    package var description: String
    /// Server URLs with the defaults of their variables filled in; the first is the default.
    package var servers: [String]
    /// Those of the servers that have variables for the caller to choose.
    package var serverTemplates: [ServerDeclaration]
    package var security: [[SecurityScheme.Kind]]
    /// What the client's initializer takes; empty where nothing in the document asks for a credential.
    package var credentials: [CredentialDeclaration]
    package var types: [TypeDeclaration]
    /// The root: what stands directly on the client.
    package var root: Resource
    package var endpoints: [EndpointDeclaration]
    /// What the components that requests mention allow, by the Swift names of their types.
    package var shapes: [(name: String, shape: Shape)]
    package var examples: [Example]
}

/// What a doc comment says of a declaration. A class for the reason that ``TypeDeclaration`` is one.
package final class Documentation: Sendable {
    package let summary: String
    package let description: String
    /// The JSON pointer of the object in the document, as `#/components/schemas/Worker`.
    package let pointer: String
    package let isDeprecated: Bool
    /// Facts that the types do not show, one a line: bounds, defaults, formats.
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

    /// The same but for what is given.
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
