import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes a file over several attempts or runs. Each continues the previous one with `Range` and `If-Range` (RFC 9110
/// section 14) if the server still has the same version of the file.
final class ResumableDownload: Sendable {
    /// The part of the file that an attempt requests.
    private enum RequestedPart {
        case whole
        /// A range that the caller chose.
        case chosenRange
        /// The missing bytes.
        case rest
    }

    private struct State {
        var file: PartialFile?
        var info: FileMetadata?
        /// The identifier of the file version; nil if the server gives none or compresses the file.
        var validator: String?
        var total: Int64?
        /// The number of bytes that an earlier run left.
        var resumedBytes: Int64 = 0
        var requested = RequestedPart.whole
    }

    private let target: DownloadDestination
    private let progress: (@Sendable (DownloadProgress) -> Void)?
    private let state: Locked<State>

    /// - Parameter isKept: Whether to continue the file of an earlier run, and to keep an unfinished file.
    init(target: DownloadDestination, isKept: Bool, progress: (@Sendable (DownloadProgress) -> Void)?) throws {
        self.target = target
        self.progress = progress
        var state = State()
        if isKept {
            let file = try target.makePartialFile(isKept: true)
            state.validator = file.version
            state.resumedBytes = file.length
            state.file = file
        }
        self.state = Locked(state)
    }

    /// Requests only the missing bytes if the attempt can continue.
    func prepare(_ request: inout HTTPRequest) {
        let isChosen = request.headerFields[.range] != nil
        let position = state.withLock { state -> (validator: String, length: Int64)? in
            guard !isChosen, let validator = state.validator, let file = state.file, file.length > 0 else {
                state.requested = isChosen ? .chosenRange : .whole
                return nil
            }
            state.requested = .rest
            return (validator, file.length)
        }
        guard let position else { return }
        request.headerFields[.range] = "bytes=\(position.length)-"
        request.headerFields[.ifRange] = position.validator
    }

    /// Writes the body of a response.
    ///
    /// - Returns: The complete file as a body.
    func receive(_ response: HTTPResponse, _ body: HTTPBody) async throws -> HTTPBody {
        try begin(response)
        for try await chunk in body { try write(chunk) }
        let (received, total) = state.withLock { ($0.file?.length ?? 0, $0.total) }
        if let total, received != total {
            // A server may send less than the requested range.
            throw TransportError(.bodyTruncated, "The file broke off: \(received) of \(total) bytes came.")
        }
        return state.withLock { $0.file?.body } ?? HTTPBody()
    }

    /// Prepares the partial file for the body of a response.
    ///
    /// - Throws: ``APIError`` if the response is a range that does not continue the partial file, or the file cannot be
    ///   written.
    private func begin(_ response: HTTPResponse) throws {
        try state.withLock { state in
            let file = try state.file ?? target.makePartialFile()
            state.file = file
            if response.status == .partialContent {
                guard state.requested != .whole else {
                    throw APIError(
                        .responseValidation,
                        "The whole file was asked for but the response is a piece of it."
                    )
                }
                if state.requested == .rest { return try Self.check(response, continues: &state) }
            }
            try file.truncate()
            state.resumedBytes = 0
            state.info = FileMetadata(response)
            state.total = Self.isEncoded(response) ? nil : state.info?.length
            state.validator = response.status == .ok ? Self.validator(of: response) : nil
            file.version = state.validator
        }
    }

    /// Checks that a range belongs to the same file version and begins at the end of the partial file.
    private static func check(_ response: HTTPResponse, continues state: inout State) throws {
        let text = response.headerFields[.contentRange] ?? ""
        let length = state.file?.length ?? 0
        guard let range = ContentRange(text), range.first == length else {
            throw APIError(
                .responseValidation,
                "Expected the rest of the file from byte \(length) on but the response has '\(Excerpt.of(text))'."
            )
        }
        let isOtherVersion =
            response.headerFields[.eTag].map { tag in
                state.validator.map { $0.hasPrefix(bytes: "\"") && !$0.hasSameBytes(as: tag) } ?? false
            }
            ?? false
        let isOtherLength = range.total.map { total in state.total.map { $0 != total } ?? false } ?? false
        guard !isOtherVersion, !isOtherLength else {
            // The next attempt requests the whole new version.
            state.validator = nil
            throw TransportError(.bodyTruncated, "The file changed on the server while it was fetched.")
        }
        state.total = state.total ?? range.total
        if state.info == nil {
            state.info = FileMetadata(response)
            state.info?.length = state.total
        }
    }

    private static func isEncoded(_ response: HTTPResponse) -> Bool {
        response.headerFields[.contentEncoding].map { $0 != "identity" } ?? false
    }

    private func write(_ chunk: [UInt8]) throws {
        let current = try state.withLock { state in
            try state.file?.write(chunk)
            return DownloadProgress(
                receivedBytes: state.file?.length ?? 0,
                totalBytes: state.total,
                resumedBytes: state.resumedBytes
            )
        }
        progress?(current)
    }

    /// Whether a body is the received one, unchanged by middleware.
    func isSource(of body: HTTPBody) -> Bool {
        state.withLock { $0.file?.isSource(of: body) ?? false }
    }

    /// Renames the complete file.
    func finish(_ response: HTTPResponse) throws -> DownloadedFile {
        try state.withLock { state in
            let length = try state.file?.finish() ?? 0
            state.file = nil
            return DownloadedFile(info: state.info ?? FileMetadata(response), url: target.url, byteCount: length)
        }
    }

    /// Renames the file if the server reports that no bytes are missing.
    ///
    /// - Parameter headers: The header fields of the response with status 416.
    /// - Returns: nil if the file is not complete.
    func finish(ifComplete headers: HTTPFields) throws -> DownloadedFile? {
        try state.withLock { state in
            guard let file = state.file, state.requested == .rest,
                let range = ContentRange(headers[.contentRange] ?? ""), range.first == nil, range.total == file.length
            else { return nil }
            let length = try file.finish()
            state.file = nil
            return DownloadedFile(info: state.info ?? FileMetadata(length: length), url: target.url, byteCount: length)
        }
    }

    /// Discards the bytes, because the server cannot continue them.
    ///
    /// - Returns: Whether the last attempt continued a partial file, so that requesting the whole file may help.
    func restart() throws -> Bool {
        try state.withLock { state in
            guard state.requested == .rest else { return false }
            state.validator = nil
            state.resumedBytes = 0
            try state.file?.truncate()
            return true
        }
    }

    /// Closes an unfinished file, and removes it unless it is kept.
    func discard() {
        state.withLock { $0.file = nil }
    }

    /// The strong validator of a response. A weak one allows different bytes.
    private static func validator(of response: HTTPResponse) -> String? {
        let headers = response.headerFields
        guard !isEncoded(response), headers[.acceptRanges] != "none" else { return nil }
        if let tag = headers[.eTag] { return tag.hasPrefix(bytes: "W/") ? nil : tag }
        // A file can change twice within a second, so Last-Modified must be at least a second before Date (RFC 9110
        // section 8.8.2.2).
        guard let modified = headers[.lastModified],
            let date = headers[.date].flatMap({ HTTPDate.date(from: $0, now: Date()) }),
            let time = HTTPDate.date(from: modified, now: Date()), date.timeIntervalSince(time) >= 1
        else { return nil }
        return modified
    }
}
