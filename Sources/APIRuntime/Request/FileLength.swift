#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Measures a file that is to be sent.
enum FileLength {
    /// The length of a file in bytes; a link is followed.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` for what has no length that can be told beforehand, such as
    ///   a folder or a pipe, and for what cannot be read.
    static func of(_ url: URL) throws -> Int64 {
        var status = stat()
        guard stat(url.path, &status) == 0, access(url.path, R_OK) == 0 else {
            let reason = String(cString: strerror(errno))
            throw APIError(.file, "The file '\(url.lastPathComponent)' to be sent cannot be read: \(reason).")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw APIError(
                .file,
                "'\(url.lastPathComponent)' is no ordinary file; send its content as bytes or as a stream."
            )
        }
        return Int64(status.st_size)
    }
}
