import APIRuntime
import ArgumentParser

/// A command for one operation of the API. The generator writes the flags of each command; this protocol implements the
/// rest.
protocol OperationCommand: AsyncParsableCommand {
    /// The names of the groups and the command, outermost first.
    static var path: [String] { get }
    static var parameters: [CommandParameter] { get }
    /// The document's examples, as JSON objects of values by their names in the request.
    static var examples: [String] { get }
    /// The command that resumes the stream of this one.
    static var resumeCommand: ResumeCommand? { get }
    /// The request for the current state of the streamed resource.
    ///
    /// - Parameter id: The id of the resource.
    static func currentState(of id: String) -> EndpointRequest?

    var global: GlobalOptions { get }
    var stream: StreamOptions { get }
    var download: DownloadOptions { get }
    var confirmation: ConfirmationOptions { get }
    /// The status that ends a stream.
    var stopCondition: StopCondition? { get }
    /// The values of the flags in the order of the parameters.
    var values: [String?] { get }
    /// The positional arguments: `-` for a map on standard input, and an alternative to the flag of the last path
    /// parameter.
    var arguments: [String] { get }

    /// Creates the call from the input.
    func invocation(_ input: CommandInput) throws -> CommandInvocation
}

extension OperationCommand {
    static var examples: [String] { [] }
    static var resumeCommand: ResumeCommand? { nil }
    static func currentState(of id: String) -> EndpointRequest? { nil }
    var stream: StreamOptions { .none }
    var download: DownloadOptions { .none }
    var confirmation: ConfirmationOptions { .none }
    var stopCondition: StopCondition? { nil }

    func run() async throws {
        let standardInput = StandardInput()
        let session = try global.session(standardInput: standardInput)
        let reader = InputReader(
            parameters: Self.parameters,
            command: CommandTree.spelling(["handinger"] + Self.path),
            standardInput: standardInput
        )
        var input = try reader.read(flags: values, arguments: arguments)
        input.flagNeedingStream = stopCondition.map { _ in "--until" } ?? stream.maxItems.map { _ in "--max-items" }
        try stopCondition?.check()
        let invocation = try invocation(input)
        if invocation.isDownload { try global.output.checkUnused() }
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
            // Output of --debug would interleave with the status line.
            statusLine: global.connection.debug ? nil : StatusLine(on: .standardError),
            download: download.settings
        )
        if let capture = session.capture { return try await show(invocation, context, capture) }
        // The network may take long from here on, so signals cancel the call cleanly.
        try await Signals.cancelling {
            do {
                try await invocation.run(context)
            } catch let error as APIError {
                throw FailedCall(error: error, body: session.lastResponse.failedBody)
            } catch let failure as TransportError {
                // A streamed body throws the error of the transport.
                throw FailedCall(error: APIError(breakingOff: failure), body: nil)
            }
        }
        if let viewer, let tree = viewing?.tree { try await viewer.show(tree) }
    }

    private func listening(_ input: CommandInput) -> StreamListening {
        let target = Self.resumeCommand.map { resume in
            StreamListening.ResumeTarget(
                command: CommandTree.spelling(["handinger"] + Self.path.dropLast() + [resume.command]),
                flag: resume.flag,
                id: input.text(of: resume.parameter)
            )
        }
        return StreamListening(
            maxItems: stream.maxItems,
            stopCondition: stopCondition,
            currentState: Self.currentState,
            resumeTarget: target
        )
    }

    /// Shows the next runs if a parameter is a union with shortcut flags, such as `when`.
    private func preview(_ input: CommandInput, isConfirmed: Bool) throws {
        let names = Set(Self.parameters.filter { $0.member != nil }.map(\.name))
        for parameter in Self.parameters where parameter.member == nil && names.contains(parameter.name) {
            guard let value = input.value(for: parameter) else { continue }
            try SchedulePreview(notes: .standardError, isConfirmed: isConfirmed).show(value)
        }
    }

    /// Prints the request instead of sending it.
    private func show(
        _ invocation: CommandInvocation,
        _ context: InvocationContext,
        _ capture: RequestCapture
    ) async throws {
        do {
            try await invocation.dryRun(context)
        } catch is CancellationError {
            guard let request = capture.captured, let form = global.dryRun.form else { throw CancellationError() }
            try RequestPrinter(port: .standardOutput).print(request, as: form)
        }
    }
}
