import Foundation
import HTTPTypes
import HandingerTestSupport
import Testing

@testable import HandingerServer

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct LoopbackServerTests {
    /// Echoes the request, or streams at `/stream`.
    private static func echo(_ request: HTTPRequest, _ body: [UInt8]) -> RouteResponse {
        if request.path == "/stream" {
            return RouteResponse(
                body: .stream { write in
                    for piece in ["one ", "", "two"] { try await write(Array(piece.utf8)) }
                }
            )
        }
        let text = "\(request.method.rawValue) \(request.path ?? "") \(body.count)"
        return RouteResponse(headers: [.contentType: "text/plain"], body: .bytes(Array(text.utf8)))
    }

    private func withServer(
        limits: ServerLimits = ServerLimits(),
        respond: @escaping Connection.Respond = { Self.echo($0, $1) },
        _ body: (Int) async throws -> Void
    ) async throws {
        let listener = try await Listener(port: 0)
        let server = LoopbackServer(listener: listener, limits: limits, respond: respond)
        do {
            try await body(listener.port)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func status(port: Int, sending text: String) async throws -> Int? {
        var client = try await RawClient(port: port)
        defer { client.close() }
        try await client.send(text)
        return try await client.response()?.status
    }

    @Test func keepsAConnectionForManyRequests() async throws {
        try await withServer { port async throws in
            var client = try await RawClient(port: port)
            defer { client.close() }
            for count in 0..<3 {
                let body = String(repeating: "x", count: count * 3_000)
                try await client.send(
                    "POST /\(count) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.count)\r\n\r\n"
                )
                try await client.send(body)
                let response = try #require(try await client.response())
                #expect(response.text == "POST /\(count) \(body.count)")
                #expect(response.headers["date"]?.hasSuffix(" GMT") == true)
            }
        }
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        try await withServer { port async throws in
            var client = try await RawClient(port: port)
            defer { client.close() }
            try await client.send((0..<20).map { "GET /\($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined())
            for count in 0..<20 {
                #expect(try await client.response()?.text == "GET /\(count) 0")
            }
        }
    }

    @Test func sendsStreamsInChunksAndToHTTP10WithoutThem() async throws {
        try await withServer { port async throws in
            var client = try await RawClient(port: port)
            try await client.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let response = try #require(try await client.response())
            #expect(response.text == "one two")
            #expect(response.headers["transfer-encoding"] == "chunked")
            client.close()

            var old = try await RawClient(port: port)
            defer { old.close() }
            try await old.send("GET /stream HTTP/1.0\r\nHost: localhost\r\n\r\n")
            #expect(try await old.take(through: "\r\n\r\none two") != nil)
            #expect(try await old.response() == nil)
        }
    }

    @Test func sends100Continue() async throws {
        try await withServer { port async throws in
            var client = try await RawClient(port: port)
            defer { client.close() }
            try await client.send(
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
            )
            #expect(try await client.response()?.status == 100)
            try await client.send("ab")
            #expect(try await client.response()?.text == "POST / 2")
        }
    }

    @Test func rejectsOversizedHeadsAndBodies() async throws {
        try await withServer { port async throws in
            let fields = String(repeating: "X: \(String(repeating: "y", count: 1_000))\r\n", count: 90)
            #expect(try await status(port: port, sending: "GET / HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n") == 431)
            let length = 2 * 1024 * 1024
            let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length:"
            #expect(try await status(port: port, sending: "\(head) \(length + 1)\r\n\r\nstart of it") == 413)
            let whole = String(repeating: "x", count: length)
            #expect(try await status(port: port, sending: "\(head) \(length)\r\n\r\n\(whole)") == 200)
        }
    }

    @Test(arguments: [
        ("evil.example", nil, 421), ("127.0.0.1.evil.example", nil, 421), ("", nil, 421),
        ("localhost:8080", nil, 200), ("127.0.0.1", "http://localhost:3000", 200),
        ("127.0.0.1", "https://evil.example", 403), ("127.0.0.1", "null", 403),
    ])
    func rejectsForeignHostsAndOrigins(host: String, origin: String?, status: Int) async throws {
        try await withServer { port async throws in
            let field = origin.map { "Origin: \($0)\r\n" } ?? ""
            let text = "GET / HTTP/1.1\r\nHost: \(host)\r\n\(field)\r\n"
            #expect(try await self.status(port: port, sending: text) == status)
        }
    }

    /// Limits with one short timeout; all others are generous for a busy machine.
    private func limits(_ short: WritableKeyPath<ServerLimits, Duration>) -> ServerLimits {
        var limits = ServerLimits()
        (limits.headTimeout, limits.bodyTimeout, limits.idleTimeout) = (.seconds(60), .seconds(60), .seconds(60))
        limits[keyPath: short] = .milliseconds(50)
        limits.precision = .milliseconds(5)
        return limits
    }

    @Test func timesOutHeadsAndBodies() async throws {
        try await withServer(limits: limits(\.headTimeout)) { port async throws in
            #expect(try await status(port: port, sending: "") == 408)
            #expect(try await status(port: port, sending: "GET / HTTP/1.1\r\n") == 408)
        }
        try await withServer(limits: limits(\.bodyTimeout)) { port async throws in
            let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"
            #expect(try await status(port: port, sending: head + "abc") == 408)
        }
        try await withServer(limits: limits(\.idleTimeout)) { port async throws in
            var idle = try await RawClient(port: port)
            defer { idle.close() }
            try await idle.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try await idle.response()?.status == 200)
            #expect(try await idle.response() == nil)
        }
    }

    @Test func stuckConnectionsDoNotDelayOthers() async throws {
        try await withServer { port async throws in
            var stuck: [RawClient] = []
            defer { stuck.forEach { $0.close() } }
            for _ in 0..<300 {
                let client = try await RawClient(port: port)
                try await client.send("GET / HTTP/1.1\r\nHost: local")
                stuck.append(client)
            }
            let start = ContinuousClock.now
            #expect(try await status(port: port, sending: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") == 200)
            #expect(.now - start < .seconds(1))
        }
    }

    @Test func rejectsConnectionsBeyondTheLimit() async throws {
        var limits = ServerLimits()
        limits.connections = 1
        try await withServer(limits: limits) { port async throws in
            var first = try await RawClient(port: port)
            try await first.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try await first.response()?.status == 200)
            #expect(try await status(port: port, sending: "") == 503)
            first.close()
        }
    }

    @Test func cancelsAStreamAfterADisconnect() async throws {
        let (ended, continuation) = AsyncStream<Void>.makeStream()
        try await withServer { _, _ in
            RouteResponse(
                body: .stream { write in
                    defer { continuation.finish() }
                    try await write(Array("begin".utf8))
                    try await Task.sleep(for: .seconds(3_600))
                }
            )
        } _: { port async throws in
            var client = try await RawClient(port: port)
            try await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try await client.take(through: "begin") != nil)
            client.close()
            for await _ in ended {}
        }
    }

    @Test func stoppingEndsStreamsAndFreesThePort() async throws {
        let listener = try await Listener(port: 0)
        let server = LoopbackServer(listener: listener) { _, _ in
            RouteResponse(
                body: .stream { write in
                    try await write(Array("begin".utf8))
                    try await Task.sleep(for: .seconds(3_600))
                }
            )
        }
        var client = try await RawClient(port: listener.port)
        defer { client.close() }
        try await client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try await client.take(through: "begin") != nil)
        await server.stop()
        #expect(try await client.take(through: "0\r\n\r\n") == nil, "a cut stream must not look complete")
        let second = try await Listener(port: listener.port)
        await LoopbackServer(listener: second) { Self.echo($0, $1) }.stop()
    }

    @Test func reportsAPortInUse() async throws {
        let listener = try await Listener(port: 0)
        let server = LoopbackServer(listener: listener) { Self.echo($0, $1) }
        let error = await #expect(throws: LocalServerError.self) { try await Listener(port: listener.port) }
        #expect(error?.code == .portUnavailable)
        #expect(error?.description.contains("127.0.0.1:\(listener.port)") == true)
        let invalid = await #expect(throws: LocalServerError.self) { try await Listener(port: 70_000) }
        #expect(invalid?.code == .invalidPort)
        await server.stop()
    }
}
