#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads a file from its beginning to its end, a piece at a time. The file is closed with the reader.
struct FileReader: Sendable {
    private static let pieceSize = 128 << 10

    private let url: URL
    private let file: FileDescriptor

    /// Opens a file; a link is followed.
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

    /// The next bytes; nil at the end.
    func read() throws(APIError) -> [UInt8]? {
        do {
            let bytes = try file.read(atMost: Self.pieceSize)
            return bytes.isEmpty ? nil : bytes
        } catch {
            throw .unreadableFile(url, error)
        }
    }
}
