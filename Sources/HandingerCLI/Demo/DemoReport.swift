import APIRuntime
import Synchronization

/// The output of the demo and the counts of its requests and checks.
final class DemoReport: Sendable {
    private struct State {
        var checks = 0
        var failures = 0
        var requests = 0
        var sentAt: ContinuousClock.Instant?
    }

    private let port: OutputPort
    private let state = Mutex(State())

    init(port: OutputPort) {
        self.port = port
    }

    var palette: Palette { port.palette }
    var checkCount: Int { state.withLock(\.checks) }
    var failureCount: Int { state.withLock(\.failures) }
    var requestCount: Int { state.withLock(\.requests) }
    var isClean: Bool { failureCount == 0 && checkCount > 0 }

    /// Prints the Swift source of the next call.
    func call(_ source: String) throws {
        try port.write("\n\(palette.bold("▸ " + source))\n")
    }

    /// Prints a line about the response.
    func say(_ line: String) throws {
        try port.write("  \(line)\n")
    }

    /// Counts a check and reports a failure.
    func expect(_ isRight: Bool, _ what: @autoclosure () -> String) throws {
        state.withLock { state in
            state.checks += 1
            if !isRight { state.failures += 1 }
        }
        if !isRight { try say(palette.red("✗ wrong: \(what())".terminalSafeLine)) }
    }

    /// Prints the summary.
    func finish(after duration: Duration) throws {
        let seconds = NumberText.fixed(duration / .seconds(1), digits: 1)
        let summary = "\(requestCount) requests, \(checkCount) checks, \(seconds) s"
        let line =
            isClean
            ? palette.green("✓ Every answer was right") : palette.red("✗ \(failureCount) answers were wrong")
        try port.write("\n\(line): \(summary)\n")
    }
}

extension DemoReport: ExchangeObserver {
    func willSend(_ request: HTTPRequest, body: HTTPBody?) async {
        state.withLock { state in
            state.requests += 1
            state.sentAt = .now
        }
    }

    func didReceive(_ response: HTTPResponse, to request: HTTPRequest) async {
        let sentAt = state.withLock(\.sentAt) ?? .now
        let milliseconds = Int((ContinuousClock.now - sentAt) / .milliseconds(1))
        let line = "\(request.method.rawValue) \(request.path ?? "/") → \(response.status.phrase), \(milliseconds) ms"
        port.note("  " + palette.dim(line.terminalSafeLine))
    }

    func didReceive(_ chunk: [UInt8]) async {}

    func didFail(_ request: HTTPRequest, error: any Error) async {
        port.note(
            "  " + palette.red("\(request.method.rawValue) \(request.path ?? "/") failed: \(error)".terminalSafeLine)
        )
    }
}
