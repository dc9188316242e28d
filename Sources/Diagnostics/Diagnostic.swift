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
}
