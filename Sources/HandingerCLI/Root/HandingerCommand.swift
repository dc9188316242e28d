import APIRuntime
import ArgumentParser

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// The command `handinger`.
struct HandingerCommand: AsyncParsableCommand {
    /// The label of errors that the parser reports, the same as in ``ErrorReport``.
    static let _errorLabel = "error"
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
            'handinger demo' needs neither: it starts its own server.

            A flag's value may be @file for the text of a file, @data://file for its base64, @- for standard input, \
            and \\@x for the text @x. With - as an argument, a map in YAML or JSON on standard input fills whatever no flag \
            gives. Without it, standard input is read only if a required value is missing.

            EXIT STATUS:
            \(ExitStatus.table)
            """,
        version: version,
        subcommands: APICommands.all + [DemoCommand.self, ManCommand.self, ServeCommand.self]
    )
}

/// Runs the tool and maps errors to messages and exit statuses.
enum CommandLineTool {
    static func run(_ arguments: [String]) async -> ExitStatus {
        var errors = OutputStyle()
        do {
            // Fast path: building the command tree takes longer than starting the process.
            if arguments == ["--version"] || arguments == ["-v"] {
                try OutputPort.plainOutput.write(HandingerCommand.version + "\n")
                return .success
            }
            var command = try HandingerCommand.parseAsRoot(CommandTree.root.normalized(arguments))
            if let operation = command as? any OperationCommand { errors = try operation.global.output.errors() }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .success
        } catch {
            let report = ErrorReport(error, style: errors)
            let status = report.print()
            if let tree = report.explored { try? await Explorer(on: .standardError)?.show(tree) }
            return status
        }
    }
}

@main
enum Main {
    static func main() async {
        // Ignored, so that a write to a closed pipe fails with EPIPE instead of ending the process.
        signal(SIGPIPE, SIG_IGN)
        let status = await CommandLineTool.run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }
}
