import ArgumentParser

/// Options of commands that may ask for confirmation.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask before creating what goes on for ever.")
    var yes = false

    /// The defaults, for commands without these options.
    static var none: ConfirmationOptions {
        var options = ConfirmationOptions()
        options.yes = false
        return options
    }
}
