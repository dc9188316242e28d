/// A failure of the tool itself, in words for the person who called it.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String
    /// What to do, on a line of its own.
    let hint: String?

    init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    static func usage(_ message: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(.usage, message, hint: hint)
    }

    /// The path of `--transform` leads nowhere.
    static func nothingThere(_ place: String) -> CommandFailure {
        CommandFailure(
            .nothingThere,
            "The path of --transform leads to nothing in \(place)",
            hint: "With --allow-missing that is no error."
        )
    }
}
