import ArgumentParser

/// Options of commands that download a file.
struct DownloadOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            """
            Where to write the file; - is standard output. Without it, text is shown and anything else is written \
            under the name that the server gives.
            """,
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    @Flag(name: .customLong("force"), help: "Replace a file that is there already.")
    var force = false

    @Flag(
        name: .customLong("resume"),
        help: "Keep what has come if the download breaks off, and continue there in the next run."
    )
    var resume = false

    func validate() throws {
        if resume, output == nil || output == "-" {
            throw ValidationError("--resume needs the name of a file: give it with --output.")
        }
    }

    /// The defaults, for commands without these options.
    static var none: DownloadOptions {
        var options = DownloadOptions()
        options.output = nil
        options.force = false
        options.resume = false
        return options
    }

    var settings: DownloadSettings {
        DownloadSettings(output: output, overwrites: force, resumes: resume)
    }
}
