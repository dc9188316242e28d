import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file that is being written over several attempts, or even runs: what one brought, the next one continues with
/// `Range` and `If-Range` (RFC 9110 section 14), as long as the server has the same version of the file.
final class ResumableDownload: Sendable {
    /// What the present attempt asks for.
    private enum Part {
        case whole
        /// A piece that the caller chose.
        case piece
        /// What is missing.
        case rest
    }

    private struct State {
        var file: PartialFile?
        var info: FileMetadata?
        /// Names the version of the file; nil where the server does not, or sends it compressed.
        var validator: String?
        var total: Int64?
        /// How many of the bytes an earlier run has left.
        var resumedBytes: Int64 = 0
        var asked = Part.whole
    }

    private let target: DownloadDestination
    private let progress: (@Sendable (DownloadProgress) -> Void)?
    private let state: Locked<State>

    /// - Parameter isKept: Whether what an earlier run has left is continued, and an unfinished file left in turn.
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

    /// Asks for the rest only, where the next attempt can continue.
    func prepare(_ request: inout HTTPRequest) {
        let isChosen = request.headerFields[.range] != nil
        let position = state.withLock { state -> (validator: String, length: Int64)? in
            guard !isChosen, let validator = state.validator, let file = state.file, file.length > 0 else {
                state.asked = isChosen ? .piece : .whole
                return nil
            }
            state.asked = .rest
            return (validator, file.length)
        }
        guard let position else { return }
        request.headerFields[.range] = "bytes=\(position.length)-"
        request.headerFields[.ifRange] = position.validator
    }

    /// Writes what a response brings.
    ///
    /// - Returns: The whole of the file, from its temporary place.
    func receive(_ response: HTTPResponse, _ body: HTTPBody) async throws -> HTTPBody {
        try begin(response)
        for try await chunk in body { try write(chunk) }
        let (received, total) = state.withLock { ($0.file?.length ?? 0, $0.total) }
        if let total, received != total {
            // A piece may be shorter than what was asked for.
            throw TransportError(.bodyTruncated, "The file broke off: \(received) of \(total) bytes came.")
        }
        return state.withLock { $0.file?.body } ?? HTTPBody()
    }

    /// Gets ready for the bytes of a response.
    ///
    /// - Throws: ``APIError`` if it is a piece of the file that does not fit what is there, or there is no place for it.
    private func begin(_ response: HTTPResponse) throws {
        try state.withLock { state in
            let file = try state.file ?? target.makePartialFile()
            state.file = file
            if response.status == .partialContent {
                guard state.asked != .whole else {
                    throw APIError(
                        .responseValidation,
                        "The whole file was asked for but the response is a piece of it."
                    )
                }
                if state.asked == .rest { return try Self.check(response, continues: &state) }
            }
            try file.truncate()
            state.resumedBytes = 0
            state.info = FileMetadata(response)
            state.total = Self.isEncoded(response) ? nil : state.info?.length
            state.validator = response.status == .ok ? Self.validator(of: response) : nil
            file.version = state.validator
        }
    }

    /// Checks that a piece is of the file that is there in part, and begins where that ends.
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
            // The server should have sent the whole of the new version; the next attempt asks for that.
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

    /// Whether a body is the one that was received, unchanged.
    func isSource(of body: HTTPBody) -> Bool {
        state.withLock { $0.file?.isSource(of: body) ?? false }
    }

    /// Gives the file its name.
    func finish(_ response: HTTPResponse) throws -> DownloadedFile {
        try state.withLock { state in
            let length = try state.file?.finish() ?? 0
            state.file = nil
            return DownloadedFile(info: state.info ?? FileMetadata(response), url: target.url, byteCount: length)
        }
    }

    /// Gives the file its name if a server that was asked for the rest says that there is none.
    ///
    /// - Parameter headers: Those of the response with status 416.
    /// - Returns: nil if the file is not whole.
    func finish(ifNothingIsLeft headers: HTTPFields) throws -> DownloadedFile? {
        try state.withLock { state in
            guard let file = state.file, state.asked == .rest,
                let range = ContentRange(headers[.contentRange] ?? ""), range.first == nil, range.total == file.length
            else { return nil }
            let length = try file.finish()
            state.file = nil
            return DownloadedFile(info: state.info ?? FileMetadata(length: length), url: target.url, byteCount: length)
        }
    }

    /// Gives up what is there, because the server has nothing that continues it.
    ///
    /// - Returns: Whether there was something, so that asking for the whole file may help.
    func beginAnew() throws -> Bool {
        try state.withLock { state in
            guard state.asked == .rest else { return false }
            state.validator = nil
            state.resumedBytes = 0
            try state.file?.truncate()
            return true
        }
    }

    /// Removes what there is of an unfinished file, unless it is to be kept.
    func discard() {
        state.withLock { $0.file = nil }
    }

    /// A strong validator: with a weak one, two pieces may be of different bytes.
    private static func validator(of response: HTTPResponse) -> String? {
        let headers = response.headerFields
        guard !isEncoded(response), headers[.acceptRanges] != "none" else { return nil }
        if let tag = headers[.eTag] { return tag.hasPrefix(bytes: "W/") ? nil : tag }
        // A file may change twice in a second, so a date counts only where it is well in the past.
        guard let modified = headers[.lastModified],
            let date = headers[.date].flatMap({ HTTPDate.date(from: $0, now: Date()) }),
            let time = HTTPDate.date(from: modified, now: Date()), date.timeIntervalSince(time) >= 1
        else { return nil }
        return modified
    }
}
