import Foundation

/// How long a file is that is to be sent.
enum FileLength {
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` for what has no length that can be told beforehand, such as
    ///   a folder or a pipe, and for what cannot be read.
    static func of(_ url: URL) throws -> Int64 {
        let values: URLResourceValues
        do {
            values = try url.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            if values.isRegularFile == true { try FileHandle(forReadingFrom: url).close() }
        } catch {
            throw APIError(.file, "The file '\(url.lastPathComponent)' to be sent cannot be read.", cause: error)
        }
        guard values.isRegularFile == true, let length = values.fileSize else {
            throw APIError(
                .file,
                "'\(url.lastPathComponent)' is no ordinary file; send its content as bytes or as a stream."
            )
        }
        return Int64(length)
    }
}
