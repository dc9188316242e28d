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
            hint: "Use --allow-missing to accept this."
        )
    }
}

/// The exit status of the process. Each kind of failure has its own number, so that scripts can distinguish them.
enum ExitStatus: Int32, CaseIterable, Sendable {
    case success = 0
    /// Any other failure.
    case failure = 1
    /// The command line or standard input is invalid; nothing was sent.
    case usage = 2
    /// The API key is missing or rejected: 401 and 403.
    case authentication = 3
    /// The server rejected the request: any other 4xx.
    case rejected = 4
    /// Too many requests: 429.
    case rateLimited = 5
    /// The server failed: 5xx.
    case serverError = 6
    /// The connection failed or was lost.
    case network = 7
    /// The inactivity timeout expired.
    case timeout = 8
    /// The path of `--transform` has no match.
    case noMatch = 9
    /// Ctrl-C: 128 plus the signal number, as in shells.
    case interrupted = 130
    case terminated = 143

    /// The description in the help.
    var summary: String {
        switch self {
        case .success: "done"
        case .failure: "any other failure"
        case .usage: "the command line or the input cannot be used"
        case .authentication: "no API key, or one that is not accepted (401, 403)"
        case .rejected: "the request was refused (other 4xx)"
        case .rateLimited: "too many requests (429)"
        case .serverError: "the server failed (5xx)"
        case .network: "no response, or it broke off"
        case .timeout: "nothing came for too long"
        case .noMatch: "the path of --transform leads to nothing"
        case .interrupted: "interrupted (Ctrl-C)"
        case .terminated: "terminated"
        }
    }

    /// The table of all exit statuses for the help.
    static var table: String {
        allCases.map { status in
            let number = String(status.rawValue)
            return "  " + number + String(repeating: " ", count: 5 - number.count) + status.summary
        }
        .joined(separator: "\n")
    }
}
