#if CommandLine
import APIRuntime
import Foundation

/// Puts a file where it was asked for: into a file of the same or another name, or on standard output.
struct DownloadWriter: Sendable {
    let port: OutputPort
    /// The value of `--output`.
    let output: String?

    func write(_ download: Download) async throws {
        if let output, output != "-" {
            try await save(download, to: URL(fileURLWithPath: output))
        } else if output == "-" || !port.isTerminal {
            try await show(try await download.open().body)
        } else {
            let open = try await download.open()
            if Self.isText(open.info.contentType) { return try await show(open.body) }
            // The name comes with the head; the bytes are fetched by the call that writes them whole or not at all.
            guard let name = open.info.suggestedFilename else {
                throw CommandFailure(
                    .failure,
                    "The file is not text and the server gives it no name",
                    hint: "Name it with -o."
                )
            }
            try await save(download, to: URL(fileURLWithPath: name))
        }
    }

    private func save(_ download: Download, to url: URL) async throws {
        guard !FileManager.default.fileExists(atPath: url.path) else {
            throw CommandFailure(
                .failure,
                "\"\(url.relativePath)\" is there already",
                hint: "Choose another name with -o."
            )
        }
        let file = try await download.write(to: url)
        OutputPort.standardError.note("Wrote \(file.byteCount) bytes to \(url.relativePath.terminalSafeLine)")
    }

    private func show(_ body: HTTPBody) async throws {
        guard port.isTerminal else {
            for try await chunk in body { try port.write(chunk) }
            return
        }
        var filter = TerminalFilter()
        var endsLine = true
        for try await chunk in body {
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
#endif
