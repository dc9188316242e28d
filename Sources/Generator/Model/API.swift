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
