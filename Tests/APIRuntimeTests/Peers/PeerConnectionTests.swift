#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Connections that are kept, and what happens when one ends at a bad moment.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerConnectionTests {
    private static let json = PeerBehaviour.Body.json.data

    /// Where a server ends a connection that was kept, while the next request is on its way.
    struct End: Sendable, CustomTestStringConvertible {
        /// Before the request, at its first bytes, after its head, after its body, or within the answer.
        var point: String
        var how: String

        var testDescription: String { "\(point), \(how)" }

        static let all = ["idle", "connect", "head", "body", "answer", "answer&after=78"].flatMap { point in
            ["fin", "cut", "rst"].map { End(point: point, how: $0) }
        }
    }

    /// Makes a call, after which the server ends the connection in the next one, and makes that.
    ///
    /// - Returns: What came of the second call, and how the server has seen it.
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

    /// Whether the server has acted on it cannot be known, so a POST goes out once.
    @Test(arguments: End.all, Peers.Wire.allCases)
    func aPostGoesOutOnce(end: End, wire: Peers.Wire) async throws {
        for body in [RequestBody.json("b"), nil] {
            let (result, requests) = try await callTwice(end, wire, .post, body: body)
            #expect(requests.count <= 1)
            switch result {
            case .success(let data):
                // Only a connection that ended before it was used leaves time to take another one.
                #expect(end.point == "idle")
                #expect(data == Self.json)
                #expect(requests.count == 1)
            case .failure(let error):
                #expect(error.code == .connection, "\(error)")
            }
        }
    }

    @Test(arguments: End.all, Peers.Wire.allCases)
    func aPutIsSentAgainByTheRules(end: End, wire: Peers.Wire) async throws {
        let (result, requests) = try await callTwice(end, wire, .put, body: .json("b"))
        #expect(try result.get() == Self.json)
        #expect((1...2).contains(requests.count))
        #expect(requests.last?.isProcessed == true)
    }

    @Test(arguments: End.all, Peers.Wire.allCases)
    func aGetIsSentAgainByTheRules(end: End, wire: Peers.Wire) async throws {
        let (result, requests) = try await callTwice(end, wire, .get, body: nil)
        #expect(try result.get() == Self.json)
        #expect((1...2).contains(requests.count))
    }

    /// A body that can be read once is never sent again.
    @Test(arguments: End.all.filter { $0.point != "idle" }, Peers.Wire.allCases)
    func aStreamedBodyGoesOutOnce(end: End, wire: Peers.Wire) async throws {
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

    // MARK: - Keeping

    /// Each handshake costs more than the call.
    @Test(arguments: Peers.Wire.allCases) func manyPostsTakeOneConnection(wire: Peers.Wire) async throws {
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

    /// A response that comes when nobody waits for one is not taken for the next one.
    @Test(arguments: Peers.Wire.http1) func aLateResponseIsNotTaken(wire: Peers.Wire) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=\(wire.rawValue)")
        let client = try PeerClient("\(wire == .plain ? "http" : "https")://127.0.0.1:\(listener.port)")
        // The first 77 bytes are a whole response.
        #expect(try await client.send("/answer/length-short-forged?piece=77&pause=50") == Self.json)
        let deadline = ContinuousClock.now + .seconds(10)
        while try await peers.connections(listener).open > 0, .now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await client.send("/ok", .post) == Self.json)
        #expect(try await peers.connections(listener).accepted == 2)
    }

    @Test(arguments: Peers.Wire.allCases) func manyCallsAtOnceKeepTheirConnections(wire: Peers.Wire) async throws {
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

    @Test(arguments: Peers.Wire.http1) func theLimitOfConnectionsIsKept(wire: Peers.Wire) async throws {
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

    /// A redirect leads from one kind of connection to another, with its body where it may.
    @Test(arguments: Peers.Wire.allCases, Peers.Wire.allCases)
    func aRedirect(from: Peers.Wire, to: Peers.Wire) async throws {
        let target = try Peers.require().origin(to).replacing(":", with: "%3A").replacing("/", with: "%2F")
        let client = try PeerClient(from)
        let echo = try await client.echo(.put, body: .json("b"), path: "/redirect?status=307&to=\(target)%2Fecho")
        #expect(echo.method == "PUT")
        // Another origin does not get the body.
        #expect(echo.length == (from == to ? 3 : 0))
        #expect(echo.version == (to == .h2 ? "HTTP/2" : "HTTP/1.1"))
    }

    // MARK: - Making one

    @Test func aClosedPortIsKnownToBeBeforeSending() async throws {
        let listener = try await Peers.require().listen("role=refused")
        let client = try PeerClient("http://127.0.0.1:\(listener.port)")
        let error = try await apiError { try await client.send("/ok", .post) }
        #expect(error.code == .connection)
        #expect(error.retries == 2)
        #expect(Set(client.transport.reasons) == [.connectionNotEstablished])
    }

    /// Both addresses of a name are tried, and an address may stand for itself.
    @Test(.enabled(if: Peers.shared?.ipv6 == true), arguments: Peers.Wire.allCases)
    func ipv6(wire: Peers.Wire) async throws {
        let origin = try Peers.require().origin(wire)
        for host in ["[::1]", "localhost"] {
            let client = try PeerClient(origin.replacing("127.0.0.1", with: host))
            let echo = try await client.echo()
            #expect(echo.values("Host").first?.hasPrefix(host) == true)
        }
    }

    @Test func aNameThatDoesNotResolve() async throws {
        let client = try PeerClient("http://peer.invalid")
        let error = try await apiError { try await client.send("/ok", .post) }
        #expect(error.code == .connection)
        #expect(Set(client.transport.reasons) == [.connectionNotEstablished])
        #expect(error.message.contains("peer.invalid") || error.description.contains("peer.invalid"))
    }

    /// A connection that ends before its first request.
    @Test(arguments: ["fin", "rst"]) func aServerThatHangsUp(how: String) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=plain&at=accept&how=\(how)")
        let client = try PeerClient("http://127.0.0.1:\(listener.port)")
        #expect(try await apiError { try await client.send("/ok") }.code == .connection)
        #expect(try await peers.connections(listener).accepted == 3)
        #expect(try await apiError { try await client.send("/ok", .post) }.code == .connection)
    }

    @Test func aUnixDomainSocket() async throws {
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

    @Test func theInterfaceIsUsed() async throws {
        let client = try PeerClient(.plain, transport: { $0.interface = "lo" })
        #expect(try await client.send("/ok") == Self.json)
        let other = try PeerClient(.plain, transport: { $0.interface = "absent0" })
        let error = try await apiError { try await other.send("/ok") }
        #expect([.connection, .configuration].contains(error.code), "\(error)")
    }
}
#endif
