import ArgumentParser

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
