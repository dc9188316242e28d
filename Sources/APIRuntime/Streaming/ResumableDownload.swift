import Foundation
import HTTPTypes

/// A file that is being written over several attempts: what one brought, the next one continues with `Range` and
/// `If-Range` (RFC 9110 section 14), as long as the server has the same version of the file.
final class ResumableDownload: Sendable {
    private struct State {
        var file: PartialFile?
        var info: FileInfo?
        /// Names the version of the file; nil where the server does not, or sends it compressed.
        var validator: String?
        var total: Int64?
    }

    private let target: FileTarget
    private let progress: (@Sendable (DownloadProgress) -> Void)?
    private let state = Locked(State())

    init(target: FileTarget, progress: (@Sendable (DownloadProgress) -> Void)?) {
        self.target = target
        self.progress = progress
    }

    /// Asks for the rest only, where the next attempt can continue.
    func adjust(_ request: inout HTTPRequest) {
        let position = state.withLock { state in
            state.validator.flatMap { validator in state.file.map { (validator, $0.length) } }
        }
        guard let (validator, length) = position, length > 0, request.headerFields[.range] == nil else { return }
        request.headerFields[.range] = "bytes=\(length)-"
        request.headerFields[.ifRange] = validator
    }

    /// Writes what a response brings.
    ///
    /// - Returns: The whole of the file, from its temporary place.
    func receive(_ response: HTTPResponse, _ body: HTTPBody) async throws -> HTTPBody {
        try begin(response)
        for try await chunk in body { try write(chunk) }
        return state.withLock { $0.file?.body } ?? HTTPBody()
    }

    /// Gets ready for the bytes of a response.
    ///
    /// - Throws: ``APIError`` if it is a piece of the file that does not fit what is there, or there is no place for it.
    private func begin(_ response: HTTPResponse) throws {
        let contentLength = response.headerFields[.contentLength].flatMap { Int64($0) }
        try state.withLock { state in
            let file = try state.file ?? target.makePartialFile()
            state.file = file
            if response.status.code == 206, file.length > 0 {
                let range = response.headerFields[.contentRange] ?? ""
                guard range.hasPrefix("bytes \(file.length)-") else {
                    throw APIError(
                        .responseValidation,
                        "Expected the rest of the file from byte \(file.length) on but the response has '\(range)'."
                    )
                }
                return
            }
            try file.truncate()
            state.info = FileInfo(response)
            state.total = contentLength
            state.validator = response.status.code == 200 ? Self.validator(of: response) : nil
        }
    }

    private func write(_ chunk: [UInt8]) throws {
        let current = try state.withLock { state in
            try state.file?.write(chunk)
            return DownloadProgress(receivedBytes: state.file?.length ?? 0, totalBytes: state.total)
        }
        progress?(current)
    }

    /// Whether a body is the one that was received, unchanged.
    func isSource(of body: HTTPBody) -> Bool {
        state.withLock { $0.file?.isSource(of: body) ?? false }
    }

    /// Gives the file its name.
    func finish(_ response: HTTPResponse) throws -> DownloadedFile {
        try state.withLock { state in
            let length = try state.file?.finish() ?? 0
            state.file = nil
            return DownloadedFile(info: state.info ?? FileInfo(response), url: target.url, byteCount: length)
        }
    }

    /// Removes what there is of an unfinished file.
    func discard() {
        state.withLock { $0.file = nil }
    }

    /// A strong validator: with a weak one, two pieces may be of different bytes.
    private static func validator(of response: HTTPResponse) -> String? {
        let headers = response.headerFields
        guard headers[.contentEncoding].map({ $0 == "identity" }) ?? true, headers[.acceptRanges] != "none" else {
            return nil
        }
        if let tag = headers[.eTag] { return tag.hasPrefix("W/") ? nil : tag }
        // A file may change twice in a second, so a date counts only where it is well in the past.
        guard let modified = headers[.lastModified], let date = headers[.date].flatMap({ HTTPDate.date(from: $0) }),
            let time = HTTPDate.date(from: modified), date.timeIntervalSince(time) >= 1
        else { return nil }
        return modified
    }
}

/// How far a download is.
public struct DownloadProgress: Hashable, Sendable {
    /// How many bytes are there. It falls back when the server sends the file from its beginning again.
    public var receivedBytes: Int64
    /// How many there will be, if the server tells.
    public var totalBytes: Int64?
}
