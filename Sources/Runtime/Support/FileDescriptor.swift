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

/// An open file, which is closed with the last reference to it.
package final class FileDescriptor: Sendable {
    /// Standard input, which stays open.
    package static let standardInput = FileDescriptor(STDIN_FILENO, isOwned: false)

    /// The number by which the system knows it.
    package let number: Int32
    private let isOwned: Bool

    private init(_ number: Int32, isOwned: Bool) {
        self.number = number
        self.isOwned = isOwned
    }

    /// Opens a file.
    ///
    /// - Parameter flags: As `open(2)` has them; `O_CLOEXEC` is added.
    package init(opening path: String, flags: Int32 = O_RDONLY) throws(POSIXError) {
        // A path with a NUL would end there and name another file.
        guard !path.utf8.contains(0) else { throw POSIXError(.ENOENT) }
        number = open(path, flags | O_CLOEXEC)
        isOwned = number >= 0
        guard isOwned else { throw .last }
    }

    /// Makes a pipe.
    package static func pipe() throws(POSIXError) -> (reading: FileDescriptor, writing: FileDescriptor) {
        var numbers: [Int32] = [-1, -1]
        guard systemPipe(&numbers) == 0 else { throw .last }
        return (FileDescriptor(numbers[0], isOwned: true), FileDescriptor(numbers[1], isOwned: true))
    }

    deinit {
        if isOwned { close(number) }
    }

    /// The system's record of the file.
    package var status: FileStatus? {
        var status = stat()
        return fstat(number, &status) == 0 ? FileStatus(status) : nil
    }

    /// Reads the next bytes; none at the end.
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
}

// Inside the class these names are those of its methods.
private let systemRead: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = read
private let systemPipe: @Sendable (UnsafeMutablePointer<Int32>) -> Int32 = pipe

/// Kind, permissions and size of a file.
package struct FileStatus: Sendable {
    /// The kinds of file that a path can lead to.
    package enum Kind: Sendable {
        case regular, folder, symbolicLink, other
    }

    package let kind: Kind
    /// Who may do what with it, as `chmod(2)` has it.
    package let permissions: Int
    package let size: Int64

    /// Asks the system about a path; nil if nothing is there, or it cannot be looked at.
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
    /// The failure of the system's function that was called last.
    package static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

    /// The failure in the system's words.
    package var reason: String { String(cString: strerror(code.rawValue)) }
}
