#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Measures a file that is to be sent.
enum FileLength {
    /// The length of a file in bytes; a link is followed.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` for what has no length that can be told beforehand, such as
    ///   a folder or a pipe, and for what cannot be read.
    static func of(_ url: URL) throws(APIError) -> Int64 {
        guard url.isFileURL else {
            throw APIError(.file, "'\(url.lastPathComponent)' is no file URL; send its content as bytes or a stream.")
        }
        guard let status = FileStatus(at: url.path) else { throw .unreadableFile(url, .last) }
        // Only an ordinary file is opened: a pipe would keep the caller waiting for its writer.
        guard status.kind == .regular else {
            throw APIError(
                .file,
                "'\(url.lastPathComponent)' is no ordinary file; send its content as bytes or as a stream."
            )
        }
        do {
            _ = try FileDescriptor(opening: url.path)
        } catch {
            throw .unreadableFile(url, error)
        }
        return status.size
    }
}

extension APIError {
    /// A file that is to be sent is not there or cannot be read.
    static func unreadableFile(_ url: URL, _ cause: POSIXError) -> APIError {
        APIError(.file, "The file '\(url.lastPathComponent)' to be sent cannot be read: \(cause.reason).", cause: cause)
    }
}
