/// One thing to say about a document. Data only: ``DiagnosticList`` sorts and prints.
package struct Diagnostic: Hashable, Sendable {
    package enum Severity: String, Sendable {
        case error, warning
    }

    package var severity: Severity
    /// What is wrong and what to do, one line without the place.
    package var message: String
    package var location: SourceLocation
    package var pointer: JSONPointer

    package init(_ severity: Severity, _ message: String, at location: SourceLocation, _ pointer: JSONPointer) {
        self.severity = severity
        self.message = message
        self.location = location
        self.pointer = pointer
    }

    /// Without the pointer, which may be long and tells hardly more than the place.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(severity)
        hasher.combine(message)
        hasher.combine(location)
    }
}
