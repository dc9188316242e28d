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

/// Reads a file from its beginning to its end, a piece at a time. The file is closed with the reader.
final class FileReader: Sendable {
    private static let pieceSize = 128 << 10

    private let descriptor: Int32
    private let name: String

    /// Opens a file; a link is followed.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file``.
    init(_ url: URL) throws {
        name = url.lastPathComponent
        descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(name) }
    }

    deinit {
        close(descriptor)
    }

    /// The next bytes; nil at the end.
    func read() throws -> [UInt8]? {
        while true {
            var result = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
                result = systemRead(descriptor, buffer.baseAddress, buffer.count)
                count = max(result, 0)
            }
            if result >= 0 { return bytes.isEmpty ? nil : bytes }
            guard errno == EINTR else { throw Self.failure(name) }
        }
    }

    private static func failure(_ name: String) -> APIError {
        APIError(.file, "The file '\(name)' to be sent cannot be read: \(String(cString: strerror(errno))).")
    }
}

/// `read(2)`; inside of the reader, the name is the method's.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
