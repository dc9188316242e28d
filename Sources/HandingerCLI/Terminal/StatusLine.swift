import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The last line of a terminal, which is written again and again while something goes on above it.
final class StatusLine: Sendable {
    private struct State {
        var text = ""
        var isShown = false
        var hasEnded = false
    }

    private let port: OutputPort
    private let state = Mutex(State())

    /// nil where there is no terminal that could take a line back.
    init?(on port: OutputPort, environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard port.isTerminal, environment["TERM"] != "dumb" else { return nil }
        self.port = port
    }

    /// Shows another text.
    func show(_ text: String) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.text = text
            draw(&state)
        }
    }

    /// Does something that writes to the terminal, with the line out of its way.
    func standingAside<Result>(_ body: () throws -> Result) rethrows -> Result {
        try state.withLock { state in
            clear(&state)
            defer { if !state.hasEnded, !state.text.isEmpty { draw(&state) } }
            return try body()
        }
    }

    /// Takes the line away for good.
    func end() {
        state.withLock { state in
            clear(&state)
            state.hasEnded = true
        }
    }

    private func draw(_ state: inout State) {
        // A line that is longer than the terminal is wide could not be taken back.
        let width = TerminalSize(of: port.descriptor).columns - 1
        try? port.write(Self.clearing + port.palette.dim(String(state.text.terminalSafeLine.prefix(max(0, width)))))
        state.isShown = true
    }

    private func clear(_ state: inout State) {
        if state.isShown { try? port.write(Self.clearing) }
        state.isShown = false
    }

    /// To the first column, then Erase in Line (ECMA-48, section 8.3.41).
    private static let clearing = "\r\u{1B}[2K"
}
