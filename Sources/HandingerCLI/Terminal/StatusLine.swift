import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A status line that is redrawn below other output of a terminal.
final class StatusLine: Sendable {
    private struct State {
        var text = ""
        var isShown = false
        var hasEnded = false
    }

    private let port: OutputPort
    private let state = Mutex(State())

    /// Creates a status line; nil if the terminal cannot erase a line.
    init?(on port: OutputPort, environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard port.isTerminal, environment["TERM"] != "dumb" else { return nil }
        self.port = port
    }

    /// Replaces the text.
    func show(_ text: String) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.text = text
            draw(&state)
        }
    }

    /// Hides the line while a closure writes to the terminal.
    func whileHidden<Result>(_ body: () throws -> Result) rethrows -> Result {
        try state.withLock { state in
            clear(&state)
            defer { if !state.hasEnded, !state.text.isEmpty { draw(&state) } }
            return try body()
        }
    }

    /// Removes the line permanently.
    func end() {
        state.withLock { state in
            clear(&state)
            state.hasEnded = true
        }
    }

    private func draw(_ state: inout State) {
        // A line that wraps could not be erased.
        let width = TerminalSize(of: port.descriptor).columns - 1
        try? port.write(Self.clearing + port.palette.dim(state.text.terminalSafeLine.fitting(width)))
        state.isShown = true
    }

    private func clear(_ state: inout State) {
        if state.isShown { try? port.write(Self.clearing) }
        state.isShown = false
    }

    /// Carriage return, then Erase in Line (ECMA-48, section 8.3.41).
    private static let clearing = "\r\u{1B}[2K"
}

/// The size of a terminal in characters.
struct TerminalSize: Equatable, Sendable {
    var columns: Int
    var rows: Int

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// The size of a terminal; 80 × 24 if it is unknown.
    init(of descriptor: Int32) {
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 && size.ws_row > 0
        columns = isKnown ? Int(size.ws_col) : 80
        rows = isKnown ? Int(size.ws_row) : 24
    }
}
