#if CommandLine
import ArgumentParser

/// A run of the tool, from its arguments to its exit status.
enum CommandLineTool {
    static func run(_ arguments: [String]) async -> ExitStatus {
        var errorFormat = OutputFormat.auto
        do {
            var command = try HandingerCommand.parseAsRoot(CommandTree.root.normalized(arguments))
            if let operation = command as? any OperationCommand { errorFormat = operation.global.formatError }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .success
        } catch {
            return ErrorReport(error, format: errorFormat).print()
        }
    }
}
#endif
