#if CommandLine
import APIRuntime
import Foundation

/// Fetches a file over several runs of the program: what one has brought, the next continues with `Range` and
/// `If-Range` (RFC 9110, section 14), as long as the server has the same version of the file.
struct ResumedDownload {
    let draft: FileDraft
    let overwriting: Bool
    /// How often to try again where a response breaks off.
    let attempts: Int
    /// The download with these headers, and the head of its response once it is open.
    let download: @Sendable (_ headers: [String: String?]) -> Download
    let head: @Sendable () -> HTTPResponse?
    let progress: ProgressBar

    /// Fetches what is missing and gives the file its name.
    ///
    /// - Throws: What the call throws, with the bytes kept if they can be continued.
    func run() async throws -> Int64 {
        if draft.length > 0 { progress.note("Continuing at \(ByteCount.text(draft.length))") }
        var attempt = 0
        while true {
            let before = draft.length
            do {
                try await fetch()
                try draft.finish(overwriting: overwriting)
                return draft.length
            } catch  where Self.isBreak(error) && draft.version != nil && attempt < attempts {
                // An attempt that has brought something is no failure.
                attempt = draft.length > before ? 0 : attempt + 1
            }
        }
    }

    private static func isBreak(_ error: any Error) -> Bool {
        error is TransportError || (error as? APIError)?.isConnectionError == true
    }

    private func fetch() async throws {
        var headers: [String: String?] = ["Accept-Encoding": "identity"]
        if draft.length > 0, let version = draft.version {
            headers["Range"] = "bytes=\(draft.length)-"
            headers["If-Range"] = version
        }
        do {
            let open = try await download(headers).open()
            guard let head = head() else { return }
            try begin(head)
            let total = open.info.length.map { $0 + draft.length }
            for try await chunk in open.body {
                try draft.append(chunk)
                progress.show(draft.length, of: total)
            }
        } catch let error as APIError where error.status?.code == 416 && draft.length > 0 {
            // There is nothing behind the bytes that are there: they are all, or those of a longer version.
            guard error.headers[.contentRange] != "bytes */\(draft.length)" else { return }
            try draft.truncate()
            try await fetch()
        }
    }

    private func begin(_ head: HTTPResponse) throws {
        guard head.status.code == 206, draft.length > 0 else {
            try draft.truncate()
            draft.version = Self.version(in: head.headerFields)
            return
        }
        let range = head.headerFields[.contentRange] ?? ""
        guard range.hasPrefix("bytes \(draft.length)-") else {
            throw CommandFailure(
                .failure,
                "The server was asked for the bytes from \(draft.length) on and sent \"\(range)\"",
                hint: "Try again without --resume."
            )
        }
    }

    /// A strong entity tag: with a weak one, or a date, two pieces may be of different bytes.
    private static func version(in headers: HTTPFields) -> String? {
        guard headers[.contentEncoding].map({ $0 == "identity" }) ?? true, headers[.acceptRanges] != "none",
            let tag = headers[.eTag], tag.hasPrefix("\"")
        else { return nil }
        return tag
    }
}
#endif
