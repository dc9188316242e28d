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
    /// Whether `--lenient` turns this error into a warning.
    package var isAvoidable = false

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

/// The effect of `--lenient` on a place that has an error.
package enum Fallback: String, Sendable {
    case leftOut = "it is left out"
    case ignored = "it is ignored"
    case anyValue = "its place is a JSONValue"
    case withoutType = "without another keyword that tells its type, its place is a JSONValue"
    case first = "the first is used"
}

/// Collects the diagnostics of a document and removes duplicates.
package struct DiagnosticList: Sendable {
    private var seen: Set<Diagnostic> = []
    /// Whether a problem of one place is a warning: `--lenient`.
    package let isLenient: Bool

    package init(isLenient: Bool = false) {
        self.isLenient = isLenient
    }

    package mutating func error(_ message: String, at location: SourceLocation, _ pointer: JSONPointer) {
        seen.insert(Diagnostic(.error, message, at: location, pointer))
    }

    package mutating func warning(_ message: String, at location: SourceLocation, _ pointer: JSONPointer) {
        seen.insert(Diagnostic(.warning, message, at: location, pointer))
    }

    /// Reports an error of one place, without which the rest of the document is of use. With `--lenient` it is a warning
    /// that tells the fallback.
    package mutating func error(
        _ message: String,
        lenient fallback: Fallback,
        at location: SourceLocation,
        _ pointer: JSONPointer
    ) {
        guard !isLenient else { return warning("\(message) (\(fallback.rawValue))", at: location, pointer) }
        var diagnostic = Diagnostic(.error, message, at: location, pointer)
        diagnostic.isAvoidable = true
        seen.insert(diagnostic)
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

    /// Whether `--lenient` turns every error into a warning.
    package var areErrorsAvoidable: Bool { seen.allSatisfy { $0.severity == .warning || $0.isAvoidable } }

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
