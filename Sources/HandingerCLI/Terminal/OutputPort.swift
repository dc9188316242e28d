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

// Inside `OutputPort` the name is that of its method.
private let systemWrite: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = write

/// Standard output or standard error, written without a buffer: what was written is out.
struct OutputPort: Sendable {
    /// Why something could not be written.
    enum Failure: Error {
        /// The reader has gone, as `head` does when it has seen enough.
        case readerGone
        case system(reason: String)
    }

    let descriptor: Int32
    /// Whether a person looks at it, or at least a terminal that obeys control characters.
    let isTerminal: Bool
    let palette: Palette

    static let standardOutput = OutputPort(STDOUT_FILENO)
    static let standardError = OutputPort(STDERR_FILENO)
    /// Standard output without colors, whose use does not read the environment.
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
            // Whoever started this program made the port non-blocking.
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

    /// Writes a line that nobody needs to get: where it cannot be written there is no one to tell.
    func note(_ line: String) {
        try? write(line + "\n")
    }

    /// Says what is not wrong enough to end for.
    func warn(_ message: String) {
        note("\(palette.yellow("warning:")) \(message.terminalSafeLine)")
    }

    private func waitUntilWritable() {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
    }
}
