import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes a download to a file or to standard output.
struct DownloadWriter: Sendable {
    let port: OutputPort
    let options: DownloadSettings
    /// The status line; nil if the terminal does not support it.
    let statusLine: StatusLine?

    func write(_ download: FileDownload) async throws {
        if let output = options.output, output != "-" {
            let target = URL(fileURLWithPath: output)
            try checkIsFree(target)
            return announce(try await save(download, to: target), target)
        }
        let open = try await download.open()
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
            throw CommandFailure(
                .failure,
                "\"\(target.relativePath)\" is there already",
                hint: "Choose another name with -o, or replace it with --force."
            )
        }
    }

    private func announce(_ bytes: Int64, _ target: URL) {
        OutputPort.standardError.note("Wrote \(bytes) bytes to \(target.relativePath.terminalSafeLine)")
    }

    // MARK: - To a file

    private func save(_ download: FileDownload, to target: URL) async throws -> Int64 {
        let bar = ProgressBar(name: target.lastPathComponent, line: statusLine)
        defer { bar.end() }
        if options.resumes, let count = FileDownload.partialByteCount(of: target) {
            bar.note("Continuing at \(ByteCount.text(count))")
        }
        do {
            let file = try await download.write(
                to: target,
                overwriting: options.overwrites,
                resuming: options.resumes,
                progress: { bar.show($0) }
            )
            return file.byteCount
        } catch {
            if options.resumes, let count = FileDownload.partialByteCount(of: target) {
                bar.note("Kept \(ByteCount.text(count)); the same command continues there.")
            }
            throw error
        }
    }

    /// Saves an open response, which avoids a second request.
    private func save(_ open: FileDownload.Response, to target: URL) async throws -> Int64 {
        let bar = ProgressBar(name: target.lastPathComponent, line: statusLine)
        defer { bar.end() }
        let file = try await open.write(to: target, overwriting: options.overwrites, progress: { bar.show($0) })
        return file.byteCount
    }

    // MARK: - To standard output

    private func show(_ open: FileDownload.Response) async throws {
        guard port.isTerminal else {
            let bar = ProgressBar(name: open.info.suggestedFilename ?? "download", line: statusLine)
            defer { bar.end() }
            var count: Int64 = 0
            for try await chunk in open.body {
                try port.write(chunk)
                count += Int64(chunk.count)
                bar.show(DownloadProgress(receivedBytes: count, totalBytes: open.info.length))
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
        let type = (contentType ?? "").prefix { $0 != ";" }.trimmingWhitespace.lowercased()
        return type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("+xml")
            || ["application/json", "application/xml", "application/yaml", "application/javascript"].contains(type)
    }
}

/// The options of a download.
struct DownloadSettings: Sendable {
    /// The value of `--output`.
    var output: String?
    var overwrites = false
    var resumes = false
}
