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

/// The raw mode and alternate screen of a terminal.
struct TerminalMode {
    private let input: FileDescriptor
    private let output: OutputPort
    private let before: termios
    private var isEntered = false

    /// Enters the mode.
    ///
    /// - Throws: ``CommandFailure`` if the terminal does not support it.
    init(input: FileDescriptor, output: OutputPort) throws {
        var settings = termios()
        guard tcgetattr(input.number, &settings) == 0 else {
            throw CommandFailure(.failure, "The terminal cannot be set: \(String(cString: strerror(errno)))")
        }
        self.input = input
        self.output = output
        before = settings
        try enter()
    }

    mutating func enter() throws {
        guard !isEntered else { return }
        var settings = before
        cfmakeraw(&settings)
        // Raw mode affects input only; output processing stays on.
        settings.c_oflag = before.c_oflag
        guard tcsetattr(input.number, TCSAFLUSH, &settings) == 0 else {
            throw CommandFailure(.failure, "The terminal cannot be set: \(String(cString: strerror(errno)))")
        }
        isEntered = true
        // Switch to the alternate screen and hide the cursor.
        try output.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    }

    /// Restores the terminal.
    mutating func restore() {
        guard isEntered else { return }
        isEntered = false
        try? output.write("\u{1B}[?25h\u{1B}[?1049l")
        var settings = before
        tcsetattr(input.number, TCSAFLUSH, &settings)
    }
}
