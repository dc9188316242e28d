import ArgumentParser

/// Options of commands that can stream.
struct StreamOptions: ParsableArguments {
    @Option(
        name: .customLong("max-items"),
        help: ArgumentHelp("End a stream after that many events.", valueName: "count")
    )
    var maxItems: Int?

    func validate() throws {
        if let maxItems, maxItems < 1 { throw ValidationError("--max-items must be at least 1.") }
    }

    /// The defaults, for commands without these options.
    static var none: StreamOptions {
        var options = StreamOptions()
        options.maxItems = nil
        return options
    }
}
