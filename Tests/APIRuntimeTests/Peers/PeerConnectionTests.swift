#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Reuse of connections, and connections that end at inconvenient moments.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerConnectionTests {
    private static let json = PeerBehaviour.Body.json.data

    /// The moment at which the server closes a reused connection.
    struct End: Sendable, CustomTestStringConvertible {
        /// Before the request, at its first bytes, after its head, after its body, or within the response.
        var point: String
        var how: String

        var testDescription: String { "\(point), \(how)" }

        static let all = ["idle", "connect", "head", "body", "answer", "answer&after=78"].flatMap { point in
            ["fin", "cut", "rst"].map { End(point: point, how: $0) }
        }
    }

    /// Makes two calls; the server closes the connection during the second.
    ///
    /// - Returns: The outcome of the second call and its requests in the log of the server.
    private func callTwice(
        _ end: End,
        _ wire: Peers.Wire,
        _ method: HTTPRequest.Method,
        body: RequestBody?
    ) async throws -> (Result<Data, APIError>, [Peers.Request]) {
        let (client, id) = (try PeerClient(wire), uniqueID())
        #expect(try await client.send("/ok?next=\(end.point)&how=\(end.how)", method, body: body) == Self.json)
        do {
            let data = try await client.send("/ok", method, body: body, id: id)
            return (.success(data), try await Peers.require().requests(id))
        } catch let error as APIError {
            #expect(error.retries == 0)
            return (.failure(error), try await Peers.require().requests(id))
        }
    }

    /// A POST is sent once, because the server may have processed it.
    @Test(arguments: End.all, Peers.Wire.allCases)
    func sendsAPostOnce(end: End, wire: Peers.Wire) async throws {
        for body in [RequestBody.json("b"), nil] {
            let (result, requests) = try await callTwice(end, wire, .post, body: body)
            #expect(requests.count <= 1)
            switch result {
            case .success(let data):
                // Only a connection that was closed before its reuse can be replaced in time.
                #expect(end.point == "idle")
                #expect(data == Self.json)
                #expect(requests.count == 1)
            case .failure(let error):
                #expect(error.code == .connection, "\(error)")
            }
        }
    }

    @Test(arguments: End.all, Peers.Wire.allCases)
    func retriesAPut(end: End, wire: Peers.Wire) async throws {
        let (result, requests) = try await callTwice(end, wire, .put, body: .json("b"))
        #expect(try result.get() == Self.json)
        #expect((1...2).contains(requests.count))
        #expect(requests.last?.isProcessed == true)
    }

    @Test(arguments: End.all, Peers.Wire.allCases)
    func retriesAGet(end: End, wire: Peers.Wire) async throws {
        let (result, requests) = try await callTwice(end, wire, .get, body: nil)
        #expect(try result.get() == Self.json)
        #expect((1...2).contains(requests.count))
    }

    /// A body that can be read only once is never sent again.
    @Test(arguments: End.all.filter { $0.point != "idle" }, Peers.Wire.allCases)
    func sendsAStreamedBodyOnce(end: End, wire: Peers.Wire) async throws {
        let chunks = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array("once".utf8))
            continuation.finish()
        }
        let (client, id) = (try PeerClient(wire), uniqueID())
        try await client.send("/ok?next=\(end.point)&how=\(end.how)")
        let error = try await apiError {
            try await client.send("/ok", .put, body: .stream(HTTPBody(chunks)), id: id)
        }
        #expect(error.code == .connection, "\(error)")
        #expect(try await Peers.require().requests(id).count <= 1)
    }

    // MARK: - Reuse

    /// A handshake costs more than the call.
    @Test(arguments: Peers.Wire.allCases) func reusesTheConnectionForPosts(wire: Peers.Wire) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=\(wire.rawValue)")
        let scheme = wire == .plain ? "http" : "https"
        let client = try PeerClient("\(scheme)://127.0.0.1:\(listener.port)")
        for number in 0..<64 {
            #expect(try await client.echo(.post, body: .json(number)).length == "\(number)".utf8.count)
        }
        let connections = try await peers.connections(listener)
        #expect(connections.accepted == 1)
        #expect(connections.handshakes == (wire == .plain ? 0 : 1))
    }

    /// A response that arrives on an idle connection is not used for the next request.
    @Test(arguments: Peers.Wire.http1) func discardsUnsolicitedResponses(wire: Peers.Wire) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=\(wire.rawValue)")
        let client = try PeerClient("\(wire == .plain ? "http" : "https")://127.0.0.1:\(listener.port)")
        // The first 77 bytes are a complete response.
        #expect(try await client.send("/answer/length-short-forged?piece=77&pause=50") == Self.json)
        let deadline = ContinuousClock.now + .seconds(10)
        while try await peers.connections(listener).open > 0, .now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await client.send("/ok", .post) == Self.json)
        #expect(try await peers.connections(listener).accepted == 2)
    }

    @Test(arguments: Peers.Wire.allCases) func reusesConnectionsOfConcurrentCalls(wire: Peers.Wire) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=\(wire.rawValue)")
        let client = try PeerClient("\(wire == .plain ? "http" : "https")://127.0.0.1:\(listener.port)")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<16 {
                        let data = try await client.send("/ok", .post)
                        #expect(data == Self.json)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await peers.connections(listener).accepted <= 12)
    }

    @Test(arguments: Peers.Wire.http1) func limitsConnections(wire: Peers.Wire) async throws {
        let peers = try Peers.require()
        for isPerHost in [true, false] {
            let listener = try await peers.listen("wire=\(wire.rawValue)")
            let origin = "\(wire == .plain ? "http" : "https")://127.0.0.1:\(listener.port)"
            let client = try PeerClient(
                origin,
                transport: { options in
                    if isPerHost { options.maximumConnectionsPerHost = 2 } else { options.maximumConnections = 2 }
                }
            )
            try await withThrowingTaskGroup(of: Data.self) { group in
                for _ in 0..<12 { group.addTask { try await client.send("/ok?delay=20", .post) } }
                for try await data in group { #expect(data == Self.json) }
            }
            #expect(try await peers.connections(listener).most <= 2)
        }
    }

    /// A redirect between protocols sends the body only where that is allowed.
    @Test(arguments: Peers.Wire.allCases, Peers.Wire.allCases)
    func followsRedirects(from: Peers.Wire, to: Peers.Wire) async throws {
        let target = try Peers.require().origin(to).replacing(":", with: "%3A").replacing("/", with: "%2F")
        let client = try PeerClient(from)
        let echo = try await client.echo(.put, body: .json("b"), path: "/redirect?status=307&to=\(target)%2Fecho")
        #expect(echo.method == "PUT")
        // The body is not sent to another origin.
        #expect(echo.length == (from == to ? 3 : 0))
        #expect(echo.version == (to == .h2 ? "HTTP/2" : "HTTP/1.1"))
    }

    // MARK: - Connecting

    @Test func retriesAPostToAClosedPort() async throws {
        let listener = try await Peers.require().listen("role=refused")
        let client = try PeerClient("http://127.0.0.1:\(listener.port)")
        let error = try await apiError { try await client.send("/ok", .post) }
        #expect(error.code == .connection)
        #expect(error.retries == 2)
        #expect(Set(client.transport.reasons) == [.connectionNotEstablished])
    }

    /// All addresses of a host name are tried, and an IPv6 address can be the host.
    @Test(.enabled(if: Peers.shared?.ipv6 == true), arguments: Peers.Wire.allCases)
    func ipv6(wire: Peers.Wire) async throws {
        let origin = try Peers.require().origin(wire)
        for host in ["[::1]", "localhost"] {
            let client = try PeerClient(origin.replacing("127.0.0.1", with: host))
            let echo = try await client.echo()
            #expect(echo.values("Host").first?.hasPrefix(host) == true)
        }
    }

    @Test func reportsUnresolvableHosts() async throws {
        let client = try PeerClient("http://peer.invalid")
        let error = try await apiError { try await client.send("/ok", .post) }
        #expect(error.code == .connection)
        #expect(Set(client.transport.reasons) == [.connectionNotEstablished])
        #expect(error.message.contains("peer.invalid") || error.description.contains("peer.invalid"))
    }

    /// A connection that is closed before its first request.
    @Test(arguments: ["fin", "rst"]) func reportsConnectionsClosedAtOnce(how: String) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=plain&at=accept&how=\(how)")
        let client = try PeerClient("http://127.0.0.1:\(listener.port)")
        #expect(try await apiError { try await client.send("/ok") }.code == .connection)
        #expect(try await peers.connections(listener).accepted == 3)
        #expect(try await apiError { try await client.send("/ok", .post) }.code == .connection)
    }

    @Test func connectsToUnixDomainSockets() async throws {
        let peers = try Peers.require()
        let client = try PeerClient("http://peer.local", transport: { $0.unixSocketPath = peers.unix })
        let body = PeerBehaviour.Body.bytes(100_000)
        let echo = try await client.echo(.post, body: .bytes(body))
        #expect(echo.length == body.count)
        #expect(echo.values("Host") == ["peer.local"])
        let absent = try PeerClient("http://peer.local", transport: { $0.unixSocketPath = peers.unix + "-absent" })
        #expect(try await apiError { try await absent.send("/ok", .post) }.code == .connection)
        #expect(Set(absent.transport.reasons) == [.connectionNotEstablished])
    }

    @Test func usesTheInterface() async throws {
        let client = try PeerClient(.plain, transport: { $0.interface = "lo" })
        #expect(try await client.send("/ok") == Self.json)
        let other = try PeerClient(.plain, transport: { $0.interface = "absent0" })
        let error = try await apiError { try await other.send("/ok") }
        #expect([.connection, .configuration].contains(error.code), "\(error)")
    }
}
#endif
