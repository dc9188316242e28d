#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
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

/// An open file, closed with the last reference to it.
package final class FileDescriptor: Sendable {
    /// Standard input. It is never closed.
    package static let standardInput = FileDescriptor(STDIN_FILENO, isOwned: false)

    /// The file descriptor.
    package let number: Int32
    private let isOwned: Bool

    private init(_ number: Int32, isOwned: Bool) {
        self.number = number
        self.isOwned = isOwned
    }

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - flags: The flags of `open(2)`; `O_CLOEXEC` is added.
    ///   - permissions: The permissions of a file that is created, as in `chmod(2)`; the umask applies.
    package init(opening path: String, flags: Int32 = O_RDONLY, permissions: mode_t = 0o666) throws(POSIXError) {
        // A path with a NUL would be cut there and name another file.
        guard !path.utf8.contains(0) else { throw POSIXError(.ENOENT) }
        number = open(path, flags | O_CLOEXEC, permissions)
        isOwned = number >= 0
        guard isOwned else { throw .last }
    }

    /// Creates a pipe.
    package static func pipe() throws(POSIXError) -> (reading: FileDescriptor, writing: FileDescriptor) {
        var numbers: [Int32] = [-1, -1]
        guard systemPipe(&numbers) == 0 else { throw .last }
        return (FileDescriptor(numbers[0], isOwned: true), FileDescriptor(numbers[1], isOwned: true))
    }

    deinit {
        if isOwned { close(number) }
    }

    /// The status of the file; nil if it cannot be read.
    package var status: FileStatus? {
        var status = stat()
        return fstat(number, &status) == 0 ? FileStatus(status) : nil
    }

    /// Reads the next bytes; empty at the end of the file.
    package func read(atMost count: Int) throws(POSIXError) -> [UInt8] {
        while true {
            var result = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
                result = systemRead(number, buffer.baseAddress, count)
                initializedCount = max(0, result)
            }
            if result >= 0 { return bytes }
            guard errno == EINTR else { throw .last }
        }
    }

    /// Writes all bytes.
    package func write(_ bytes: [UInt8]) throws(POSIXError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { systemWrite(number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .last }
            written += count
        }
    }
}

// Within the class these names would refer to its methods.
private let systemRead: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = read
private let systemWrite: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = write
private let systemPipe: @Sendable (UnsafeMutablePointer<Int32>) -> Int32 = pipe

/// The kind, permissions and size of a file.
package struct FileStatus: Sendable {
    /// The kind of a file.
    package enum Kind: Sendable {
        case regular, folder, symbolicLink, other
    }

    package let kind: Kind
    /// The permissions as in `chmod(2)`.
    package let permissions: Int
    package let size: Int64

    /// Reads the status of a path; nil if it does not exist or is not accessible.
    package init?(at path: String, followingLinks: Bool = true) {
        guard !path.utf8.contains(0) else { return nil }
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            default: .other
            }
        permissions = Int(status.st_mode & 0o7777)
        size = Int64(status.st_size)
    }
}

extension POSIXError {
    /// The error of the last system call.
    package static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

    /// The system's description of the error.
    package var reason: String { String(cString: strerror(code.rawValue)) }
}
