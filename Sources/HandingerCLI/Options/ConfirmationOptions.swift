import ArgumentParser

/// What a command takes that may ask before it does something.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask before creating what goes on for ever.")
    var yes = false

    /// The options of a command that has none.
    static var none: ConfirmationOptions {
        var options = ConfirmationOptions()
        options.yes = false
        return options
    }
}
