import APIRuntime
import Foundation
import TestSupport
import Testing

/// What servers do that ours does not, and HTTP allows.
@Suite(.opensConnections) struct OtherServersTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

    @Test(arguments: [
        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </b>\r\n\r\n",
    ])
    func interimResponsesArePassedOver(interim: String) async throws {
        let server = try LoopbackServer(.raw(interim + Self.ok))
        let response = try await makeClient(server).api.response(to: .any())
        #expect(response.status == .ok)
        #expect(!response.headers.contains { $0.name.canonicalName == "link" })
        #expect(server.requests.count == 1)
    }

    @Test func anInterimResponseAloneIsNone() async throws {
        let server = try LoopbackServer(.raw("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", then: [.close]))
        let error = try await apiError { try await makeClient(server).api.send(.any()) }
        #expect(error.status == nil)
        #expect(error.code == .connection)
        #expect(server.requests.count == 3)
    }

    /// Servers close connections that were idle for a while, and a request may just then be on its way.
    @Test(.timeLimit(.minutes(1)), arguments: [RequestBody.json("b"), nil])
    func aPostIsNotSentAgainOverAnotherConnection(body: RequestBody?) async throws {
        let server = try LoopbackServer { index, _ in index == 0 ? .json("{}") : [.close] }
        let client = try makeClient(server)
        try await client.api.send(.any(.post, body: body))
        let error = try await apiError { try await client.api.send(.any(.post, body: body)) }
        #expect(error.code == .connection)
        #expect(server.requests.count == 2)
    }

    /// Foundation would fail with a number, each time it is tried.
    @Test func whatURLSessionCannotSendIsSaidInWords() async throws {
        let server = try LoopbackServer(.json("{}"))
        let client = try makeClient(server) { $0.transport = URLSessionTransport() }
        let get = try await apiError { try await client.api.send(.any(.get, body: .json("b"))) }
        #expect(get.code == .invalidRequest)
        #expect(get.message.contains("GET"))
        #if canImport(FoundationNetworking)
        let other = try client.copy(baseURL: "http://[::1]:\(server.port)")
        let address = try await apiError { try await other.api.send(.any()) }
        #expect(address.code == .configuration)
        #expect(address.message.contains("IPv6"))
        #expect(address.retries == 0)
        #endif
        #expect(server.requests.isEmpty)
    }

    #if canImport(FoundationNetworking)
    /// Foundation would send no body over the connection that it makes instead of one that turns out to be closed.
    @Test(.timeLimit(.minutes(1)), arguments: [HTTPRequest.Method.post, .put, .patch])
    func aRequestWithABodyIsTheLastOfItsConnection(method: HTTPRequest.Method) async throws {
        let server = try LoopbackServer(.json("{}", headers: [("Connection", "close")]) + [.close])
        let client = try makeClient(server) { $0.transport = URLSessionTransport() }
        for number in 1...20 {
            try await client.api.send(.any(method, body: .json("b")))
            #expect(server.requests.last?["Connection"] == "close")
            #expect(server.connections == number)
        }
    }

    /// A server that keeps its connections open all the same, until it closes one.
    @Test(.timeLimit(.minutes(1))) func aBodyThatMeetsAClosedConnectionIsSentAgainByTheRules() async throws {
        let server = try LoopbackServer { index, _ in index == 1 ? [.close] : .json("{}") }
        let client = try makeClient(server) { $0.transport = URLSessionTransport() }
        try await client.api.send(.any(.put, body: .json("b")))
        let response = try await client.api.response(to: .any(.put, body: .json("b")))
        #expect(response.retries == 1)
        #expect(server.requests.map(\.text) == ["\"b\"", "\"b\"", "\"b\""])
    }

    /// A session of its own takes processor time while it waits.
    @Test func postsWithoutABodyWaitForTheirTurn() async throws {
        let (gate, isFull) = (Gate(), Gate())
        let server = try LoopbackServer { index, _ in
            if index == 31 { isFull.open() }
            return [.wait(gate)] + .json("{}")
        }
        let client = try makeClient(server) { $0.transport = URLSessionTransport() }
        let calls = (0..<50).map { _ in Task { try await client.api.send(.any(.post)) } }
        #expect(await isFull.opens())
        // The last ones wait for a connection; the first are answered when the gate is open.
        for call in calls[40...] { call.cancel() }
        #expect(server.requests.count <= 32)
        gate.open()
        var answers = 0
        for call in calls {
            do {
                _ = try await call.value
                answers += 1
            } catch is CancellationError {}
        }
        #expect(answers >= 40)
        #expect(server.requests.count >= 40)
    }
    #endif

    @Test func aContentTypeThatComesTwiceIsOne() async throws {
        let server = try LoopbackServer(.json("{}", headers: [("Content-Type", "application/json")]))
        try await makeClient(server).api.send(.any())
    }

    @Test func aBodyMayEndWithItsConnection() async throws {
        for version in ["1.0", "1.1"] {
            let head = "HTTP/\(version) 200 OK\r\nContent-Type: application/json\r\n\r\n"
            let server = try LoopbackServer(.raw(head + "[1]", then: [.close]))
            #expect(try await makeClient(server).api.send(.any()) == [1])
        }
    }

    /// RFC 9112 section 7.1.1.
    @Test func chunksMayHaveExtensions() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        let server = try LoopbackServer(.raw(head + "2;a=\"b;c\"\r\n[1\r\n01;d\r\n]\r\n0;e\r\n\r\n"))
        #expect(try await makeClient(server).api.send(.any()) == [1])
    }

    /// The server may know the answer before it has read the request, and may not want to read the rest.
    ///
    /// It reads on only when the client has the answer: else all might be sent before the client looks for one.
    @Test func anAnswerMayComeBeforeTheRequestIsSent() async throws {
        let (isAnswered, isClosed) = (Gate(), Gate())
        let server = try LoopbackServer(readsBodies: false) { _, _ in
            .status(413) + [.wait(isAnswered), .untilClosed(isClosed)]
        }
        // More than the buffers of both sockets hold.
        let body = RequestBody.bytes(Data(count: 32 << 20))
        let error = try await apiError { try await makeClient(server).api.send(.any(.post, body: body)) }
        isAnswered.open()
        #expect(error.status?.code == 413)
        #expect(await isClosed.opens())
    }
}
