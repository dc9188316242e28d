#if CommandLine
import Foundation

/// A pseudo-terminal, so that a program believes that a person looks at it.
struct Terminal {
    /// The end that the program gets.
    let program: FileHandle
    private let screen: FileHandle

    init() throws {
        var (screen, program): (Int32, Int32) = (-1, -1)
        guard openpty(&screen, &program, nil, nil, nil) == 0 else {
            throw ToolFailure("no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        self.screen = FileHandle(fileDescriptor: screen, closeOnDealloc: true)
        self.program = FileHandle(fileDescriptor: program, closeOnDealloc: true)
    }

    /// What the program showed, once it has ended. It must have been little: a terminal holds some kilobytes.
    func shown() throws -> String {
        // An end of its own, so that reading what is there does not wait for more.
        let descriptor = screen.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        try program.close()
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }
}
#endif
