#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Measures a file before it is sent.
enum FileLength {
    /// Returns the length of a file in bytes. Symbolic links are followed.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if the file cannot be read or has no fixed length, as a
    ///   folder or a pipe.
    static func of(_ url: URL) throws(APIError) -> Int64 {
        guard url.isFileURL else {
            throw APIError(.file, "'\(url.lastPathComponent)' is no file URL; send its content as bytes or a stream.")
        }
        guard let status = FileStatus(at: url.path) else { throw .unreadableFile(url, .last) }
        // Opening a pipe would block until somebody writes to it.
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
    /// The error for a file to upload that does not exist or cannot be read.
    static func unreadableFile(_ url: URL, _ cause: POSIXError) -> APIError {
        APIError(.file, "The file '\(url.lastPathComponent)' to be sent cannot be read: \(cause.reason).", cause: cause)
    }
}

/// Reads a file in chunks. The file is closed with the reader.
struct FileReader: Sendable {
    private static let pieceSize = 128 << 10

    private let url: URL
    private let file: FileDescriptor

    /// Opens a file. Symbolic links are followed.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file``.
    init(_ url: URL) throws(APIError) {
        self.url = url
        do {
            file = try FileDescriptor(opening: url.path)
        } catch {
            throw .unreadableFile(url, error)
        }
    }

    /// Reads the next chunk; nil at the end of the file.
    func read() throws(APIError) -> [UInt8]? {
        do {
            let bytes = try file.read(atMost: Self.pieceSize)
            return bytes.isEmpty ? nil : bytes
        } catch {
            throw .unreadableFile(url, error)
        }
    }
}
