import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What a server says of a file.
public struct FileMetadata: Hashable, Sendable {
    /// The media type, with its parameters.
    public var contentType: String?
    /// The file name that the server suggests: a bare name without folders and without a leading dot, fit to be used.
    public var suggestedFilename: String?
    /// The length in bytes, if the server tells.
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

/// A file that was downloaded.
public struct DownloadedFile: Hashable, Sendable {
    /// What the server says of the file.
    public let info: FileMetadata
    /// Where it is.
    public let url: URL
    /// How many bytes it has.
    public let byteCount: Int64

    /// The media type, with its parameters.
    public var contentType: String? { info.contentType }
    /// The file name that the server suggests.
    public var suggestedFilename: String? { info.suggestedFilename }
}

/// How far a download is.
public struct DownloadProgress: Hashable, Sendable {
    /// How many bytes are there. It falls back when the server sends the file from its beginning again.
    public var receivedBytes: Int64
    /// How many there will be, if the server tells.
    public var totalBytes: Int64?
    /// How many of those that are there an earlier call has left; see ``FileDownload/write(to:overwriting:resuming:progress:)``.
    public var resumedBytes: Int64

    /// Makes a progress, for tests and for views.
    public init(receivedBytes: Int64, totalBytes: Int64? = nil, resumedBytes: Int64 = 0) {
        self.receivedBytes = receivedBytes
        self.totalBytes = totalBytes
        self.resumedBytes = resumedBytes
    }
}
