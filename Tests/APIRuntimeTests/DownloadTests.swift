import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct DownloadTests {
    private func download(_ server: ScriptedServer, maxRetries: Int = 0) throws -> FileDownload {
        try makeClient(server) { $0.maxRetries = maxRetries }.workers.retrieveFile(workerID: "w", filePath: "a/b é.md")
    }

    private static let partial = "HTTP/1.1 200 OK\r\nContent-Type: text/markdown\r\nContent-Length: 100\r\n\r\nabc"

    @Test func readsBytes() async throws {
        let server = try ScriptedServer(.status(200, body: "# Hi", contentType: "text/markdown"))
        #expect(try await download(server).data() == Data("# Hi".utf8))
        let request = try #require(server.requests.first)
        #expect(request.target == "/api/workers/w/files/a%2Fb%20%C3%A9.md")
        #expect(request["Accept"] == "application/octet-stream")
    }

    @Test func writesAFileAndTellsWhatTheServerSaid() async throws {
        let folder = try TemporaryFolder()
        let headers = [("Content-Disposition", "attachment; filename=\"../../.ssh/plan.md\"")]
        let server = try ScriptedServer(.status(200, headers: headers, body: "# Hi", contentType: "text/markdown"))
        let file = try await download(server).write(to: folder.file("out.md"))
        #expect(file.contentType == "text/markdown")
        #expect(file.suggestedFilename == "plan.md")
        #expect(file.byteCount == 4)
        #expect(try String(contentsOf: folder.file("out.md"), encoding: .utf8) == "# Hi")
        #expect(folder.contents == ["out.md"])
    }

    @Test func refusesToOverwriteBeforeAnythingIsSent() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(.status(200, body: "new", contentType: nil))
        try Data("old".utf8).write(to: folder.file("f"))
        let error = try await apiError { try await download(server).write(to: folder.file("f")) }
        #expect(error.code == .file)
        #expect(error.message.contains("overwriting: true"))
        #expect(server.requests.isEmpty)
        try await download(server).write(to: folder.file("f"), overwriting: true)
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "new")
        let missing = folder.file("missing/f")
        #expect(try await apiError { try await download(server).write(to: missing) }.code == .file)
        #expect(try await apiError { try await download(server).write(to: folder.url) }.code == .file)
    }

    @Test func keepsThePermissionsOfReplacedFiles() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(.status(200, body: "new", contentType: nil))
        for permissions in [0o600, 0o664] {
            try Data("old".utf8).write(to: folder.file("f"))
            let manager = FileManager.default
            try manager.setAttributes([.posixPermissions: permissions], ofItemAtPath: folder.file("f").path)
            try await download(server).write(to: folder.file("f"), overwriting: true)
            let attributes = try manager.attributesOfItem(atPath: folder.file("f").path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == permissions)
        }
    }

    @Test func replacesTheTargetOfALink() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(.status(200, body: "new", contentType: nil))
        try Data("old".utf8).write(to: folder.file("f"))
        try FileManager.default.createSymbolicLink(at: folder.file("link"), withDestinationURL: folder.file("f"))
        #expect(try await apiError { try await download(server).write(to: folder.file("link")) }.code == .file)
        #expect(server.requests.isEmpty)
        let file = try await download(server).write(to: folder.file("link"), overwriting: true)
        #expect(file.url == folder.file("link"))
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link").path) == folder.file("f").path
        )
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "new")
        #expect(folder.contents.sorted() == ["f", "link"])
    }

    /// Replacing a device file would remove it for all programs.
    @Test func replacesOnlyRegularFiles() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(.status(200, body: "new", contentType: nil))
        #expect(mkfifo(folder.file("pipe").path, 0o600) == 0)
        try FileManager.default.createSymbolicLink(at: folder.file("link"), withDestinationURL: folder.file("pipe"))
        for name in ["pipe", "link"] {
            let error = try await apiError {
                try await download(server).write(to: folder.file(name), overwriting: true)
            }
            #expect(error.code == .file)
        }
        #expect(server.requests.isEmpty)
        #expect(folder.contents.sorted() == ["link", "pipe"])
    }

    @Test func doesNotReplaceAFileCreatedMeanwhile() async throws {
        let folder = try TemporaryFolder()
        let (reached, gate) = (Gate(), Gate())
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
        let server = try ScriptedServer(.raw(head, then: [.open(reached), .wait(gate), .text("new")]))
        let target = folder.file("f")
        let task = Task { [download = try download(server)] in try await download.write(to: target) }
        #expect(await reached.opens())
        try Data("old".utf8).write(to: target)
        gate.open()
        let error = try await apiError { try await task.value }
        #expect(error.code == .file)
        #expect(try String(contentsOf: target, encoding: .utf8) == "old")
        #expect(folder.contents == ["f"])
    }

    @Test func brokenDownloadsLeaveTheOldFileAndNothingElse() async throws {
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
        for head in [Self.partial, chunked] {
            for end in [ScriptedServer.Step.close, .reset] {
                let folder = try TemporaryFolder()
                try Data("old".utf8).write(to: folder.file("f"))
                let server = try ScriptedServer(.raw(head, then: [end]))
                let target = folder.file("f")
                let error = try await apiError {
                    try await download(server, maxRetries: 2).write(to: target, overwriting: true)
                }
                #expect(error.code == .connection, "\(error)")
                #expect(error.retries == 2)
                #expect(server.requests.count == 3)
                #expect(try String(contentsOf: target, encoding: .utf8) == "old")
                #expect(folder.contents == ["f"])
            }
        }
    }

    @Test func retriesInterruptedDownloads() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(
            .raw(Self.partial, then: [.close]),
            .status(200, body: "whole", contentType: nil)
        )
        let file = try await download(server, maxRetries: 2).write(to: folder.file("f"))
        #expect(file.byteCount == 5)
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "whole")
    }

    @Test func cancellationLeavesNothing() async throws {
        let folder = try TemporaryFolder()
        let (reached, closed) = (Gate(), Gate())
        let server = try ScriptedServer(.raw(Self.partial, then: [.open(reached), .untilClosed(closed)]))
        let target = folder.file("f")
        let task = Task { [download = try download(server)] in try await download.write(to: target) }
        #expect(await reached.opens())
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await closed.opens())
        #expect(folder.contents.isEmpty)
    }

    @Test func errorStatusesCreateNoFile() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(.status(404, body: #"{"error":"none"}"#))
        let error = try await apiError { try await download(server).write(to: folder.file("f")) }
        #expect(error.code == .notFound)
        #expect(folder.contents.isEmpty)
    }

    @Test(
        arguments: [
            ("attachment; filename=a.txt", "a.txt"), ("attachment; filename=\"a \\\"b\\\".txt\"", "a \"b\".txt"),
            ("inline; filename=x; filename*=UTF-8''na%C3%AFve.txt", "naïve.txt"),
            ("attachment; filename=\"C:\\\\x\\\\y.txt\"", "y.txt"),
            ("attachment; filename=\"..\"", nil), ("attachment", nil), ("attachment; filename=\"...bashrc\"", "bashrc"),
            ("attachment; FileName = \"a:b\"", "a:b"), ("attachment; filename=\"dir/\"", "dir"),
            ("attachment; filename=/etc/passwd", "passwd"), ("attachment; filename*=UTF-8''..%2F..%2Fx", "x"),
            ("attachment; filename*=UTF-8''%2e%2e", nil), ("attachment; filename*=UTF-8''a%00b%0A.txt", "ab.txt"),
            ("attachment; filename*=UTF-8''.%00.%00x", "x"), ("attachment; filename*=ISO-8859-1''x; filename=y", "y"),
            ("attachment; filename*=UTF-8''%FF; filename=y", "y"), ("attachment; filename=\"\"", nil),
            ("attachment; filename=\"a;b\"; size=3", "a;b"), ("attachment; filename=\"open", "open"),
            // A combining mark must not hide a slash, a dot or a quote.
            ("attachment; filename*=UTF-8''dir%2F%CC%81x", "\u{301}x"),
            ("attachment; filename*=UTF-8''.%CC%81bashrc", "\u{301}bashrc"),
            ("attachment; filename*=UTF-8''%E2%80%AEgpj.exe", "gpj.exe"),
            ("attachment; filename*=UTF-8''%C2%A0.x", "x"),
        ] as [(String, String?)]
    )
    func suggestedNamesAreSafe(header: String, name: String?) async throws {
        let transport = FixedResponse(headers: [.contentDisposition: header])
        let server = try ScriptedServer()
        let client = try makeClient(server) { $0.transport = transport }
        let open = try await client.workers.retrieveFile(workerID: "w", filePath: "f").open()
        #expect(open.info.suggestedFilename == name)
    }

    @Test func truncatesLongFileNames() async throws {
        for (stem, type) in [("a", ".md"), ("\u{E9}", ".tar"), ("\u{65E5}", "." + String(repeating: "x", count: 50))] {
            let encoded = String(repeating: stem, count: 300) + type
            let value = encoded.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let transport = FixedResponse(headers: [.contentDisposition: "attachment; filename*=UTF-8''\(value)"])
            let server = try ScriptedServer()
            let client = try makeClient(server) { $0.transport = transport }
            let open = try await client.workers.retrieveFile(workerID: "w", filePath: "f").open()
            let name = try #require(open.info.suggestedFilename)
            #expect((250...255).contains(name.utf8.count))
            #expect(name.hasSuffix(type) == (type.count < 10))
            let folder = try TemporaryFolder()
            // A destination may have a name of the maximum length.
            try await client.workers.retrieveFile(workerID: "w", filePath: "f").write(to: folder.file(name))
            #expect(folder.contents.count == 1)
        }
    }

    private struct FixedResponse: Transport {
        var headers: HTTPFields

        func send(
            _ request: HTTPRequest,
            body: HTTPBody?,
            options: TransportOptions
        ) async throws -> (HTTPResponse, HTTPBody) {
            (HTTPResponse(status: .ok, headerFields: headers), HTTPBody())
        }
    }
}
