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

/// Collects the diagnostics of a document and removes duplicates.
package struct DiagnosticList: Sendable {
    private var seen: Set<Diagnostic> = []

    package init() {}

    package mutating func error(_ message: String, at location: SourceLocation, _ pointer: JSONPointer) {
        seen.insert(Diagnostic(.error, message, at: location, pointer))
    }

    package mutating func warning(_ message: String, at location: SourceLocation, _ pointer: JSONPointer) {
        seen.insert(Diagnostic(.warning, message, at: location, pointer))
    }

    /// Implements `--strict`.
    package mutating func turnWarningsIntoErrors() {
        seen = Set(
            seen.map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.severity = .error
                return diagnostic
            }
        )
    }

    package var hasErrors: Bool { seen.contains { $0.severity == .error } }
    package var isEmpty: Bool { seen.isEmpty }

    /// The diagnostics by line, column, severity and text, so that the output is deterministic.
    package var sorted: [Diagnostic] {
        seen.sorted { a, b in
            if a.location != b.location { return a.location < b.location }
            if a.severity != b.severity { return a.severity.rawValue < b.severity.rawValue }
            if a.message != b.message { return a.message < b.message }
            return a.pointer.description < b.pointer.description
        }
    }
}
