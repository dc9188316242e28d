#if CommandLine
import ArgumentParser
import Foundation
import Handinger

/// A command that is one operation of the API. The generator writes one for each, with its flags; what happens then is
/// the same for all.
protocol OperationCommand: AsyncParsableCommand {
    static var parameters: [CommandParameter] { get }

    var global: GlobalOptions { get }
    var stream: StreamOptions { get }
    var download: DownloadOptions { get }
    /// The flags' values, in the order of the parameters.
    var values: [String?] { get }
    /// The positional argument, which stands for the last path parameter.
    var lastPathParameter: String? { get }

    /// The call.
    func invocation(_ input: CommandInput) throws -> CommandInvocation
}

extension OperationCommand {
    var stream: StreamOptions { .none }
    var download: DownloadOptions { .none }
    var lastPathParameter: String? { nil }

    func run() async throws {
        let output = OutputPort.standardOutput
        let client = try global.client()
        let reader = InputReader(
            parameters: Self.parameters,
            command: CommandTree.root.spelling(of: Self.self),
            standardInput: StandardInput()
        )
        let input = try reader.read(flags: values, positional: lastPathParameter)
        let invocation = try invocation(input)
        let context = InvocationContext(
            api: client.api,
            printer: ValuePrinter(
                port: output,
                format: global.format.available(on: .standardError),
                rawStrings: global.rawOutput
            ),
            maxItems: stream.maxItems,
            output: download.output
        )
        // From here on the network is what takes time: a signal is to end it in good order.
        try await Signals.cancelling { try await invocation.run(context) }
    }
}
#endif
