/// A failure of the command itself, with a message for the user.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String
    /// A suggestion, printed on a separate line.
    let hint: String?

    init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    static func usage(_ message: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(.usage, message, hint: hint)
    }

    /// The failure for a path of `--transform` without a match.
    static func noMatch(_ place: String) -> CommandFailure {
        CommandFailure(
            .noMatch,
            "The path of --transform leads to nothing in \(place)",
            hint: "With --allow-missing that is no error."
        )
    }
}
