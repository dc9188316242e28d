#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A file to be fetched. Nothing is sent until one of its methods is called, and each call fetches it anew.
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

    /// The file's bytes in memory.
    ///
    /// - Parameter limit: How many bytes there may be; more throw ``APIError/Code/limitExceeded``.
    public func data(upTo limit: Int = .max) async throws -> Data {
        try await call.client.execute(
            call.request,
            options: call.options,
            bodyHandling: .collect(upTo: limit, expectsStreaming: true)
        ) { _, body, _ in
            Data(try await body.collect(upTo: limit))
        }
    }

    /// Starts the download and returns what is known of the file, with its bytes still to come.
    ///
    /// A break in the middle throws ``APIError`` from the body and is not retried, because bytes were handed out already.
    public func open() async throws -> FileDownload.Response {
        let opened = try await call.client.openResponse(call.request, options: call.options)
        let body = opened.body.throwing { opened.context.complete($0) }
        return FileDownload.Response(info: FileMetadata(opened.response), body: body)
    }

    /// Writes the file to disk.
    ///
    /// The bytes go to a temporary file beside the target, which takes its name only when it is complete. Whatever goes
    /// wrong, there is either the old file or the whole new one, and no temporary file is left. A file that is replaced
    /// hands on its permissions, and a link to it stays.
    ///
    /// A download that breaks off is retried like any call. Where the server names the file's version (a strong `ETag`,
    /// or `Last-Modified` and `Date`), only what is missing is asked for.
    ///
    /// - Parameters:
    ///   - url: Where the file shall be; its folder must exist.
    ///   - overwriting: Whether a file that is there is replaced. If not, that throws ``APIError/Code/file`` before
    ///     anything is sent.
    ///   - resuming: Whether to continue what an earlier call with `resuming: true` has left, in this process or
    ///     another. If this call fails too, what it has got stays beside the target as `.NAME.part`, provided that the
    ///     server names the file's version.
    ///   - progress: Is told after each piece how many bytes have come and how many there are.
    /// - Returns: What is known of the file.
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
            // There was nothing left to ask for: the connection broke off between the last byte and the end.
            if let file = try download.finish(ifNothingIsLeft: error.headers) { return file }
            guard try download.beginAnew() else { throw error }
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
            // Middleware has put another body in its place, which may still read from it.
            return try await FileDownload.Response(info: FileMetadata(response), body: body).write(
                to: target,
                progress: progress
            )
        }
    }

    /// How many bytes of a file an unfinished download has left for one with `resuming: true` to continue.
    ///
    /// - Returns: nil if there is nothing to continue.
    public static func partialByteCount(of url: URL) -> Int64? {
        PartialFile.keptLength(for: url)
    }
}

extension FileDownload {
    /// A download that has begun.
    public struct Response: Sendable {
        /// What the server says of the file.
        public let info: FileMetadata
        /// The bytes; dropping the iterator closes the connection.
        public let body: HTTPBody

        /// Writes the bytes to disk as ``FileDownload/write(to:overwriting:resuming:progress:)`` does, but for retries: a break
        /// in the middle throws.
        ///
        /// - Parameters:
        ///   - url: Where the file shall be; its folder must exist.
        ///   - overwriting: Whether a file that is there is replaced. If not, that throws ``APIError/Code/file``.
        ///   - progress: Is told after each piece how many bytes have come and how many there are.
        /// - Returns: What is known of the file.
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
