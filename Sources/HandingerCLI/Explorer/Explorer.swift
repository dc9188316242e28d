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

/// The interactive full-screen viewer of a JSON value.
struct Explorer {
    private let port: OutputPort
    /// The terminal from which keys are read.
    private let input: FileDescriptor

    /// Creates a viewer; nil if there is no terminal for output or input.
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

    /// Shows a value until the user quits.
    ///
    /// The terminal is restored in every case: on a key, a signal or an error.
    ///
    /// - Throws: ``Interruption`` for Ctrl-C and signals.
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
                case .proceed: break
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

    /// Redraws the screen with a single write, which prevents flicker.
    private func draw(_ lines: [String]) throws {
        let home = "\u{1B}[H"
        let clearRight = "\u{1B}[K"
        try port.write(home + lines.joined(separator: clearRight + "\r\n") + clearRight)
    }
}
