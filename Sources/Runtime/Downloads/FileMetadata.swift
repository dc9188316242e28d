import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A server's metadata of a file.
public struct FileMetadata: Hashable, Sendable {
    /// The media type with its parameters.
    public var contentType: String?
    /// The file name that the server suggests: a bare name without folders and leading dots, safe to use.
    public var suggestedFilename: String?
    /// The length in bytes; nil if the server does not tell it.
    public var length: Int64?

    init(_ response: HTTPResponse) {
        contentType = response.headerFields[.contentType]
        suggestedFilename = response.headerFields[.contentDisposition].flatMap { ContentDisposition.filename(in: $0) }
        length = response.headerFields[.contentLength].flatMap { Int64(digits: $0) }
    }

    init(length: Int64) {
        self.length = length
    }
}

/// A downloaded file.
public struct DownloadedFile: Hashable, Sendable {
    /// The server's metadata of the file.
    public let info: FileMetadata
    /// The location of the file.
    public let url: URL
    /// The length in bytes.
    public let byteCount: Int64

    /// The media type with its parameters.
    public var contentType: String? { info.contentType }
    /// The file name that the server suggests.
    public var suggestedFilename: String? { info.suggestedFilename }
}

/// The progress of a download.
public struct DownloadProgress: Hashable, Sendable {
    /// The number of bytes received. It decreases when the server sends the file from its beginning again.
    public var receivedBytes: Int64
    /// The total number of bytes; nil if the server does not tell it.
    public var totalBytes: Int64?
    /// The number of received bytes that an earlier call left; see
    /// ``FileDownload/write(to:overwriting:resuming:progress:)``.
    public var resumedBytes: Int64

    /// Creates a progress, for tests and previews.
    public init(receivedBytes: Int64, totalBytes: Int64? = nil, resumedBytes: Int64 = 0) {
        self.receivedBytes = receivedBytes
        self.totalBytes = totalBytes
        self.resumedBytes = resumedBytes
    }
}
