import ArgumentParser

/// Options for the output of responses and errors.
struct OutputOptions: ParsableArguments {
    @Option(name: .customLong("format"), help: ArgumentHelp("The output format of the response.", valueName: "format"))
    var format = OutputFormat.auto

    @Option(
        name: .customLong("format-error"),
        help: ArgumentHelp("The output format of an error's body.", valueName: "format")
    )
    var formatError = OutputFormat.auto

    @Option(
        name: .customLong("transform"),
        help: ArgumentHelp(
            "Print only the value at this GJSON path of the response or of each event.",
            valueName: "path"
        )
    )
    var transform: String?

    @Option(
        name: .customLong("transform-error"),
        help: ArgumentHelp("Print only the value at this GJSON path of an error's body.", valueName: "path")
    )
    var transformError: String?

    @Flag(
        name: .customLong("allow-missing"),
        help: "Succeed even if the path of --transform leads to nothing."
    )
    var allowMissing = false

    @Flag(name: [.customShort("r"), .customLong("raw-output")], help: "Print a string without quotes.")
    var rawOutput = false

    func validate() throws {
        _ = try (Self.path(transform, of: "--transform"), Self.path(transformError, of: "--transform-error"))
    }

    private static func path(_ text: String?, of flag: String) throws -> GJSONPath? {
        guard let text, !text.isEmpty else { return nil }
        do {
            return try GJSONPath(text)
        } catch {
            throw ValidationError(
                "\(flag): the \"\(error.unclosed)\" at byte \(error.offset) of the path is not closed."
            )
        }
    }

    /// Rejects options that would change a response.
    ///
    /// - Throws: ``CommandFailure``.
    func checkUnused() throws {
        let used = [("--format", format != .auto && format != .raw), ("--transform", transform != nil)].first(
            where: \.1
        )
        guard let used else { return }
        throw CommandFailure.usage("\(used.0) does not apply to a file, which is written as it is")
    }

    /// The style of responses.
    func answers() throws -> OutputStyle {
        OutputStyle(
            format: format,
            transform: try Self.path(transform, of: "--transform"),
            rawStrings: rawOutput,
            allowsMissing: allowMissing
        )
    }

    /// The style of error bodies.
    func errors() throws -> OutputStyle {
        OutputStyle(
            format: formatError,
            transform: try Self.path(transformError, of: "--transform-error"),
            rawStrings: rawOutput,
            allowsMissing: true
        )
    }
}

/// The format of values and the part that is printed.
struct OutputStyle: Sendable {
    var format = OutputFormat.auto
    var transform: GJSONPath?
    /// Whether a string is printed without quotes.
    var rawStrings = false
    /// Whether a path without a match is a success.
    var allowsMissing = false
}

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
