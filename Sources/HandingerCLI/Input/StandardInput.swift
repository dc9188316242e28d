#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// The standard input of the command, which can be read once.
final class StandardInput {
    private var isTaken = false

    /// Whether standard input is a pipe, file or socket, not a terminal or `/dev/null`.
    var isPiped: Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        return [S_IFIFO, S_IFREG, S_IFSOCK].contains(status.st_mode & S_IFMT)
    }

    /// Reads all bytes.
    ///
    /// - Throws: ``CommandFailure`` if it was read before or cannot be read.
    func take() throws -> [UInt8] {
        guard !isTaken else { throw CommandFailure.usage("Standard input can be used only once, and was: see @-") }
        isTaken = true
        announceWait()
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes += buffer[..<count]
            } else if count == 0 {
                return bytes
            } else if errno != EINTR {
                throw CommandFailure(.failure, "Standard input cannot be read: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Reads piped bytes; nil if `@-` has read them or nothing is piped.
    func takeIfPiped() throws -> [UInt8]? {
        guard !isTaken, isPiped else { return nil }
        return try take()
    }

    /// Prints a hint after two seconds without input, because an unclosed pipe looks like a hang.
    private func announceWait() {
        var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 2_000) == 0 else { return }
        OutputPort.standardError.note(
            "Waiting for standard input to end. Give </dev/null if there is nothing to read."
        )
    }
}
