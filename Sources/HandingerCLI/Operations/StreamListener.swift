import APIRuntime
import Synchronization

/// The end conditions of a stream, and the command that resumes it.
struct StreamListening: Sendable {
    /// The command line that resumes the stream.
    struct ResumeTarget: Sendable {
        let command: String
        let flag: String
        /// The value of the flag; nil if it comes from the events.
        let id: String?
    }

    let maxItems: Int?
    let stopCondition: StopCondition?
    /// Makes the request for the current state of the streamed resource from its id; nil if the API has none.
    let currentState: @Sendable (String) -> EndpointRequest?
    let resumeTarget: ResumeTarget?
}

/// Prints the events of a stream as they arrive, with a status line on terminals.
final class StreamListener: Sendable {
    private let api: APIClient
    private let printer: ValuePrinter
    private let listening: StreamListening
    /// The status line; nil if the terminal does not support it.
    private let statusLine: StatusLine?
    private let progress = Mutex(StreamProgress(start: .now))

    init(api: APIClient, printer: ValuePrinter, listening: StreamListening, statusLine: StatusLine?) {
        self.api = api
        self.printer = printer
        self.listening = listening
        self.statusLine = statusLine
    }

    /// Prints the items of a stream until it ends or an end condition is met.
    ///
    /// - Parameters:
    ///   - items: The stream.
    ///   - tree: Converts an item to a JSON value.
    ///   - print: Prints an item; returns false if there was nothing to print.
    /// - Throws: The error of the stream, or ``CommandFailure`` if the stream ends before its stop condition or the path of
    ///   `--transform` has no match in any event.
    func listen<Items: AsyncSequence>(
        to items: Items,
        as tree: (Items.Element) throws -> JSONTree,
        print: (Items.Element, JSONTree) throws -> Bool
    ) async throws {
        let ticker = statusLine.map { line in
            Task {
                // The elapsed time changes even without events.
                while !Task.isCancelled {
                    line.show(progress.withLock { $0.text(at: .now) })
                    try await Task.sleep(for: .milliseconds(250))
                }
            }
        }
        defer {
            ticker?.cancel()
            statusLine?.end()
        }
        var isReached = false
        do {
            for try await item in items {
                let tree = try tree(item)
                let isPrinted = try whileHidden { try print(item, tree) }
                let count = progress.withLock { $0.take(tree, isPrinted: isPrinted) }
                statusLine?.show(progress.withLock { $0.text(at: .now) })
                isReached = try await isStopConditionMet(by: tree)
                if isReached || count == listening.maxItems { break }
            }
        } catch is CancellationError {
            statusLine?.end()
            printInterruption()
            throw CancellationError()
        }
        let result = progress.withLock(\.self)
        if result.count > 0, result.printed == 0, !printer.style.allowsMissing {
            throw CommandFailure.noMatch("any of the \(result.count) events")
        }
        if let stopCondition = listening.stopCondition, !isReached {
            throw stopCondition.failure(after: result.count)
        }
    }

    /// Whether the resource has the wanted status now. A stream begins with the events of the past, so the event is
    /// compared with the current state.
    private func isStopConditionMet(by event: JSONTree) async throws -> Bool {
        guard let stopCondition = listening.stopCondition, stopCondition.isReached(by: event) else { return false }
        guard let id = listening.resumeTarget?.id ?? progress.withLock(\.id), let request = listening.currentState(id)
        else {
            return true
        }
        let response = try await api.response(to: CommandInvocation.bytes(of: request))
        return stopCondition.isReached(by: try JSONTree(parsing: Array(response.value)))
    }

    private func whileHidden(_ print: () throws -> Bool) throws -> Bool {
        guard let statusLine else { return try print() }
        return try statusLine.whileHidden(print)
    }

    private func printInterruption() {
        let result = progress.withLock(\.self)
        let port = OutputPort.standardError
        port.note("Stopped listening after \(result.count) events. What the server does goes on.")
        if let target = listening.resumeTarget, let id = target.id ?? result.id {
            port.note(
                "To look again: \(target.command) --\(target.flag) \(CurlCommand.quoted(id).terminalSafeLine)"
            )
        }
    }
}

/// The progress of a stream.
struct StreamProgress: Sendable {
    let start: ContinuousClock.Instant
    private(set) var count = 0
    private(set) var printed = 0
    /// The id of the streamed resource.
    private(set) var id: String?
    private var status: String?
    private var textLength = 0

    init(start: ContinuousClock.Instant) {
        self.start = start
    }

    /// Adds an event.
    ///
    /// - Returns: The number of events so far.
    mutating func take(_ event: JSONTree, isPrinted: Bool) -> Int {
        count += 1
        if isPrinted { printed += 1 }
        let data = event["data"] ?? event
        if case .string(let status, _)? = data["status"] {
            self.status = status
            if case .string(let id, _)? = data["id"] { self.id = id }
            if case .string(let text, _)? = data["output_text"] { textLength = text.count }
        }
        return count
    }

    /// The text of the status line, such as `⠹ running · 12 events · 340 characters · 8 s`.
    func text(at now: ContinuousClock.Instant) -> String {
        let elapsed = now - start
        let frames = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
        let frame = frames[Int(elapsed / .milliseconds(250)) % frames.count]
        var parts = [status ?? "waiting", "\(count) \(count == 1 ? "event" : "events")"]
        if textLength > 0 { parts.append("\(textLength) characters") }
        parts.append("\(elapsed.components.seconds) s")
        return "\(frame) " + parts.joined(separator: " · ")
    }
}

/// The status that ends a stream: `--until completed`.
struct StopCondition: Sendable {
    static let help = "Stream until the status is this one; old events do not count."

    private let status: String
    private let property: String
    private let values: [String]

    /// - Parameters:
    ///   - status: The value of the flag; nil without a condition.
    ///   - property: The name of the status property in the events.
    ///   - values: The known values.
    init?(_ status: String?, of property: String, among values: [String]) {
        guard let status else { return nil }
        self.status = status
        self.property = property
        self.values = values
    }

    /// Rejects an unknown status, which would never be reached.
    ///
    /// - Throws: ``CommandFailure`` for an unknown status.
    func check() throws {
        try CommandInput.check(status, isAmong: values, flag: "until")
    }

    func isReached(by event: JSONTree) -> Bool {
        (event["data"] ?? event)[property] == .string(status)
    }

    /// The error of a stream that ends before the status was reached.
    func failure(after count: Int) -> CommandFailure {
        CommandFailure(
            .failure,
            "The stream ended after \(count) \(count == 1 ? "event" : "events") before \(property) was \"\(status)\""
        )
    }
}

/// The command that resumes the stream of another command.
struct ResumeCommand: Sendable {
    /// The name, in the same group.
    let command: String
    /// The parameter with the id of the resource, and its flag.
    let parameter: String
    let flag: String
}
