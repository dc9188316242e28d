import ArgumentParser

/// How values are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// JSON, indented; a stream has an event a line.
    case auto
    /// The interactive viewer, where there is a terminal.
    case explore
    /// JSON, indented.
    case json
    /// JSON, a line a value.
    case jsonl
    /// For people.
    case pretty
    /// The server's bytes.
    case raw
    case yaml

    /// The name in any case.
    init?(argument: String) {
        self.init(rawValue: argument.lowercased())
    }
}
