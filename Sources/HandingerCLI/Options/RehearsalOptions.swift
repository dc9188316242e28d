import ArgumentParser

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
