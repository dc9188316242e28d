import APIRuntime
import ArgumentParser

/// A command that is one operation of the API. The generator writes one for each, with its flags; what happens then is
/// the same for all.
protocol OperationCommand: AsyncParsableCommand {
    /// The names that lead to the command, from the outside in.
    static var path: [String] { get }
    static var parameters: [CommandParameter] { get }
    /// The document's examples: JSON objects of values by their names in the request.
    static var examples: [String] { get }
    /// The command that listens on to what this one streams.
    static var follower: StreamFollower? { get }

    var global: GlobalOptions { get }
    var stream: StreamOptions { get }
    var download: DownloadOptions { get }
    var confirmation: ConfirmationOptions { get }
    /// The status that ends a stream.
    var goal: StreamGoal? { get }
    /// The flags' values, in the order of the parameters.
    var values: [String?] { get }
    /// The positional argument, which stands for the last path parameter.
    var lastPathParameter: String? { get }

    /// The call.
    func invocation(_ input: CommandInput) throws -> CommandInvocation
}

extension OperationCommand {
    static var examples: [String] { [] }
    static var follower: StreamFollower? { nil }
    var stream: StreamOptions { .none }
    var download: DownloadOptions { .none }
    var confirmation: ConfirmationOptions { .none }
    var goal: StreamGoal? { nil }
    var lastPathParameter: String? { nil }

    func run() async throws {
        let standardInput = StandardInput()
        let session = try global.session(standardInput: standardInput)
        let reader = InputReader(
            parameters: Self.parameters,
            command: CommandTree.spelling(["handinger"] + Self.path),
            standardInput: standardInput
        )
        let input = try reader.read(flags: values, positional: lastPathParameter)
        try goal?.check()
        let invocation = try invocation(input)
        try preview(input, isConfirmed: confirmation.yes || session.capture != nil)
        let viewer = global.output.format == .explore ? Explorer(on: .standardOutput) : nil
        let viewing = viewer.map { _ in ViewerRequest() }
        var style = try global.output.answers()
        if invocation.isStream {
            style = style.withoutViewer("the events of a stream are not shown in a viewer")
        } else if viewer == nil {
            style = style.withoutViewer("there is no terminal for the viewer")
        }
        let printer = ValuePrinter(port: .standardOutput, style: style, viewing: viewing)
        let context = InvocationContext(
            api: session.api,
            printer: printer,
            listening: listening(input),
            // What --debug says would run into the line.
            statusLine: global.connection.debug ? nil : StatusLine(on: .standardError),
            download: download.settings
        )
        if let capture = session.capture { return try await show(invocation, context, capture) }
        // From here on the network is what takes time: a signal is to end it in good order.
        try await Signals.cancelling {
            do {
                try await invocation.run(context)
            } catch let error as APIError {
                throw FailedCall(error: error, body: session.lastResponse.failedBody)
            } catch let failure as TransportError {
                // A body that is read piece by piece breaks off with the transport's own error.
                throw FailedCall(error: APIError(breakingOff: failure), body: nil)
            }
        }
        if let viewer, let tree = viewing?.tree { try await viewer.show(tree) }
    }

    private func listening(_ input: CommandInput) -> StreamListening {
        let follower = Self.follower.map { follower in
            StreamListening.Follower(
                command: CommandTree.spelling(["handinger"] + Self.path.dropLast() + [follower.command]),
                flag: follower.flag,
                id: input.text(of: follower.parameter)
            )
        }
        return StreamListening(maxItems: stream.maxItems, goal: goal, follower: follower)
    }

    /// Shows when that will run which one of the members of a union says the time of.
    private func preview(_ input: CommandInput, isConfirmed: Bool) throws {
        let names = Set(Self.parameters.filter { $0.member != nil }.map(\.name))
        for parameter in Self.parameters where parameter.member == nil && names.contains(parameter.name) {
            guard let value = input.value(for: parameter) else { continue }
            try SchedulePreview(notes: .standardError, isConfirmed: isConfirmed).show(value)
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
