package import HandingerGeneratorDiagnostics

/// Where an object of the document stands: for diagnostics and doc comments.
package struct Origin: Hashable, Sendable {
    package var location: SourceLocation
    package var pointer: JSONPointer

    package init(location: SourceLocation, pointer: JSONPointer) {
        self.location = location
        self.pointer = pointer
    }
}

/// An object given in place or by `$ref`. The reference is not followed in this stage.
package enum ReferenceOr<Value: Sendable>: Sendable {
    case reference(Reference)
    case value(Value)
}

/// A `$ref` (OpenAPI 3.1, Reference Object). A class, because it is asked for much oftener than it is made.
package final class Reference: Sendable {
    /// As it stands: `#/components/schemas/Worker`.
    package let text: String
    /// The target in this document; nil for a reference into another document or one that cannot be read.
    package let pointer: JSONPointer?
    /// Siblings that override the target's own.
    package let summary: String?
    package let description: String?
    /// The place of the `$ref` value itself.
    package let origin: Origin

    package init(text: String, pointer: JSONPointer?, summary: String?, description: String?, origin: Origin) {
        self.text = text
        self.pointer = pointer
        self.summary = summary
        self.description = description
        self.origin = origin
    }
}
