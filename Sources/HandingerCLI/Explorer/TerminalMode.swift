import APIRuntime

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

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
