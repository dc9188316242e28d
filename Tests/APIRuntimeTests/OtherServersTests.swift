import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

/// Behavior of other servers that HTTP allows.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct OtherServersTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

    @Test(arguments: [
        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </b>\r\n\r\n",
    ])
    func interimResponsesArePassedOver(interim: String) async throws {
        let server = try ScriptedServer(.raw(interim + Self.ok))
        let response = try await makeClient(server).api.response(to: .any())
        #expect(response.status == .ok)
        #expect(!response.headers.contains { $0.name.canonicalName == "link" })
        #expect(server.requests.count == 1)
    }

    @Test func interimResponsesAreNotFinal() async throws {
        let server = try ScriptedServer(.raw("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", then: [.close]))
        let error = try await apiError { try await makeClient(server).api.send(.any()) }
        #expect(error.status == nil)
        #expect(error.code == .connection)
        #expect(server.requests.count == 3)
    }

    /// Servers close idle connections, possibly while a request is on its way.
    @Test(.timeLimit(.minutes(1)), arguments: [RequestBody.json("b"), nil])
    func doesNotRepeatAPostOverAnotherConnection(body: RequestBody?) async throws {
        let server = try ScriptedServer { index, _ in index == 0 ? .json("{}") : [.close] }
        let client = try makeClient(server)
        try await client.api.send(.any(.post, body: body))
        let error = try await apiError { try await client.api.send(.any(.post, body: body)) }
        #expect(error.code == .connection)
        #expect(server.requests.count == 2)
    }

    @Test func acceptsARepeatedContentType() async throws {
        let server = try ScriptedServer(.json("{}", headers: [("Content-Type", "application/json")]))
        try await makeClient(server).api.send(.any())
    }

    @Test func acceptsABodyUntilTheConnectionCloses() async throws {
        for version in ["1.0", "1.1"] {
            let head = "HTTP/\(version) 200 OK\r\nContent-Type: application/json\r\n\r\n"
            let server = try ScriptedServer(.raw(head + "[1]", then: [.close]))
            #expect(try await makeClient(server).api.send(.any()) == [1])
        }
    }

    /// Chunk extensions (RFC 9112 section 7.1.1).
    @Test func chunksMayHaveExtensions() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        let server = try ScriptedServer(.raw(head + "2;a=\"b;c\"\r\n[1\r\n01;d\r\n]\r\n0;e\r\n\r\n"))
        #expect(try await makeClient(server).api.send(.any()) == [1])
    }

    /// The server may respond before it has read the request, and may not read the rest.
    ///
    /// It continues to read only after the client has the response; otherwise the client might send everything before
    /// it looks for one.
    @Test func acceptsAnEarlyResponse() async throws {
        let (isAnswered, isClosed) = (Gate(), Gate())
        let server = try ScriptedServer(readsBodies: false) { _, _ in
            .status(413) + [.wait(isAnswered), .untilClosed(isClosed)]
        }
        // More than the buffers of both sockets can hold.
        let body = RequestBody.bytes(Data(count: 32 << 20))
        let error = try await apiError { try await makeClient(server).api.send(.any(.post, body: body)) }
        isAnswered.open()
        #expect(error.status?.code == 413)
        #expect(await isClosed.opens())
    }
}
