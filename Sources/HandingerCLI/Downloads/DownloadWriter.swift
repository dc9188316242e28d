import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Writes a download to a file or to standard output.
struct DownloadWriter: Sendable {
    let port: OutputPort
    let options: DownloadSettings
    /// The status line; nil if the terminal does not support it.
    let statusLine: StatusLine?

    func write(_ download: FileDownload) async throws {
        var folder = ""
        switch options.output.map(DownloadDestination.init) {
        case .file(let path):
            let target = URL(fileURLWithPath: path)
            if options.resumes, try await isComplete(target, of: download) { return }
            try checkIsFree(target)
            return announce(try await save(download, to: target), target)
        case .standardOutput:
            return try await show(download.open())
        case .device(let path):
            let device = try FileDescriptor(opening: path, flags: O_WRONLY)
            return try await copy(download.open(), to: OutputPort(device.number))
        case .folder(let path):
            folder = path
        case nil: break
        }
        let open = try await download.open()
        if folder.isEmpty, !port.isTerminal || Self.isText(open.info.contentType) { return try await show(open) }
        guard let name = open.info.suggestedFilename else {
            throw CommandFailure(
                .failure,
                folder.isEmpty
                    ? "The file is not text and the server gives it no name" : "The server gives the file no name",
                hint: "Name it with -o, or write it to standard output with -o -."
            )
        }
        let target = URL(fileURLWithPath: folder.isEmpty ? name : folder + "/" + name)
        try checkIsFree(target)
        announce(try await save(open, to: target), target)
    }

    private func checkIsFree(_ target: URL) throws {
        guard options.overwrites || !FileManager.default.fileExists(atPath: target.path) else {
            throw CommandFailure(
                .failure,
                "\"\(target.relativePath)\" already exists",
                hint: "Choose another name with -o, or replace it with --force."
            )
        }
    }

    /// Whether an earlier run with `--resume` has downloaded the whole file.
    private func isComplete(_ target: URL, of download: FileDownload) async throws -> Bool {
        guard FileDownload.partialByteCount(of: target) == nil,
            let size = try? FileManager.default.attributesOfItem(atPath: target.path)[.size] as? any BinaryInteger,
            try await download.open().info.length == Int64(size)
        else { return false }
        OutputPort.standardError.note("\(target.relativePath.terminalSafeLine) is complete")
        return true
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
        guard port.isTerminal else { return try await copy(open, to: port) }
        var filter = TerminalFilter()
        var endsLine = true
        for try await chunk in open.body {
            let text = filter.filter(chunk)
            if let last = text.unicodeScalars.last { endsLine = last == "\n" }
            try port.write(text)
        }
        try port.write(filter.finish() + (endsLine ? "" : "\n"))
    }

    private func copy(_ open: FileDownload.Response, to port: OutputPort) async throws {
        let bar = ProgressBar(name: open.info.suggestedFilename ?? "download", line: statusLine)
        defer { bar.end() }
        var count: Int64 = 0
        for try await chunk in open.body {
            try port.write(chunk)
            count += Int64(chunk.count)
            bar.show(DownloadProgress(receivedBytes: count, totalBytes: open.info.length))
        }
    }

    private static func isText(_ contentType: String?) -> Bool {
        let type = (contentType ?? "").prefix { $0 != ";" }.trimmingWhitespace.lowercased()
        return type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("+xml")
            || ["application/json", "application/xml", "application/yaml", "application/javascript"].contains(type)
    }
}

/// The meaning of `--output`.
enum DownloadDestination: Equatable {
    case file(String)
    /// A folder, in which the server names the file.
    case folder(String)
    case standardOutput
    /// A device, pipe or socket, which cannot be replaced by a file.
    case device(String)

    init(_ output: String) {
        var status = stat()
        let exists = stat(output, &status) == 0
        let kind = status.st_mode & S_IFMT
        self =
            if ["-", "/dev/stdout", "/dev/fd/1"].contains(output) {
                .standardOutput
            } else if output.utf8.last == UInt8(ascii: "/") || (exists && kind == S_IFDIR) {
                .folder(output)
            } else if exists, kind != S_IFREG {
                .device(output)
            } else {
                .file(output)
            }
    }
}

/// The options of a download.
struct DownloadSettings: Sendable {
    /// The value of `--output`.
    var output: String?
    var overwrites = false
    var resumes = false
}
