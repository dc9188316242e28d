#if CommandLine
import APIRuntime
import Foundation

/// Puts a file where it was asked for: into a file of the same or another name, or on standard output.
struct DownloadWriter: Sendable {
    let port: OutputPort
    let options: DownloadSettings
    /// Where to show how far it is; nil where no line can be rewritten.
    let statusLine: StatusLine?
    /// The head of the last response.
    let head: @Sendable () -> HTTPResponse?

    /// - Parameter download: The download with further headers.
    func write(_ download: @escaping @Sendable (_ headers: [String: String?]) -> Download) async throws {
        if let output = options.output, output != "-" {
            let target = URL(fileURLWithPath: output)
            try checkIsFree(target)
            let bytes =
                options.resumes ? try await resume(download, to: target) : try await save(download([:]), to: target)
            return announce(bytes, target)
        }
        let open = try await download([:]).open()
        if options.output == "-" || !port.isTerminal || Self.isText(open.info.contentType) {
            return try await show(open)
        }
        guard let name = open.info.suggestedFilename else {
            throw CommandFailure(
                .failure,
                "The file is not text and the server gives it no name",
                hint: "Name it with -o, or write it to standard output with -o -."
            )
        }
        let target = URL(fileURLWithPath: name)
        try checkIsFree(target)
        announce(try await save(open, to: target), target)
    }

    private func checkIsFree(_ target: URL) throws {
        guard options.overwrites || !FileManager.default.fileExists(atPath: target.path) else {
            throw CommandFailure.alreadyThere(target)
        }
    }

    private func announce(_ bytes: Int64, _ target: URL) {
        OutputPort.standardError.note("Wrote \(bytes) bytes to \(target.relativePath.terminalSafeLine)")
    }

    // MARK: - To a file

    private func save(_ download: Download, to target: URL) async throws -> Int64 {
        let bar = ProgressBar(name: target.lastPathComponent, line: statusLine)
        defer { bar.end() }
        let file = try await download.write(to: target, overwriting: options.overwrites) { progress in
            bar.show(progress.receivedBytes, of: progress.totalBytes)
        }
        return file.byteCount
    }

    /// Saves what has begun to come, so that it need not be asked for again.
    private func save(_ open: OpenDownload, to target: URL) async throws -> Int64 {
        let bar = ProgressBar(name: target.lastPathComponent, line: statusLine)
        defer { bar.end() }
        let draft = try FileDraft(for: target, isKept: false)
        for try await chunk in open.body {
            try draft.append(chunk)
            bar.show(draft.length, of: open.info.length)
        }
        try draft.finish(overwriting: options.overwrites)
        return draft.length
    }

    private func resume(
        _ download: @escaping @Sendable ([String: String?]) -> Download,
        to target: URL
    ) async throws -> Int64 {
        let bar = ProgressBar(name: target.lastPathComponent, line: statusLine)
        defer { bar.end() }
        let draft = try FileDraft(for: target, isKept: true)
        let resumed = ResumedDownload(
            draft: draft,
            overwriting: options.overwrites,
            attempts: options.maxRetries,
            download: download,
            head: head,
            progress: bar
        )
        do {
            return try await resumed.run()
        } catch {
            if draft.length > 0, draft.version != nil {
                bar.note("Kept \(ByteCount.text(draft.length)); the same command continues there.")
            }
            throw error
        }
    }

    // MARK: - To standard output

    private func show(_ open: OpenDownload) async throws {
        guard port.isTerminal else {
            let bar = ProgressBar(name: open.info.suggestedFilename ?? "download", line: statusLine)
            defer { bar.end() }
            var count: Int64 = 0
            for try await chunk in open.body {
                try port.write(chunk)
                count += Int64(chunk.count)
                bar.show(count, of: open.info.length)
            }
            return
        }
        var filter = TerminalFilter()
        var endsLine = true
        for try await chunk in open.body {
            let text = filter.filter(chunk)
            if let last = text.unicodeScalars.last { endsLine = last == "\n" }
            try port.write(text)
        }
        try port.write(filter.finish() + (endsLine ? "" : "\n"))
    }

    private static func isText(_ contentType: String?) -> Bool {
        let type = (contentType ?? "").prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        return type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("+xml")
            || ["application/json", "application/xml", "application/yaml", "application/javascript"].contains(type)
    }
}

/// What was said about a download.
struct DownloadSettings: Sendable {
    /// The value of `--output`.
    var output: String?
    var overwrites = false
    var resumes = false
    var maxRetries = 2
}
#endif
