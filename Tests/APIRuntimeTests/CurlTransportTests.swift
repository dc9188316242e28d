#if canImport(Glibc)
import Foundation
import Glibc
import HTTPTypes
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Behavior of this transport only. The client's tests, which run over it on Linux, cover the rest.
@Suite(.timeLimit(.minutes(2)), .opensConnections) struct CurlTransportTests {
    private static func send(
        _ server: ScriptedServer,
        _ method: HTTPRequest.Method = .get,
        body: HTTPBody? = nil,
        headers: HTTPFields = [:],
        options: TransportOptions = TransportOptions(),
        host: String = "127.0.0.1",
        over transport: CurlTransport = CurlTransport()
    ) async throws -> (HTTPResponse, [UInt8]) {
        var request = HTTPRequest(method: method, scheme: "http", authority: "\(host):\(server.port)", path: "/x")
        request.headerFields = headers
        let (response, content) = try await transport.send(request, body: body, options: options)
        return (response, try await content.collect())
    }

    @Test func isTheDefaultOnLinux() {
        #expect(APIClient.Configuration().transport is CurlTransport)
    }

    @Test func connectionsAreKeptAfterEveryMethod() async throws {
        let server = try ScriptedServer(.json("{}"))
        let transport = CurlTransport()
        for method in [HTTPRequest.Method.post, .put, .patch, .delete, .get] {
            for body in [nil, HTTPBody(Array("b".utf8)), HTTPBody(), HTTPBody(chunks: [[1], [2]])] {
                _ = try await Self.send(server, method, body: body, over: transport)
            }
        }
        #expect(server.connections == 1)
        #expect(server.requests.count == 20)
    }

    @Test func requestsCarryNothingThatNobodyAskedFor() async throws {
        let server = try ScriptedServer(.json("{}"))
        _ = try await Self.send(server, .post, body: HTTPBody(Array("b".utf8)), headers: [.userAgent: "u"])
        let large = HTTPBody([UInt8](repeating: 1, count: 3 << 20))
        _ = try await Self.send(server, .put, body: large)
        _ = try await Self.send(server, .post)
        #expect(
            server.requests.map { $0.headers.map { $0.name.lowercased() }.sorted() } == [
                ["accept-encoding", "content-length", "host", "user-agent"],
                ["accept-encoding", "content-length", "host"], ["accept-encoding", "content-length", "host"],
            ]
        )
        #expect(server.requests.map { $0["Content-Length"] } == ["1", "\(3 << 20)", "0"])
        #expect(server.requests[1].body.count == 3 << 20)
    }

    @Test func headerFieldsGoOutAsTheyAre() async throws {
        let server = try ScriptedServer(.json("{}"))
        var headers = HTTPFields()
        headers[try #require(.init("X-Empty"))] = ""
        headers[try #require(.init("X-Text"))] = "a; b: \u{e9}"
        headers[.expect] = "100-continue"
        _ = try await Self.send(server, headers: headers)
        let request = try #require(server.requests.first)
        #expect(request["X-Empty"] == "")
        #expect(request["X-Text"] == "a; b: \u{e9}")
        #expect(request["Expect"] == nil)
    }

    @Test func sendsAGETWithABody() async throws {
        let server = try ScriptedServer(.json("{}"))
        for body in [HTTPBody(Array("b".utf8)), HTTPBody([UInt8](repeating: 2, count: 100_000))] {
            _ = try await Self.send(server, .get, body: body)
            #expect(server.requests.last?.method == "GET")
            #expect(server.requests.last?.body.count == body.length.map(Int.init))
        }
        await #expect(throws: APIError.self) { try await Self.send(server, .head, body: HTTPBody([1])) }
    }

    @Test func bodiesOfUnknownLengthAreChunked() async throws {
        let server = try ScriptedServer(.json("{}"))
        let chunks = AsyncStream<[UInt8]> { continuation in
            for index in 0..<100 { continuation.yield([UInt8](repeating: UInt8(index), count: 1_000)) }
            continuation.finish()
        }
        _ = try await Self.send(server, .post, body: HTTPBody(chunks))
        let request = try #require(server.requests.first)
        #expect(request["Transfer-Encoding"] == "chunked")
        #expect(request["Content-Length"] == nil)
        #expect(request.body == (0..<100).flatMap { [UInt8](repeating: UInt8($0), count: 1_000) })
    }

    @Test func throwsTheErrorOfTheBody() async throws {
        struct Broken: Error {}
        let server = try ScriptedServer(.json("{}"))
        let chunks = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield([1])
            continuation.finish(throwing: Broken())
        }
        let error = try await apiError { try await Self.send(server, .post, body: HTTPBody(chunks)) }
        #expect(error.code == .file)
        for length in [1, 3] as [Int64] {
            let pieces = AsyncStream<[UInt8]> { continuation in
                continuation.yield([1, 2])
                continuation.finish()
            }
            let body = HTTPBody(pieces, length: length)
            #expect(try await apiError { try await Self.send(server, .post, body: body) }.code == .file)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func appliesBackpressureWithoutLoss() async throws {
        let piece = [UInt8](repeating: 7, count: 1 << 20)
        let sent = Gate()
        let count = 64
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: \(count << 20)\r\n\r\n"
        let server = try ScriptedServer([.text(head)] + (0..<count).map { _ in .send(piece) } + [.open(sent)])
        let client = try makeClient(server)
        let file = Endpoint<FileDownload>(id: "f", method: .get, path: "/f", response: .download)
        var bytes = try await client.api.download(file).open().body.makeAsyncIterator()
        var received = try await bytes.next()?.count ?? 0
        #expect(await sent.opens(within: 0.5) == false)
        while let chunk = try await bytes.next() { received += chunk.count }
        #expect(received == count << 20)
        #expect(await sent.opens())
    }

    /// The server sends everything and closes the connection before the reader continues.
    @Test func readsPausedResponsesToTheirEnd() async throws {
        let isSent = Gate()
        let size = 3 << 20
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\nConnection: close\r\n\r\n"
        let server = try ScriptedServer([
            .text(head), .send([UInt8](repeating: 7, count: size)), .open(isSent), .close,
        ])
        let client = try makeClient(server)
        let body = try await client.api.download(Endpoint(id: "f", method: .get, path: "/f", response: .download))
            .open().body
        #expect(await isSent.opens())
        // Another exchange, so that the loop has seen the end of the first connection.
        let other = try ScriptedServer(.json("{}"))
        for _ in 0..<3 { _ = try await Self.send(other, over: .shared) }
        #expect(try await body.collect().count == size)
    }

    /// A body that is dropped or cancelled under backpressure must not stay in memory.
    @Test(arguments: [true, false]) func releasesPausedResponses(byCancelling: Bool) async throws {
        let closed = Gate()
        let big = [UInt8](repeating: 7, count: 16 << 20)
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(big.count + 1)\r\n\r\n"
        let server = try ScriptedServer(.raw(head, then: [.send(big), .untilClosed(closed)]))
        let file = Endpoint<FileDownload>(id: "f", method: .get, path: "/f", response: .download)
        let client = try makeClient(server)
        let isHeldBack = Gate()
        let task = Task {
            let body = try await client.api.download(file).open().body
            var bytes = body.makeAsyncIterator()
            _ = try await bytes.next()
            isHeldBack.open()
            guard byCancelling else { return }
            while try await bytes.next() != nil { try await Task.sleep(for: .seconds(100)) }
        }
        #expect(await isHeldBack.opens())
        if byCancelling { task.cancel() }
        #expect(await closed.opens())
        _ = await task.result
    }

    /// libcurl would repeat the request over another connection, whatever its method.
    @Test(arguments: [HTTPRequest.Method.get, .put, .post, .delete], [nil, Optional(HTTPBody([1, 2]))])
    func doesNotRepeatRequestsOverNewConnections(method: HTTPRequest.Method, body: HTTPBody?) async throws {
        for end in [ScriptedServer.Step.close, .reset] {
            let server = try ScriptedServer { index, _ in index == 0 ? .json("{}") : [end] }
            let transport = CurlTransport()
            _ = try await Self.send(server, method, body: body, over: transport)
            let error = await #expect(throws: TransportError.self) {
                try await Self.send(server, method, body: body, over: transport)
            }
            #expect(error?.reason == .connectionLost)
            #expect(server.requests.count == 2)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nX-Latin: \u{1}\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\n{}\r\n0\r\nX: 1\r\nY: 2\r\n\r\n",
    ])
    func oddResponsesAreRead(text: String) async throws {
        var bytes = Array(text.utf8)
        if let place = bytes.firstIndex(of: 1) { bytes[place] = 0xE9 }
        let server = try ScriptedServer([.send(bytes), .close])
        let (response, body) = try await Self.send(server)
        #expect(response.status == .ok)
        #expect(body == Array("{}".utf8))
        #expect(!response.headerFields.contains { $0.name.canonicalName == "x" })
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}", "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
        "HTTP/1.1 99 OK\r\n\r\n{}", "HTTP/1.1 1000 OK\r\n\r\n{}", "HTTP/1.1 abc OK\r\n\r\n{}", "{}",
        "HTTP/1.1 200 OK\r\nno field\r\n\r\n{}", "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 300_000) + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\n" + String(repeating: "X: x\r\n", count: 100_000) + "\r\n",
        String(repeating: "HTTP/1.1 103 E\r\n\r\n", count: 100_000),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    ])
    func malformedResponsesAreErrors(text: String) async throws {
        let server = try ScriptedServer(.raw(text, then: [.close]))
        let error = await #expect(throws: TransportError.self) { try await Self.send(server) }
        #expect(error?.reason == .malformedResponse, "\(text.prefix(60)): \(String(describing: error))")
    }

    /// The body with a matching Content-Length.
    @Test(arguments: [("gzip", 8), ("gzip", 12), ("deflate", 4), ("deflate", 9)])
    func rejectsTruncatedCompressedBodies(encoding: String, missing: Int) async throws {
        let whole = Gzip.wrap(Array("hello world, hello world".utf8))
        // zlib adds two bytes before and four after; gzip adds ten and eight.
        let zlib = [0x78, 0x9C] + whole[10..<(whole.count - 8)] + [0, 0, 0, 0]
        let bytes = (encoding == "gzip" ? whole : zlib).dropLast(missing)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: \(bytes.count)\r\n\r\n"
        let server = try ScriptedServer([.text(head), .send(Array(bytes))])
        let error = await #expect(throws: TransportError.self) { try await Self.send(server) }
        #expect(error?.reason == .bodyTruncated)
    }

    @Test func limitsDecompressedBodies() async throws {
        let body = Gzip.bomb(megabytes: 64)
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
        let server = try ScriptedServer([.text(head + "Content-Length: \(body.count)\r\n\r\n"), .send(body)])
        var configuration = CurlTransport.Configuration()
        configuration.maximumDecompressedSize = 1 << 20
        let transport = CurlTransport(configuration: configuration)
        let error = try await apiError {
            try await makeClient(server) { $0.transport = transport }.api.send(.any())
        }
        #expect(error.code == .limitExceeded)
        #expect(error.retries == 0)
        #expect(server.requests.count == 1)
    }

    @Test func connectsOverIPv6() async throws {
        let server = try ScriptedServer(listener: Socket.listenOnIPv6()) { _, _ in .json("{}") }
        let (response, _) = try await Self.send(server, host: "[::1]")
        #expect(response.status == .ok)
        #expect(server.requests.first?["Host"] == "[::1]:\(server.port)")
    }

    @Test func connectsToAUnixSocket() async throws {
        let folder = try TemporaryFolder()
        var configuration = CurlTransport.Configuration()
        configuration.unixSocketPath = folder.file("s").path
        let server = try ScriptedServer(listener: Socket.listen(unixSocketPath: folder.file("s").path)) { _, _ in
            .json("{}")
        }
        let transport = CurlTransport(configuration: configuration)
        let (response, _) = try await Self.send(server, host: "api.invalid", over: transport)
        #expect(response.status == .ok)
        #expect(server.requests.first?["Host"]?.hasPrefix("api.invalid") == true)
    }

    @Test func separateTransportsCloseTheirConnections() async throws {
        let server = try ScriptedServer(.json("{}"))
        let transport = Locked<CurlTransport?>(CurlTransport())
        _ = try await Self.send(server, over: transport.withLock { $0 ?? .shared })
        #expect(server.openConnections == 1)
        transport.withLock { $0 = nil }
        for _ in 0..<1_000 where server.openConnections > 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(server.openConnections == 0)
    }

    @Test func limitsConnections() async throws {
        let gate = Gate()
        let server = try ScriptedServer([.wait(gate)] + .json("{}"))
        var configuration = CurlTransport.Configuration()
        configuration.maximumConnectionsPerHost = 3
        let transport = CurlTransport(configuration: configuration)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await Self.send(server, over: transport) } }
            gate.open()
            try await group.waitForAll()
        }
        #expect(server.connections <= 3)
        #expect(server.requests.count == 20)
    }

    @Test func reportsOldLibraries() throws {
        let error = #expect(throws: APIError.self) { try CurlLibrary.check(version: 0x07_3D_00, name: "7.61.0") }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("7.61.0") == true)
        #expect(error?.message.contains("7.66.0") == true)
        try CurlLibrary.check(version: 0x07_42_00, name: "7.66.0")
    }

    @Test func mirrorsHidePasswords() {
        var configuration = CurlTransport.Configuration()
        configuration.proxy = .url("http://user:SECRET@127.0.0.1:1")
        configuration.clientCertificate = .init(certificateFile: "c", privateKeyFile: "k", password: "SECRET")
        var text = ""
        dump(configuration, to: &text)
        dump(CurlTransport(configuration: configuration), to: &text)
        text += "\(configuration)"
        #expect(!text.contains("SECRET"))
    }
}
#endif
