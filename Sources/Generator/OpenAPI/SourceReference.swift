package import HandingerGeneratorDiagnostics

/// The location and JSON pointer of an object, for diagnostics and doc comments.
package struct SourceReference: Hashable, Sendable {
    package var location: SourceLocation
    package var pointer: JSONPointer

    package init(location: SourceLocation, pointer: JSONPointer) {
        self.location = location
        self.pointer = pointer
    }
}

/// An inline object or a `$ref`, which this stage does not follow.
package enum ReferenceOr<Value: Sendable>: Sendable {
    case reference(Reference)
    case value(Value)
}

/// A Reference Object (OpenAPI 3.1). A class, because it is read far more often than it is created.
package final class Reference: Sendable {
    /// The value of `$ref`, such as `#/components/schemas/Worker`.
    package let text: String
    /// The target in this document; nil for a reference to another document or an invalid one.
    package let pointer: JSONPointer?
    /// A sibling of `$ref` that overrides the field of the target.
    package let summary: String?
    package let description: String?
    /// The location of the `$ref` value.
    package let origin: SourceReference

    package init(text: String, pointer: JSONPointer?, summary: String?, description: String?, origin: SourceReference) {
        self.text = text
        self.pointer = pointer
        self.summary = summary
        self.description = description
        self.origin = origin
    }
}

extension DiagnosticList {
    /// Reports an error of one place; see ``error(_:lenient:at:_:)``.
    package mutating func error(_ message: String, lenient fallback: Fallback, at origin: SourceReference) {
        error(message, lenient: fallback, at: origin.location, origin.pointer)
    }
}
