import ArgumentParser

/// Shows the request instead of sending it.
struct RehearsalOptions: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Show the request that would be sent, without the key, and send nothing.")
    var dryRun = false

    @Flag(name: .customLong("curl"), help: "Show a curl command that sends the request, and send nothing.")
    var curl = false

    /// How a request is shown.
    enum Form {
        case message, curl
    }

    /// nil where requests are sent.
    var form: Form? { curl ? .curl : dryRun ? .message : nil }
}
