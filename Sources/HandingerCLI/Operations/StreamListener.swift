import APIRuntime
import Synchronization

/// How long to listen to a stream.
struct StreamListening: Sendable {
    /// How to go on listening later.
    struct Follower: Sendable {
        let command: String
        let flag: String
        /// What to give to the flag; nil if only the events tell.
        let id: String?
    }

    let maxItems: Int?
    let goal: StreamGoal?
    let follower: Follower?
}

/// Prints the events of a stream as they come. At a terminal the last line says how things stand.
final class StreamListener: Sendable {
    private let printer: ValuePrinter
    private let listening: StreamListening
    /// nil where no line can be rewritten.
    private let statusLine: StatusLine?
    private let progress = Mutex(StreamProgress(start: .now))

    init(printer: ValuePrinter, listening: StreamListening, statusLine: StatusLine?) {
        self.printer = printer
        self.listening = listening
        self.statusLine = statusLine
    }

    /// - Throws: What the stream throws; ``CommandFailure`` if it ends before its goal, or if the path of `--transform`
    ///   leads to nothing in any event.
    ///
    /// - Parameters:
    ///   - items: What comes one after another.
    ///   - tree: An item as a value.
    ///   - print: Prints an item and tells whether there was something to print.
    func listen<Items: AsyncSequence>(
        to items: Items,
        as tree: (Items.Element) throws -> JSONTree,
        print: (Items.Element, JSONTree) throws -> Bool
    ) async throws {
        let ticker = statusLine.map { line in
            Task {
                // Time goes by also where nothing comes.
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
                let isPrinted = try standingAside { try print(item, tree) }
                let count = progress.withLock { $0.take(tree, isPrinted: isPrinted) }
                statusLine?.show(progress.withLock { $0.text(at: .now) })
                isReached = listening.goal?.isReached(by: tree) ?? false
                if isReached || count == listening.maxItems { break }
            }
        } catch is CancellationError {
            statusLine?.end()
            sayGoodbye()
            throw CancellationError()
        }
        let result = progress.withLock(\.self)
        if result.count > 0, result.printed == 0, !printer.style.allowsMissing {
            throw CommandFailure.nothingThere("any of the \(result.count) events")
        }
        if let goal = listening.goal, !isReached, result.count != listening.maxItems { throw goal.missed }
    }

    private func standingAside(_ print: () throws -> Bool) throws -> Bool {
        guard let statusLine else { return try print() }
        return try statusLine.standingAside(print)
    }

    private func sayGoodbye() {
        let result = progress.withLock(\.self)
        let port = OutputPort.standardError
        port.note("Stopped listening after \(result.count) events. What the server does goes on.")
        if let follower = listening.follower, let id = follower.id ?? result.id {
            port.note(
                "To look again: \(follower.command) --\(follower.flag) \(CurlCommand.quoted(id).terminalSafeLine)"
            )
        }
    }
}

/// What is known of a stream so far.
struct StreamProgress: Sendable {
    let start: ContinuousClock.Instant
    private(set) var count = 0
    private(set) var printed = 0
    /// Of what the stream is about.
    private(set) var id: String?
    private var status: String?
    private var textLength = 0

    init(start: ContinuousClock.Instant) {
        self.start = start
    }

    /// - Returns: How many events have come.
    mutating func take(_ event: JSONTree, isPrinted: Bool) -> Int {
        count += 1
        if isPrinted { printed += 1 }
        let data = event["data"] ?? event
        if case .string(let status)? = data["status"] {
            self.status = status
            if case .string(let id)? = data["id"] { self.id = id }
            if case .string(let text)? = data["output_text"] { textLength = text.count }
        }
        return count
    }

    /// `⠹ running · 12 events · 340 characters · 8 s`.
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
