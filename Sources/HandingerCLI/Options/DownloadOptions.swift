#if CommandLine
import ArgumentParser

/// What a command takes that fetches a file.
struct DownloadOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            """
            Where to write the file; - is standard output. Without it, text is shown and anything else is written \
            under the name that the server gives. A file that is there is never overwritten.
            """,
            valueName: "file"
        )
    )
    var output: String?

    /// The options of a command that has none.
    static var none: DownloadOptions {
        var options = DownloadOptions()
        options.output = nil
        return options
    }
}
#endif
