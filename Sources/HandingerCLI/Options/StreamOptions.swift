import ArgumentParser

/// What a command takes that can stream.
struct StreamOptions: ParsableArguments {
    @Option(
        name: .customLong("max-items"),
        help: ArgumentHelp("End a stream after that many events.", valueName: "count")
    )
    var maxItems: Int?

    func validate() throws {
        if let maxItems, maxItems < 1 { throw ValidationError("--max-items must be at least 1.") }
    }

    /// The options of a command that has none.
    static var none: StreamOptions {
        var options = StreamOptions()
        options.maxItems = nil
        return options
    }
}
