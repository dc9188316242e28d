import APIRuntime
import Foundation
import TestSupport
import Testing

@Suite(.opensConnections) struct DownloadTests {
    private func download(_ server: LoopbackServer, maxRetries: Int = 0) throws -> Download {
        try makeClient(server) { $0.maxRetries = maxRetries }.workers.retrieveFile(workerID: "w", filePath: "a/b é.md")
    }

    private static let partial = "HTTP/1.1 200 OK\r\nContent-Type: text/markdown\r\nContent-Length: 100\r\n\r\nabc"

    @Test func readsBytes() async throws {
        let server = try LoopbackServer(.status(200, body: "# Hi", contentType: "text/markdown"))
        #expect(try await download(server).data() == Data("# Hi".utf8))
        let request = try #require(server.requests.first)
        #expect(request.target == "/api/workers/w/files/a%2Fb%20%C3%A9.md")
        #expect(request["Accept"] == "application/octet-stream")
    }

    @Test func writesAFileAndTellsWhatTheServerSaid() async throws {
        let folder = try TemporaryFolder()
        let headers = [("Content-Disposition", "attachment; filename=\"../../.ssh/plan.md\"")]
        let server = try LoopbackServer(.status(200, headers: headers, body: "# Hi", contentType: "text/markdown"))
        let file = try await download(server).write(to: folder.file("out.md"))
        #expect(file.contentType == "text/markdown")
        #expect(file.suggestedFilename == "plan.md")
        #expect(file.byteCount == 4)
        #expect(try String(contentsOf: folder.file("out.md"), encoding: .utf8) == "# Hi")
        #expect(folder.contents == ["out.md"])
    }

    @Test func refusesToOverwriteBeforeAnythingIsSent() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer(.status(200, body: "new", contentType: nil))
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

    @Test func aFileThatAppearsMeanwhileIsNotReplaced() async throws {
        let folder = try TemporaryFolder()
        let (reached, gate) = (Gate(), Gate())
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
        let server = try LoopbackServer(.raw(head, then: [.open(reached), .wait(gate), .text("new")]))
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
            for end in [LoopbackServer.Step.close, .reset] {
                let folder = try TemporaryFolder()
                try Data("old".utf8).write(to: folder.file("f"))
                let server = try LoopbackServer(.raw(head, then: [end]))
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

    @Test func aBrokenDownloadIsTriedAgain() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer(
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
        let server = try LoopbackServer(.raw(Self.partial, then: [.open(reached), .untilClosed(closed)]))
        let target = folder.file("f")
        let task = Task { [download = try download(server)] in try await download.write(to: target) }
        #expect(await reached.opens())
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await closed.opens())
        #expect(folder.contents.isEmpty)
    }

    @Test func aStatusIsAnErrorAndMakesNoFile() async throws {
        let folder = try TemporaryFolder()
        let server = try LoopbackServer(.status(404, body: #"{"error":"none"}"#))
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
        ] as [(String, String?)]
    )
    func suggestedNamesAreSafe(header: String, name: String?) async throws {
        let transport = FixedResponse(headers: [.contentDisposition: header])
        let server = try LoopbackServer()
        let client = try makeClient(server) { $0.transport = transport }
        let open = try await client.workers.retrieveFile(workerID: "w", filePath: "f").open()
        #expect(open.info.suggestedFilename == name)
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
