/// The status that ends a stream: `--until completed`.
struct StreamGoal: Sendable {
    static let help = "End the stream with the first event that has this status."

    private let status: String
    private let property: String
    private let values: [String]

    /// - Parameters:
    ///   - status: The value of the flag; nil for no goal.
    ///   - property: The name of the status property in the events.
    ///   - values: The known values.
    init?(_ status: String?, of property: String, among values: [String]) {
        guard let status else { return nil }
        self.status = status
        self.property = property
        self.values = values
    }

    /// Rejects an unknown status, which would never be reached.
    ///
    /// - Throws: ``CommandFailure`` for an unknown status.
    func check() throws {
        try CommandInput.check(status, isAmong: values, flag: "until")
    }

    func isReached(by event: JSONTree) -> Bool {
        (event["data"] ?? event)[property] == .string(status)
    }

    /// The failure of a stream that ends before the goal.
    var missed: CommandFailure {
        CommandFailure(.failure, "The stream has ended and \(property) was never \"\(status)\"")
    }
}

/// The command that resumes the stream of another command.
struct StreamFollower: Sendable {
    /// The name, in the same group.
    let command: String
    /// The parameter with the id of the resource, and its flag.
    let parameter: String
    let flag: String
}
