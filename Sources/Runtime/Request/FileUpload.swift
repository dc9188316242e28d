#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A file to be sent: bytes in memory or a file on disk, with the name and type that the server gets to see.
///
/// ```swift
/// FileUpload(contentsOf: url)
/// FileUpload(data, filename: "plan.md", contentType: "text/markdown")
/// ```
public struct FileUpload: Sendable {
    enum Source: Sendable {
        case data(Data)
        case file(URL)
    }

    let source: Source
    /// The name that the server sees.
    public var filename: String
    /// The media type that the server sees. Where it is nil: the one that the API document names, else
    /// `application/octet-stream`.
    public var contentType: String?

    /// Bytes in memory.
    public init(_ data: Data, filename: String, contentType: String? = nil) {
        source = .data(data)
        self.filename = filename
        self.contentType = contentType
    }

    /// A file on disk, read when the request is sent. The server sees its last path component.
    public init(contentsOf url: URL, filename: String? = nil, contentType: String? = nil) {
        source = .file(url)
        self.filename = filename ?? url.lastPathComponent
        self.contentType = contentType
    }

    /// The file as a piece of a body.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if it cannot be read.
    func segment() throws -> HTTPBody.Segment {
        switch source {
        case .data(let data):
            return .bytes(Array(data))
        case .file(let url):
            return .file(url, length: try FileLength.of(url))
        }
    }
}

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
