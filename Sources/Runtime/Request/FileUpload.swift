#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A file to upload: bytes in memory or a file on disk, with a name and a media type.
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
    /// The file name that is sent to the server.
    public var filename: String
    /// The media type that is sent to the server. If nil, the one in the API document is used, or else
    /// `application/octet-stream`.
    public var contentType: String?

    /// Creates an upload of bytes in memory.
    public init(_ data: Data, filename: String, contentType: String? = nil) {
        source = .data(data)
        self.filename = filename
        self.contentType = contentType
    }

    /// Creates an upload of a file on disk, which is read while the request is sent.
    ///
    /// - Parameter filename: The file name that is sent; by default the last path component.
    public init(contentsOf url: URL, filename: String? = nil, contentType: String? = nil) {
        source = .file(url)
        self.filename = filename ?? url.lastPathComponent
        self.contentType = contentType
    }

    /// Makes the segment of a request body.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/file`` if the file cannot be read.
    func segment() throws -> HTTPBody.Segment {
        switch source {
        case .data(let data):
            return .bytes(Array(data))
        case .file(let url):
            return .file(url, length: try FileLength.of(url))
        }
    }
}

/// The value of a multipart part that is a file or, in its place, another value such as a URL.
///
/// ```swift
/// client.images.edit(image: .file(FileUpload(contentsOf: url)))
/// client.images.edit(image: .value("https://example.com/a.png"))
/// ```
public enum FileOrValue<Value: Sendable>: Sendable {
    /// A file.
    case file(FileUpload)
    /// Another value: text as it is, an object as JSON.
    case value(Value)
}
