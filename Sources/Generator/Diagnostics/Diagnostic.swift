/// An error or a warning about a document. Data only: ``DiagnosticList`` sorts and ``DiagnosticRenderer`` prints.
package struct Diagnostic: Hashable, Sendable {
    package enum Severity: String, Sendable {
        case error, warning
    }

    package var severity: Severity
    /// The problem and its solution, in one line without the location.
    package var message: String
    package var location: SourceLocation
    package var pointer: JSONPointer

    package init(_ severity: Severity, _ message: String, at location: SourceLocation, _ pointer: JSONPointer) {
        self.severity = severity
        self.message = message
        self.location = location
        self.pointer = pointer
    }

    /// Leaves out the pointer, which may be long and rarely distinguishes two diagnostics at one location.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(severity)
        hasher.combine(message)
        hasher.combine(location)
    }
}
