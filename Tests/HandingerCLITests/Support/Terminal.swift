import Foundation

/// A pseudo-terminal for the tested program.
struct Terminal {
    /// The program's end.
    let program: FileHandle
    private let screen: FileHandle

    init(columns: UInt16 = 80, rows: UInt16 = 24) throws {
        var (screen, program): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&screen, &program, nil, nil, &size) == 0 else {
            throw ToolFailure("no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        self.screen = FileHandle(fileDescriptor: screen, closeOnDealloc: true)
        self.program = FileHandle(fileDescriptor: program, closeOnDealloc: true)
    }

    /// Changes the size; the program needs a signal to notice it.
    func resize(columns: UInt16, rows: UInt16) throws {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(screen.fileDescriptor, UInt(TIOCSWINSZ), &size) == 0 else { throw ToolFailure("no other size") }
    }

    /// The flags of the terminal's mode.
    func settings() throws -> [UInt32] {
        var settings = termios()
        guard tcgetattr(screen.fileDescriptor, &settings) == 0 else { throw ToolFailure("no settings") }
        return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag].map { UInt32($0) }
    }

    /// Waits for a text and returns all output up to it.
    func waitUntilShown(_ text: String) async throws -> String {
        let descriptor = screen.fileDescriptor
        return try await withCheckedThrowingContinuation { continuation in
            // Use a separate thread: a blocked pool thread could stall the server in this process.
            Thread.detachNewThread {
                var bytes: [UInt8] = []
                while !String(decoding: bytes, as: UTF8.self).contains(text) {
                    var buffer = [UInt8](repeating: 0, count: 4_096)
                    let count = read(descriptor, &buffer, buffer.count)
                    guard count > 0 else {
                        let shown = String(decoding: bytes, as: UTF8.self).debugDescription
                        return continuation.resume(throwing: ToolFailure("\(text) was not shown: \(shown)"))
                    }
                    bytes += buffer[..<count]
                }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    /// Sends input.
    func type(_ text: String) throws {
        try screen.write(contentsOf: Data(text.utf8))
    }

    /// The remaining output of an ended program, which must fit the terminal's buffer of some kilobytes.
    func shown() throws -> String {
        // Open a separate descriptor, so that reading does not block for more.
        let descriptor = screen.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        try program.close()
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }
}
