import ArgumentParser

/// Options of commands that download a file.
struct DownloadOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            """
            The file to write, or a folder, where the server names the file; - is standard output. Without it, text is \
            shown and anything else is written under the name that the server gives.
            """,
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    @Flag(name: .customLong("force"), help: "Overwrite an existing file.")
    var force = false

    @Flag(
        name: .customLong("resume"),
        help: "Keep a partial download after a failure and resume it in the next run."
    )
    var resume = false

    func validate() throws {
        let destination = output.map(DownloadDestination.init)
        if output?.isEmpty == true {
            throw ValidationError("--output is empty; name a file, a folder, or - for standard output.")
        }
        if resume {
            guard case .file = destination else {
                throw ValidationError("--resume needs the name of a file: give it with --output.")
            }
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

/// Options of commands that can stream.
struct StreamOptions: ParsableArguments {
    @Option(
        name: .customLong("max-items"),
        help: ArgumentHelp("Stream and stop after this number of events.", valueName: "count")
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

/// Options of commands that may ask for confirmation.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Create recurring schedules without asking.")
    var yes = false

    /// The defaults, for commands without these options.
    static var none: ConfirmationOptions {
        var options = ConfirmationOptions()
        options.yes = false
        return options
    }
}

/// Options that show the request instead of sending it.
struct DryRunOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Show the request that would be sent, without the key, and send nothing.")
    var dryRun = false

    @Flag(name: .customLong("curl"), help: "Show a curl command that sends the request, and send nothing.")
    var curl = false

    /// The form in which a request is shown.
    enum Form {
        case message, curl
    }

    /// The form of a dry run; nil if requests are sent.
    var form: Form? { curl ? .curl : dryRun ? .message : nil }
}
