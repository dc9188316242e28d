#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A file to download. Each method sends a request and downloads the file anew.
///
/// ```swift
/// let download = client.workers.retrieveFile(workerID: id, filePath: "plan.md")
/// try await download.write(to: url)
/// let data = try await download.data()
/// ```
///
/// Every method throws ``APIError``, or `CancellationError` if its task is cancelled.
public struct FileDownload: Sendable {
    private let call: BoundRequest

    init(client: APIClient, request: EndpointRequest, options: RequestOptions) {
        call = BoundRequest(client: client, request: request, options: options)
    }

    /// Downloads the file into memory.
    ///
    /// - Parameter limit: The maximum number of bytes; a longer file throws ``APIError/Code/limitExceeded``.
    public func data(upTo limit: Int = .max) async throws -> Data {
        try await call.client.execute(
            call.request,
            options: call.options,
            bodyHandling: .collect(upTo: limit, expectsStreaming: true)
        ) { _, body, _ in
            Data(try await body.collect(upTo: limit))
        }
    }

    /// Starts the download and returns its metadata, with the bytes still to be read.
    ///
    /// If the connection breaks, the body throws ``APIError``. It is not retried, because bytes were already handed
    /// out.
    public func open() async throws -> FileDownload.Response {
        let opened = try await call.client.openResponse(call.request, options: call.options)
        let body = opened.body.throwing { opened.context.complete($0) }
        return FileDownload.Response(info: FileMetadata(opened.response), body: body)
    }

    /// Downloads the file to disk.
    ///
    /// The bytes go to a temporary file in the same folder, which is renamed when it is complete. At any time there is
    /// either the old file or the complete new one. A failure removes the temporary file. The new file takes the
    /// permissions of the replaced one; a symbolic link stays.
    ///
    /// A download that breaks off is retried like any call. If the server identifies the version of the file (a strong
    /// `ETag`, or `Last-Modified` and `Date`), a retry requests only the missing bytes.
    ///
    /// - Parameters:
    ///   - url: The destination; its folder must exist.
    ///   - overwriting: Whether to replace an existing file. If false, an existing file throws ``APIError/Code/file``
    ///     before anything is sent.
    ///   - resuming: Whether to continue an unfinished download that an earlier call with `resuming: true` left, in
    ///     this process or another. If this call fails too, its bytes stay in `.NAME.part` beside the destination,
    ///     provided that the server identifies the version of the file.
    ///   - progress: Called after each chunk.
    /// - Returns: The downloaded file.
    @discardableResult
    public func write(
        to url: URL,
        overwriting: Bool = false,
        resuming: Bool = false,
        progress: (@Sendable (DownloadProgress) -> Void)? = nil
    ) async throws -> DownloadedFile {
        let target = try DownloadDestination(url, overwriting: overwriting)
        let download = try ResumableDownload(target: target, isKept: resuming, progress: progress)
        defer { download.discard() }
        do {
            return try await fetch(download, target, progress)
        } catch let error as APIError where error.status == .rangeNotSatisfiable {
            // The file may be complete: the connection can break after the last byte and before the end.
            if let file = try download.finish(ifComplete: error.headers) { return file }
            guard try download.restart() else { throw error }
            return try await fetch(download, target, progress)
        }
    }

    private func fetch(
        _ download: ResumableDownload,
        _ target: DownloadDestination,
        _ progress: (@Sendable (DownloadProgress) -> Void)?
    ) async throws -> DownloadedFile {
        try await call.client.execute(
            call.request,
            options: call.options,
            bodyHandling: .download(download)
        ) { response, body, _ in
            if download.isSource(of: body) { return try download.finish(response) }
            // Middleware replaced the body, and its body may read from the partial file.
            return try await FileDownload.Response(info: FileMetadata(response), body: body).write(
                to: target,
                progress: progress
            )
        }
    }

    /// Returns the number of bytes that an unfinished download with `resuming: true` left.
    ///
    /// - Returns: nil if there is no download to continue.
    public static func partialByteCount(of url: URL) -> Int64? {
        PartialFile.resumableLength(for: url)
    }
}

extension FileDownload {
    /// The response of a download whose bytes are still to be read.
    public struct Response: Sendable {
        /// The server's metadata of the file.
        public let info: FileMetadata
        /// The bytes. Dropping the iterator closes the connection.
        public let body: HTTPBody

        /// Writes the bytes to disk like ``FileDownload/write(to:overwriting:resuming:progress:)``, but without
        /// retries.
        ///
        /// - Parameters:
        ///   - url: The destination; its folder must exist.
        ///   - overwriting: Whether to replace an existing file. If false, an existing file throws
        ///     ``APIError/Code/file``.
        ///   - progress: Called after each chunk.
        /// - Returns: The downloaded file.
        @discardableResult
        public func write(
            to url: URL,
            overwriting: Bool = false,
            progress: (@Sendable (DownloadProgress) -> Void)? = nil
        ) async throws -> DownloadedFile {
            try await write(to: DownloadDestination(url, overwriting: overwriting), progress: progress)
        }

        func write(
            to target: DownloadDestination,
            progress: (@Sendable (DownloadProgress) -> Void)?
        ) async throws -> DownloadedFile {
            let file = try target.makePartialFile()
            for try await chunk in body {
                try file.write(chunk)
                progress?(DownloadProgress(receivedBytes: file.length, totalBytes: info.length))
            }
            return DownloadedFile(info: info, url: target.url, byteCount: try file.finish())
        }
    }
}
