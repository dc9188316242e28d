#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How long a file is that is to be sent.
enum FileLength {
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` for what has no length that can be told beforehand, such as
    ///   a folder or a pipe, and for what cannot be read.
    static func of(_ url: URL) throws -> Int64 {
        let status: FileStatus
        do {
            status = try self.status(of: url)
        } catch {
            throw APIError(.file, "The file '\(url.lastPathComponent)' to be sent cannot be read.", cause: error)
        }
        guard status.kind == .regular else {
            throw APIError(
                .file,
                "'\(url.lastPathComponent)' is no ordinary file; send its content as bytes or as a stream."
            )
        }
        return status.size
    }

    private static func status(of url: URL) throws -> FileStatus {
        guard url.isFileURL else { throw CocoaError(.fileReadUnsupportedScheme) }
        guard let status = FileStatus(at: url.path) else { throw POSIXError.last }
        // Only an ordinary file is opened: a pipe would keep the caller waiting for its writer.
        if status.kind == .regular { _ = try FileDescriptor(opening: url.path) }
        return status
    }
}
