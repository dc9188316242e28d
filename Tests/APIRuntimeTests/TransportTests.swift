import APIRuntime
import APIRuntimeTesting
import Foundation
import HandingerTestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct TransportTests {
    @Test func redirectsKeepTheMethodOrBecomeAGet() async throws {
        for (status, method, body) in [
            (307, "POST", "\"b\""), (308, "POST", "\"b\""), (302, "GET", ""), (303, "GET", ""),
        ] {
            let server = try ScriptedServer(.status(status, headers: [("Location", "/next?a=%2F")]), .json("{}"))
            try await makeClient(server).api.send(.any(.post, body: .json("b")))
            let requests = server.requests
            #expect(requests.map(\.method) == ["POST", method])
            #expect(requests[1].target == "/next?a=%2F")
            #expect(requests[1].text == body)
            #expect(requests[1]["Authorization"] == "Bearer test-key")
        }
    }

    @Test func anotherOriginGetsNoSecretsAndNoBody() async throws {
        let other = try ScriptedServer(.json("{}"))
        for status in [302, 307, 308] {
            let server = try ScriptedServer(.status(status, headers: [("Location", "\(other.baseURL)/o")]))
            let client = try makeClient(server) { $0.headers = ["X-Custom": "c", "Cookie": "c=1"] }
            try await client.api.send(.any(.post, body: .json("secret")))
        }
        #expect(other.requests.count == 3)
        for request in other.requests {
            #expect(request["Authorization"] == nil)
            #expect(request["X-Custom"] == nil)
            #expect(request["Cookie"] == nil)
            #expect(request["Idempotency-Key"] == nil)
            #expect(request.text == "")
        }
    }

    @Test func aRedirectLoopEndsAfterFiveHops() async throws {
        let server = try ScriptedServer(.status(302, headers: [("Location", "/again")]))
        let error = try await apiError { try await makeClient(server).api.send(.any()) }
        #expect(server.requests.count == 6)
        #expect(error.message.contains("5 hops"))
        #expect(error.status?.code == 302)
    }

    @Test func doesNotRedirectSingleUseBodies() async throws {
        let chunks = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array("once".utf8))
            continuation.finish()
        }
        let server = try ScriptedServer(.status(307, headers: [("Location", "/next")]), .json("{}"))
        let error = try await apiError {
            try await makeClient(server).api.send(.any(.post, body: .stream(HTTPBody(chunks))))
        }
        #expect(error.status?.code == 307)
        #expect(error.message.contains("second time"))
        #expect(server.requests.map(\.text) == ["once"])
    }

    @Test func redirectsOfOtherMethods() async throws {
        let cases: [(Int, HTTPRequest.Method, HTTPRequest.Method)] = [
            (303, .head, .head), (303, .put, .get), (303, .delete, .get), (302, .put, .put), (301, .post, .get),
            (302, .delete, .delete), (308, .patch, .patch), (302, .get, .get),
        ]
        for (status, method, expected) in cases {
            let server = try ScriptedServer { index, _ in
                index == 0
                    ? .raw("HTTP/1.1 \(status) R\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n")
                    : .raw("HTTP/1.1 204 N\r\n\r\n")
            }
            let endpoint = Endpoint<Void>(id: "r", method: method, path: "/x", response: .empty)
            try await makeClient(server).api.send(endpoint)
            #expect(server.requests.map(\.method) == [method.rawValue, expected.rawValue], "\(status)")
        }
    }

    /// Redirect targets are resolved by RFC 3986 section 5.
    @Test(arguments: [
        ("next", "/a/next"), ("../next", "/next"), ("?q=1", "/a/b?q=1"), ("/n#fragment", "/n"), ("./", "/a/"),
        ("/%2e%2e%2Fx", "/%2e%2e%2Fx"), ("/a b", "/a%20b"), ("/\u{E9}", "/%C3%A9"),
    ])
    func relativeTargetsAreResolved(location: String, target: String) async throws {
        let server = try ScriptedServer(.status(302, headers: [("Location", location)]), .json("{}"))
        try await makeClient(server).api.send(.any(.get, "/a/b"))
        #expect(server.requests.last?.target == target)
    }

    @Test func anotherOriginKeepsHowToAnswer() async throws {
        let other = try ScriptedServer(.status(200, body: "data: a\n\n", contentType: "text/event-stream"))
        let server = try ScriptedServer(.status(307, headers: [("Location", "//127.0.0.1:\(other.port)/o")]))
        let client = try makeClient(server, apiKey: "SECRET") { $0.headers = ["X-Custom": "SECRET"] }
        let stream = client.api.stream(Endpoint(id: "s", method: .get, path: "/s", response: .events))
        for try await _ in stream {}
        let request = try #require(other.requests.first)
        #expect(request["Accept"] == "text/event-stream")
        #expect(request["Accept-Encoding"] == "identity")
        #expect(!request.headers.contains { $0.value.contains("SECRET") })
        #expect(request["x-stainless-lang"] == nil)
    }

    @Test func sendsNoSecretsAfterLeavingTheOrigin() async throws {
        let home = Mutex("")
        let other = try ScriptedServer { _, _ in .status(307, headers: [("Location", home.withLock { $0 } + "/end")]) }
        let server = try ScriptedServer { index, _ in
            index == 0 ? .status(307, headers: [("Location", other.baseURL)]) : .json("{}")
        }
        home.withLock { $0 = server.baseURL }
        try await makeClient(server).api.send(.any())
        #expect(server.requests.map { $0["Authorization"] } == ["Bearer test-key", nil])
    }

    /// Foundation on Linux traps if a redirect is answered after the task was cancelled.
    @Test func cancelsDuringARedirect() async throws {
        for _ in 0..<100 {
            let asked = Gate()
            let redirect = [ScriptedServer.Step.open(asked)] + .status(302, headers: [("Location", "/next")])
            let server = try ScriptedServer(redirect, .json("{}"))
            let client = try makeClient(server)
            let call = Task { try await client.api.send(.any()) }
            #expect(await asked.opens())
            call.cancel()
            _ = await call.result
        }
    }

    @Test func redirectsThatCannotBeFollowedAreErrors() async throws {
        let locations: [[(String, String)]] = [
            [], [("Location", "ftp://a/b")], [("Location", "file:///etc/passwd")],
            [("Location", "http://user:pass@127.0.0.1/")], [("Location", "http:///x")], [("Location", "")],
            [("Location", "javascript:alert(1)")], [("Location", "http://")],
        ]
        for headers in locations {
            let server = try ScriptedServer(.status(302, headers: headers))
            let error = try await apiError { try await makeClient(server).api.send(.any()) }
            #expect(error.status?.code == 302, "\(headers) \(error)")
        }
    }

    @Test(arguments: ["Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"n\"", "Bearer", "Negotiate"])
    func a401ComesThroughWhateverItsChallenge(challenge: String) async throws {
        let server = try ScriptedServer(
            .status(401, headers: [("WWW-Authenticate", challenge)], body: #"{"error":"k"}"#)
        )
        let error = try await apiError { try await makeClient(server).api.send(.any()) }
        #expect(error.code == .authentication)
        #expect(error.body == ["error": "k"])
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
        "nonsense\r\n\r\n", "HTTP/1.1 99999 OK\r\n\r\n", "H", "",
    ])
    func brokenResponsesAreTypedErrors(response: String) async throws {
        for end in [ScriptedServer.Step.close, .reset] {
            let server = try ScriptedServer(.raw(response, then: [end]))
            let error = try await apiError { try await makeClient(server).api.send(.any()) }
            #expect(error.isConnectionError || error.code == .responseValidation, "\(error)")
            #expect(error.retries == 2)
            #expect(server.requests.count == 3)
        }
    }

    @Test func timesOutOnSilence() async throws {
        let (reached, closed) = (Gate(), Gate())
        let server = try ScriptedServer([.open(reached), .untilClosed(closed)])
        let clock = ManualClock()
        let client = try makeClient(server) {
            $0.timeout = .seconds(60)
            $0.clock = clock
            $0.maxRetries = 0
        }
        let task = Task { try await client.api.send(.any()) }
        // The timeout begins with the connection.
        #expect(await reached.opens())
        await clock.sleeper(within: .seconds(60))
        clock.advance(by: .seconds(59))
        clock.advance(by: .seconds(1))
        let error = try await apiError { try await task.value }
        #expect(error.code == .timeout)
        #expect(error.isConnectionError)
        #expect(await closed.opens())
    }

    #if os(Linux)
    @Test func timesOutWhileConnecting() async throws {
        // A separate address, because a server that recently responded at the same address and port, such as another
        // test's, is assumed to be there still.
        let host = "127.0.0.2"
        // A socket with a full backlog ignores further connections.
        let listener = try Socket.listen(host: host, backlog: 0)
        let port = Socket.port(of: listener)
        let waiting = try (0..<4).map { _ in try Socket.startConnecting(to: host, port: port) }
        defer { for descriptor in waiting + [listener] { Socket.close(descriptor) } }
        let server = try ScriptedServer()
        let client = try makeClient(server) {
            $0.connectTimeout = .milliseconds(200)
            $0.maxRetries = 1
        }.copy(baseURL: "http://\(host):\(port)")
        let error = try await apiError { try await client.api.send(.any(.post)) }
        #expect(error.code == .timeout)
        #expect(error.retries == 1)
    }
    #endif

    @Test func waitsForASlowServer() async throws {
        let gate = Gate()
        let server = try ScriptedServer([.wait(gate)] + .json("{}"))
        let client = try makeClient(server) { $0.connectTimeout = .milliseconds(50) }
        let task = Task { try await client.api.send(.any()) }
        #expect(await gate.opens(within: 0.2) == false)
        gate.open()
        #expect(try await task.value == [:])
        #expect(server.requests.count == 1)
    }

    @Test func timesOutOnAStalledBody() async throws {
        let closed = Gate()
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        let server = try ScriptedServer(.raw(head, then: [.untilClosed(closed)]))
        let clock = ManualClock()
        let client = try makeClient(server) {
            $0.timeout = .seconds(10)
            $0.clock = clock
            $0.maxRetries = 0
        }
        let connection = client.api.download(
            Endpoint(id: "t", method: .get, path: "/", response: .download)
        )
        let body = try await connection.open().body
        var iterator = body.makeAsyncIterator()
        #expect(try await iterator.next() == [UInt8(ascii: "{")])
        let task = Task { [iterator] in
            var iterator = iterator
            return try await iterator.next()
        }
        await clock.sleeper(within: .seconds(10))
        while !task.isCancelled {
            clock.advance(by: .seconds(10))
            if await closed.opens(within: 0.05) { break }
        }
        let error = try await apiError { try await task.value }
        #expect(error.code == .timeout)
        #expect(error.operation == "t")
        #expect(error.cause is TransportError)
    }

    /// The timeout limits silence: a slow response may take any time.
    @Test func acceptsASlowBody() async throws {
        let gates = (0..<4).map { _ in Gate() }
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(gates.count)\r\n\r\n"
        let server = try ScriptedServer(.raw(head, then: gates.flatMap { [.wait($0), .text("x")] }))
        let clock = ManualClock()
        let client = try makeClient(server) {
            $0.timeout = .seconds(60)
            $0.clock = clock
        }
        let folder = try TemporaryFolder()
        let target = folder.file("f")
        let received = gates.map { _ in Gate() }
        let task = Task {
            try await client.workers.retrieveFile(workerID: "w", filePath: "f")
                .write(to: target) { progress in received[Int(progress.receivedBytes) - 1].open() }
        }
        for (gate, received) in zip(gates, received) {
            await clock.sleeper(within: .seconds(60))
            clock.advance(by: .seconds(40))
            gate.open()
            #expect(await received.opens())
        }
        #expect(try await task.value.byteCount == 4)
    }

    @Test func cancellationClosesTheSocketAtOnce() async throws {
        for bytes in ["", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"] {
            let (reached, closed) = (Gate(), Gate())
            let server = try ScriptedServer(.raw(bytes, then: [.open(reached), .untilClosed(closed)]))
            let client = try makeClient(server)
            let task = Task { try await client.api.send(.any()) }
            #expect(await reached.opens())
            task.cancel()
            #expect(await closed.opens())
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(server.requests.count == 1)
        }
    }

    @Test func droppingAnUnreadBodyClosesTheSocket() async throws {
        let closed = Gate()
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
        let server = try ScriptedServer(.raw(head, then: [.untilClosed(closed)]))
        let download = try makeClient(server).workers.retrieveFile(workerID: "w", filePath: "f")
        do { _ = try await download.open() }
        #expect(await closed.opens())
    }

    @Test func appliesBackpressureToOneResponse() async throws {
        let piece = [UInt8](repeating: 7, count: 1 << 20)
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(piece.count * 64)\r\n\r\n"
        let long = try ScriptedServer(.raw(head, then: (0..<64).map { _ in .send(piece) }))
        let client = try makeClient(long)
        let short = try ScriptedServer(.json("{}"))
        let other = try makeClient(short)
        let download = try await client.workers.retrieveFile(workerID: "w", filePath: "f").open()
        var count = 0
        for try await chunk in download.body {
            let calls = count / piece.count
            count += chunk.count
            // A reader that pauses after each megabyte is slower than any server.
            if count / piece.count > calls { try await other.api.send(.any()) }
        }
        #expect(count == piece.count * 64)
        #expect(short.requests.count == 64)
    }

    @Test func readsFilesLongerThanTheBuffer() async throws {
        let piece = [UInt8](repeating: 7, count: 8 << 20)
        let gates = (0..<5).map { _ in Gate() }
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(piece.count * gates.count)\r\n\r\n"
        let server = try ScriptedServer(.raw(head, then: gates.flatMap { [.send(piece), .wait($0)] }))
        let download = try await makeClient(server).workers.retrieveFile(workerID: "w", filePath: "f").open()
        var count = 0
        for try await chunk in download.body {
            count += chunk.count
            if count.isMultiple(of: piece.count) { gates[count / piece.count - 1].open() }
        }
        #expect(count == piece.count * gates.count)
    }

    @Test func connectionsAreKeptAlive() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server)
        for _ in 0..<20 { try await client.api.send(.any()) }
        #expect(server.requests.count == 20)
        // Foundation returns a connection to its pool shortly after the response, so some calls find none.
        #expect(server.connections < 20)
    }

    @Test func failedAttemptsLeakNoConnection() async throws {
        let server = try ScriptedServer(.status(503))
        let client = try makeClient(server) { $0.retryPolicy.budget = nil }
        for _ in 0..<20 { _ = try await apiError { try await client.api.send(.any()) } }
        #expect(server.requests.count == 60)
        #expect(server.openConnections < 20)
    }

    @Test func sendsAHundredCallsConcurrently() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { try await client.api.send(.any(.post, body: .json("x"))) } }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 100)
    }

    @Test func sendsCallsAndStreamsConcurrently() async throws {
        let events = (0..<20).map { "id: \($0)\ndata: {\"n\":\($0)}\n\n" }.joined()
        let server = try ScriptedServer { _, request in
            request.target.hasSuffix("/stream")
                ? .status(200, body: events, contentType: "text/event-stream") : .json(request.text)
        }
        let client = try makeClient(server)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<100 {
                group.addTask {
                    guard number.isMultiple(of: 2) else {
                        return try await client.api.post("/p", body: .json(number), as: Int.self)
                    }
                    var sum = 0
                    for try await event in client.api.stream(.events) {
                        sum += event.json?["n"]?.intValue ?? 0
                    }
                    return sum
                }
            }
            let sum = try await group.reduce(0, +)
            #expect(sum == 50 * 190 + (1..<100).filter { !$0.isMultiple(of: 2) }.reduce(0, +))
        }
        #expect(server.requests.count == 100)
    }

    @Test func usesACustomTransport() async throws {
        let transport = MockTransport(.json([String: String]()))
        let server = try ScriptedServer()
        let client = try makeClient(server) { $0.transport = transport }
        try await client.api.send(.any(.put, body: .json(["a": 1])))
        #expect(transport.requests.map(\.text) == [#"{"a":1}"#])
    }

    @Test func uploadsAFile() async throws {
        let server = try ScriptedServer(.json("{}"))
        let folder = try TemporaryFolder()
        try Data("content".utf8).write(to: folder.file("f"))
        try await makeClient(server).api.send(.any(.put, body: .file(folder.file("f"), contentType: "text/plain")))
        #expect(server.requests.first?.text == "content")
        #expect(server.requests.first?["Content-Length"] == "7")
        #expect(server.requests.first?["Content-Type"] == "text/plain")
        let missing = RequestBody.file(folder.file("missing"))
        #expect(try await apiError { try await makeClient(server).api.send(.any(.put, body: missing)) }.code == .file)
    }
}
