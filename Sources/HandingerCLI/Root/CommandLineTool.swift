#if CommandLine
import ArgumentParser

/// A run of the tool, from its arguments to its exit status.
enum CommandLineTool {
    static func run(_ arguments: [String]) async -> ExitStatus {
        var errors = OutputStyle()
        do {
            var command = try HandingerCommand.parseAsRoot(CommandTree.root.normalized(arguments))
            if let operation = command as? any OperationCommand { errors = try operation.global.output.errors() }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .success
        } catch {
            return ErrorReport(error, style: errors).print()
        }
    }
}
#endif
