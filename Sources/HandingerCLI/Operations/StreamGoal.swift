/// The status at which a stream has been listened to for long enough: `--until completed`.
struct StreamGoal: Sendable {
    static let help = "End the stream with the first event that has this status."

    private let status: String
    private let property: String
    private let values: [String]

    /// - Parameters:
    ///   - status: What was given; nil for no goal.
    ///   - property: The property of what the events carry.
    ///   - values: What the document names.
    init?(_ status: String?, of property: String, among values: [String]) {
        guard let status else { return nil }
        self.status = status
        self.property = property
        self.values = values
    }

    /// - Throws: ``CommandFailure`` for a status that there is not, which would be waited for in vain.
    func check() throws {
        try CommandInput.check(status, isAmong: values, flag: "until")
    }

    func isReached(by event: JSONTree) -> Bool {
        (event["data"] ?? event)[property] == .string(status)
    }

    /// What to say if the stream ends before.
    var missed: CommandFailure {
        CommandFailure(.failure, "The stream has ended and \(property) was never \"\(status)\"")
    }
}

/// The command that listens on where another has stopped.
struct StreamFollower: Sendable {
    /// Its name, in the same group.
    let command: String
    /// The parameter that it takes, and its flag.
    let parameter: String
    let flag: String
}
