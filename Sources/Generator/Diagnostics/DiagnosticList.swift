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

    package mutating func formUnion(_ other: DiagnosticList) {
        seen.formUnion(other.seen)
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
