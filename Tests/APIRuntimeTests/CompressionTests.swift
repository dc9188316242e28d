import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

/// Compressed responses: Foundation inflates them, and the result is limited as well.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct CompressionTests {
    private static func answer(_ bytes: [UInt8], type: String) -> ScriptedServer.Answer {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Encoding: gzip\r\n"
        return [.send(Array("\(head)Content-Length: \(bytes.count)\r\n\r\n".utf8) + bytes)]
    }

    private func files(_ server: ScriptedServer) throws -> FileDownload {
        try makeClient(server).workers.retrieveFile(workerID: "w", filePath: "f")
    }

    @Test func bodiesAreInflated() async throws {
        let server = try ScriptedServer(
            Self.answer(Gzip.wrap(Array(#"{"a":1}"#.utf8)), type: "application/json"),
            Self.answer(Gzip.wrap(Array("data: a\n\ndata: b\n\n".utf8)), type: "text/event-stream"),
            Self.answer(Gzip.wrap(Array("file".utf8)), type: "text/plain"),
            Self.answer(Gzip.wrap(Array("file".utf8)), type: "text/plain")
        )
        let client = try makeClient(server)
        #expect(try await client.api.send(.any()) == ["a": 1])
        var data: [String] = []
        for try await event in client.api.stream(.events) { data.append(event.data) }
        #expect(data == ["a", "b"])
        #expect(server.requests[1]["Accept-Encoding"] == "identity")
        #expect(try await files(server).data() == Data("file".utf8))
        // Content-Length counts the compressed bytes.
        let folder = try TemporaryFolder()
        #expect(try await files(server).write(to: folder.file("f")).byteCount == 4)
    }

    @Test func limitsDecompressedBodies() async throws {
        let bomb = Gzip.bomb(megabytes: 64)
        #expect(bomb.count < 500_000)
        let server = try ScriptedServer(Self.answer(bomb, type: "application/json"))
        let client = try makeClient(server)
        let error = try await apiError { try await client.api.send(.any()) }
        #expect(error.code == .limitExceeded)
        #expect(error.operation == "any")
        #expect(server.requests.count == 1)
        #expect(try await apiError { try await files(server).data(upTo: 1 << 20) }.code == .limitExceeded)
        let events = try ScriptedServer(Self.answer(bomb, type: "text/event-stream"))
        let stream = try makeClient(events).api.stream(.events)
        #expect(try await apiError { for try await _ in stream {} }.code == .limitExceeded)
    }

    @Test func truncatesDecompressedErrorBodies() async throws {
        let bomb = Gzip.bomb(megabytes: 64)
        let head = "HTTP/1.1 400 No\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n"
        let server = try ScriptedServer([.send(Array("\(head)Content-Length: \(bomb.count)\r\n\r\n".utf8) + bomb)])
        let error = try await apiError { try await makeClient(server).api.send(.any()) }
        #expect(error.code == .badRequest)
        #expect((error.body?.stringValue?.utf8.count ?? 0) <= 1 << 20)
    }
}
