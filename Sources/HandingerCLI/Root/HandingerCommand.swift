import APIRuntime
import ArgumentParser

/// The command `handinger`.
struct HandingerCommand: AsyncParsableCommand {
    static let version = "handinger \(RuntimeVersion.current)"

    static let configuration = CommandConfiguration(
        commandName: "handinger",
        abstract: "The command line of the Handinger API.",
        usage: """
            handinger <resource> <command> [<flags>]
            handinger workers create --input "Weather in Barcelona?"
            handinger workers:schedules list --worker-id <id>
            """,
        discussion: """
            The key is taken from HANDINGER_API_KEY and the server from HANDINGER_BASE_URL, unless flags give them. \
            'handinger demo' needs neither: it brings a server of its own.

            A flag's value may be @file for the text of a file, @data://file for its base64, @- for standard input, \
            and \\@x for the text @x. A map in YAML or JSON that is piped in fills whatever no flag gives.

            EXIT STATUS:
            \(ExitStatus.table)
            """,
        version: version,
        subcommands: APICommands.all + [DemoCommand.self, ManCommand.self, ServeCommand.self]
    )
}
