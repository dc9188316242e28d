#if CommandLine
import APIRuntime
import ArgumentParser
import Foundation

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
        let standardInput = StandardInput()
        let session = try global.session(standardInput: standardInput)
        let reader = InputReader(
            parameters: Self.parameters,
            command: CommandTree.root.spelling(of: Self.self),
            standardInput: standardInput
        )
        let input = try reader.read(flags: values, positional: lastPathParameter)
        let invocation = try invocation(input)
        let context = InvocationContext(
            api: session.api,
            printer: ValuePrinter(
                port: .standardOutput,
                style: try global.output.answers().available(on: .standardError)
            ),
            maxItems: stream.maxItems,
            output: download.output
        )
        if let capture = session.capture { return try await show(invocation, context, capture) }
        // From here on the network is what takes time: a signal is to end it in good order.
        try await Signals.cancelling {
            do {
                try await invocation.run(context)
            } catch let error as APIError {
                throw FailedCall(error: error, body: session.failures.bytes)
            }
        }
    }

    /// Shows the request instead of sending it.
    private func show(
        _ invocation: CommandInvocation,
        _ context: InvocationContext,
        _ capture: RequestCapture
    ) async throws {
        do {
            try await invocation.rehearse(context)
        } catch is CancellationError {
            guard let request = capture.captured, let form = global.rehearsal.form else { throw CancellationError() }
            try RequestPrinter(port: .standardOutput).print(request, as: form)
        }
    }
}
#endif
