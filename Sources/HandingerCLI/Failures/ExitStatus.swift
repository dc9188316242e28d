/// What the shell is told. Each kind of failure has a number of its own, so that a script can tell them apart.
enum ExitStatus: Int32, CaseIterable, Sendable {
    case success = 0
    /// Whatever has no number of its own.
    case failure = 1
    /// The command line, or what was piped in, cannot be used; nothing was sent.
    case usage = 2
    /// There is no key, or the server does not accept it: 401 and 403.
    case authentication = 3
    /// The server refuses the request: any other 4xx.
    case rejected = 4
    /// Too many requests: 429.
    case rateLimited = 5
    /// The server failed: 5xx.
    case serverError = 6
    /// No response came, or it broke off.
    case network = 7
    /// Nothing came for too long.
    case timeout = 8
    /// The path of `--transform` leads to nothing.
    case nothingThere = 9
    /// Ctrl-C: 128 and the number of the signal, as shells have it.
    case interrupted = 130
    case terminated = 143

    /// One line for the help.
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
        case .nothingThere: "the path of --transform leads to nothing"
        case .interrupted: "interrupted (Ctrl-C)"
        case .terminated: "terminated"
        }
    }

    /// All of them, for the help.
    static var table: String {
        allCases.map { status in
            let number = String(status.rawValue)
            return "  " + number + String(repeating: " ", count: 5 - number.count) + status.summary
        }
        .joined(separator: "\n")
    }
}
