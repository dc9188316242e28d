import ArgumentParser

/// An output format.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Indented JSON; a stream has one line per event.
    case auto
    /// The interactive viewer if there is a terminal.
    case explore
    /// Indented JSON.
    case json
    /// JSON Lines.
    case jsonl
    /// A layout for human readers.
    case pretty
    /// The unmodified bytes of the response.
    case raw
    case yaml

    /// Creates a format from its name, ignoring case.
    init?(argument: String) {
        self.init(rawValue: argument.lowercased())
    }
}
