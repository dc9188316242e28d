import APIRuntime

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

/// The interactive viewer: a value as a tree on the whole of the terminal.
struct Explorer {
    private let port: OutputPort
    /// The terminal that the keys come from.
    private let input: FileDescriptor

    /// nil where there is no terminal to draw on or no keys to read.
    init?(on port: OutputPort, environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard port.isTerminal, environment["TERM"] != "dumb" else { return nil }
        if isatty(STDIN_FILENO) == 1 {
            input = .standardInput
        } else if let terminal = try? FileDescriptor(opening: "/dev/tty", flags: O_RDWR) {
            input = terminal
        } else {
            return nil
        }
        self.port = port
    }

    /// Shows the value until the person has seen enough.
    ///
    /// However it ends, by a key, a signal or an error, the terminal is then as it was before.
    ///
    /// - Throws: ``Interruption`` for Ctrl-C and for signals.
    func show(_ tree: JSONTree) async throws {
        let events = try await ExplorerEvents(input: input)
        defer { events.stop() }
        let screen = ExplorerScreen(palette: port.palette)
        var state = ExplorerState(tree, size: TerminalSize(of: port.descriptor))
        var mode = try TerminalMode(input: input, output: port)
        defer { mode.restore() }
        try draw(screen.lines(of: state))
        while let event = events.next() {
            switch event {
            case .resize, .resume:
                if event == .resume { try mode.enter() }
                state.resize(TerminalSize(of: port.descriptor))
            case .signal(let number):
                throw Interruption(signal: number)
            case .key(let key):
                switch state.press(key) {
                case .goOn: break
                case .quit: return
                case .interrupt: throw Interruption(signal: SIGINT)
                case .suspend:
                    mode.restore()
                    kill(getpid(), SIGSTOP)
                }
            }
            try draw(screen.lines(of: state))
        }
    }

    /// Writes the screen anew, in one piece so that nothing flickers.
    private func draw(_ lines: [String]) throws {
        let home = "\u{1B}[H"
        let clearRight = "\u{1B}[K"
        try port.write(home + lines.joined(separator: clearRight + "\r\n") + clearRight)
    }
}
