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
