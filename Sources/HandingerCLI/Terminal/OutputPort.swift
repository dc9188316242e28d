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

// Inside `OutputPort`, `write` refers to its method.
private let systemWrite: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = write

/// Unbuffered access to standard output or standard error.
struct OutputPort: Sendable {
    /// The reason why a write failed.
    enum Failure: Error {
        /// The reader has closed the pipe, as `head` does.
        case readerGone
        case system(reason: String)
    }

    let descriptor: Int32
    /// Whether the descriptor is a terminal.
    let isTerminal: Bool
    let palette: Palette

    static let standardOutput = OutputPort(STDOUT_FILENO)
    static let standardError = OutputPort(STDERR_FILENO)
    /// Standard output without colors, for fast paths that must not read the environment.
    static let plainOutput = OutputPort(STDOUT_FILENO, environment: [:])

    init(_ descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        palette = Palette(isTerminal: isTerminal, environment: environment)
    }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
                continue
            }
            switch errno {
            case EINTR: continue
            // The parent process may have made the descriptor non-blocking.
            case EAGAIN: waitUntilWritable()
            case EPIPE: throw .readerGone
            case let code: throw .system(reason: String(cString: strerror(code)))
            }
        }
    }

    /// Writes a text in UTF-8.
    func write(_ text: String) throws(Failure) {
        try write(Array(text.utf8))
    }

    /// Writes an informational line and ignores errors, because there is no other place to report them.
    func note(_ line: String) {
        try? write(line + "\n")
    }

    /// Writes a warning.
    func warn(_ message: String) {
        note("\(palette.yellow("warning:")) \(message.terminalSafeLine)")
    }

    private func waitUntilWritable() {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
    }
}

/// The text styles of a port, which are empty without color support.
struct Palette: Sendable {
    let isColored: Bool

    static let plain = Palette(isColored: false)

    init(isColored: Bool) {
        self.isColored = isColored
    }

    /// Decides by `FORCE_COLOR`, then `NO_COLOR` (https://no-color.org), then the terminal's capabilities.
    init(isTerminal: Bool, environment: [String: String]) {
        if let forced = environment["FORCE_COLOR"], !forced.isEmpty {
            isColored = forced != "0" && forced != "false"
        } else if environment["NO_COLOR"]?.isEmpty == false {
            isColored = false
        } else {
            isColored = isTerminal && environment["TERM"] != "dumb"
        }
    }

    func bold(_ text: String) -> String { paint(text, "1") }
    func dim(_ text: String) -> String { paint(text, "2") }
    /// Works without colors too, because a selection must be visible.
    func inverse(_ text: String) -> String { "\u{1B}[7m\(text)\u{1B}[0m" }
    func red(_ text: String) -> String { paint(text, "31") }
    func green(_ text: String) -> String { paint(text, "32") }
    func yellow(_ text: String) -> String { paint(text, "33") }
    func blue(_ text: String) -> String { paint(text, "34") }
    func cyan(_ text: String) -> String { paint(text, "36") }

    /// Select Graphic Rendition (ECMA-48, section 8.3.117).
    private func paint(_ text: String, _ parameters: String) -> String {
        isColored && !text.isEmpty ? "\u{1B}[\(parameters)m\(text)\u{1B}[0m" : text
    }
}
