#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Forward proxies: tinyproxy, and a faulty one.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerProxyTests {
    private static let json = PeerBehaviour.Body.json.data

    private func client(_ origin: String, through proxy: String, bypass: [String] = []) throws -> PeerClient {
        try PeerClient(origin) {
            $0.timeout = .seconds(4)
        } transport: {
            $0.proxy = .url(proxy, bypass: bypass)
        }
    }

    // MARK: - tinyproxy

    @Test(arguments: Peers.Wire.allCases) func sendsRequestsThroughTheProxy(wire: Peers.Wire) async throws {
        let (peers, id) = (try Peers.require(), uniqueID())
        let client = try client(peers.origin(wire), through: "http://127.0.0.1:\(peers.openProxy)")
        let data = PeerBehaviour.Body.bytes(1_000_003)
        let echo = try await client.echo(.post, body: .bytes(data), id: id)
        #expect(echo.length == data.count)
        if wire == .plain {
            #expect(echo.values("Via").first?.contains("tinyproxy") == true)
            #expect(try await peers.proxyLog("open", about: id).count == 1)
        } else {
            #expect(echo.version == (wire == .h2 ? "HTTP/2" : "HTTP/1.1"))
            #expect(echo.values("Via").isEmpty)
        }
        // The response is the server's, not the proxy's response to CONNECT.
        let missing = try await apiError { try await client.send("/missing", id: id) }
        #expect(missing.code == .notFound)
        let (failing, retried) = (uniqueID(), uniqueID())
        #expect(try await apiError { try await client.send("/ok?status=503", id: failing) }.retries == 2)
        #expect(try await peers.requests(failing).count == 3)
        #expect(try await client.send("/ok?cut=17&how=rst&times=1", id: retried) == Self.json)
    }

    @Test(arguments: Peers.Wire.allCases) func authenticatesWithTheProxy(wire: Peers.Wire) async throws {
        let peers = try Peers.require()
        let proxy = "127.0.0.1:\(peers.lockedProxy)"
        let client = try client(
            peers.origin(wire),
            through: "http://\(peers.proxyUser):\(peers.proxyPassword)@\(proxy)"
        )
        let echo = try await client.echo(.post, body: .json("b"))
        #expect(echo.length == 3)
        #expect(echo.values("Proxy-Authorization").isEmpty)
    }

    /// A retry would get the same response.
    @Test(arguments: ["", "user:SECRET@", "SECRET@"], Peers.Wire.allCases)
    func doesNotRetryAWrongPassword(user: String, wire: Peers.Wire) async throws {
        let (peers, id) = (try Peers.require(), uniqueID())
        let client = try client(peers.origin(wire), through: "http://\(user)127.0.0.1:\(peers.lockedProxy)")
        for method in [HTTPRequest.Method.get, .post] {
            let error = try await apiError { try await client.send("/ok", method, id: id) }
            #expect(error.retries == 0, "\(error)")
            #expect(!"\(error)".contains("SECRET"))
            if wire == .plain {
                #expect([401, 407].contains(error.status?.code) || error.code == .connection, "\(error)")
            } else {
                #expect(error.code == .connection, "\(error)")
                #expect(error.message.contains("40"), "\(error.message)")
                #expect(Set(client.transport.reasons) == [.proxyRefused])
            }
        }
        #expect(try await peers.requests(id).isEmpty)
    }

    @Test func bypassesTheProxyForSomeHosts() async throws {
        let (peers, id) = (try Peers.require(), uniqueID())
        let client = try client(
            peers.origin(.plain),
            through: "http://127.0.0.1:\(peers.openProxy)",
            bypass: ["other.example", "127.0.0.1"]
        )
        #expect(try await client.send("/ok", id: id) == Self.json)
        #expect(try await peers.proxyLog("open", about: id).isEmpty)
    }

    @Test func reportsAnUnreachableProxy() async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("role=refused")
        for wire in Peers.Wire.allCases {
            let client = try client(peers.origin(wire), through: "http://127.0.0.1:\(listener.port)")
            let error = try await apiError { try await client.send("/ok", .post) }
            #expect(error.code == .connection)
            #expect(error.retries == 2)
            #expect(Set(client.transport.reasons) == [.connectionNotEstablished])
        }
    }

    /// The certificate of the server is checked through the proxy too.
    @Test func rejectsABadCertificateBehindTheProxy() async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=tls&certificate=expired")
        let client = try client(
            "https://localhost:\(listener.port)",
            through: "http://127.0.0.1:\(peers.openProxy)"
        )
        let error = try await apiError { try await client.send("/ok") }
        #expect(client.transport.reasons == [.certificateNotTrusted], "\(error)")
        #expect(error.message.lowercased().contains("expired"))
    }

    // MARK: - Refusals

    /// A response to CONNECT and the expected error.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var target: String
        var reason: TransportError.Reason
        /// The expected number of connections.
        var attempts: ClosedRange<Int>

        var testDescription: String { target }

        static let all: [Refusal] =
            ["page401", "page403", "page407", "open407", "digest407", "bare407"].map {
                Refusal(target: $0, reason: .proxyRefused, attempts: 1...1)
            }
            + ["page502", "page503", "page504", "close", "reset", "cut", "endtunnel", "resettunnel"].map {
                Refusal(target: $0, reason: .connectionNotEstablished, attempts: 3...3)
            }
    }

    @Test(arguments: Refusal.all) func reportsRefusals(refusal: Refusal) async throws {
        let peers = try Peers.require()
        for method in [HTTPRequest.Method.get, .post] {
            let listener = try await peers.listen("role=proxy")
            let client = try client("https://\(refusal.target).peer", through: "http://127.0.0.1:\(listener.port)")
            let error = try await apiError { try await client.send("/ok", method, body: .json("b")) }
            #expect(error.code == .connection, "\(error)")
            #expect(Set(client.transport.reasons) == [refusal.reason], "\(error)")
            #expect(error.retries == refusal.attempts.upperBound - 1)
            #expect(error.status == nil)
            let status = refusal.target.suffix(3)
            if Int(status) != nil { #expect(error.message.contains(status), "\(error.message)") }
            #expect(refusal.attempts.contains(try await peers.connections(listener).accepted))
        }
    }

    /// Invalid responses to CONNECT are connection errors after all retries, never responses.
    @Test(arguments: [
        "page", "page404", "page429", "page500", "redirect302", "garbage", "html", "bighead", "silent", "silenttunnel",
        "endless",
    ])
    func rejectsInvalidResponses(target: String) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("role=proxy")
        let client = try PeerClient("https://\(target).peer") {
            $0.connectTimeout = .milliseconds(500)
            $0.timeout = .seconds(2)
        } transport: {
            $0.proxy = .url("http://127.0.0.1:\(listener.port)", bypass: [])
        }
        let folder = try TemporaryFolder()
        let start = ContinuousClock.now
        let error = try await apiError { try await client.send("/ok", .post, body: .json("b")) }
        #expect(Set.refused.union([.timeout]).contains(error.code), "\(error)")
        #expect(error.status == nil)
        #expect(!error.description.contains("<html>"))
        let download = try await client.api.send(.peer("/ok", id: "none", response: .download))
        #expect(try await apiError { try await download.write(to: folder.file("f")) }.status == nil)
        #expect(folder.contents.isEmpty)
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect((2...6).contains(try await peers.connections(listener).accepted))
    }

    /// Unusual successful responses to CONNECT (RFC 9110 section 9.3.6).
    @Test(arguments: ["length", "chunked", "old", "noreason"]) func acceptsUnusualTunnels(target: String) async throws {
        let peers = try Peers.require()
        // Only the name in the certificate differs, which proves that the tunnel leads to the server.
        let client = try client("https://\(target).peer", through: "http://127.0.0.1:\(peers.faultyProxy)")
        let error = try await apiError { try await client.send("/ok") }
        #expect(client.transport.reasons == [.certificateNotTrusted], "\(error)")
    }

    @Test func decodesThePasswordInTheURL() async throws {
        let peers = try Peers.require()
        // user and p@ss:word/%é
        let client = try client(
            "https://checked.peer",
            through: "http://user:p%40ss%3Aword%2F%25%C3%A9@127.0.0.1:\(peers.faultyProxy)"
        )
        _ = try await apiError { try await client.send("/ok") }
        #expect(client.transport.reasons == [.certificateNotTrusted])
    }

    /// Without a tunnel the proxy's own 407 page is the response.
    @Test func returnsThePageOfTheProxy() async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("role=proxy")
        let client = try client("http://page407.peer", through: "http://127.0.0.1:\(listener.port)")
        let error = try await apiError { try await client.send("/ok") }
        #expect(error.status?.code == 407 || error.code == .connection, "\(error)")
        #expect(error.retries == 0)
        #expect(try await peers.connections(listener).accepted == 1)
    }

    @Test(arguments: Peers.Wire.allCases) func connectsToATLSProxy(wire: Peers.Wire) async throws {
        guard wire != .plain else { return }
        let peers = try Peers.require()
        let client = try client(peers.origin(wire), through: "https://localhost:\(peers.tlsProxy)")
        #expect(try await client.echo(.post, body: .json("b")).length == 3)
    }

    /// The certificate of the proxy is checked.
    @Test(arguments: ["plain", "tls"]) func rejectsABadCertificateOfTheProxy(server: String) async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=tls&certificate=expired")
        let origin = peers.origin(server == "plain" ? .plain : .tls)
        let client = try client(origin, through: "https://localhost:\(listener.port)")
        let error = try await apiError { try await client.send("/ok") }
        #expect(client.transport.reasons == [.certificateNotTrusted], "\(error)")
        #expect(error.message.contains("proxy's certificate"), "\(error)")
    }

    @Test(arguments: ["ftp://127.0.0.1:1", "http://", "127.0.0.1:port", "http://a b"])
    func rejectsInvalidProxyURLs(proxy: String) async throws {
        let client = try client(try Peers.require().origin(.plain), through: proxy)
        let error = try await apiError { try await client.send("/ok") }
        #expect(error.code == .configuration, "\(error)")
    }
}

#if compiler(>=6.2)
/// Proxies from the environment, which is shared by the process.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerProxyEnvironmentTests {
    @Test func usesTheProxyOfTheEnvironment() async throws {
        await #expect(processExitsWith: .success) {
            let peers = try Peers.require()
            let proxy = "http://\(peers.proxyUser):\(peers.proxyPassword)@127.0.0.1:\(peers.lockedProxy)"
            setenv("http_proxy", proxy, 1)
            setenv("https_proxy", proxy, 1)
            setenv("no_proxy", "::1,localhost", 1)
            let id = uniqueID()
            for wire in Peers.Wire.allCases {
                let client = try PeerClient(wire, transport: { $0.proxy = .environment })
                try #require(try await client.echo(.post, body: .json("b"), id: id).length == 3)
            }
            try #require(try await peers.proxyLog("locked", about: id).count == 1)
            let other = uniqueID()
            let near = try PeerClient("http://localhost:\(peers.plain)", transport: { $0.proxy = .environment })
            try #require(try await near.echo(id: other).values("Via").isEmpty)
            let none = try PeerClient(.plain)
            try #require(try await none.echo(id: other).values("Via").isEmpty)
            // A CGI server sets this variable from a request header (httpoxy), so it must not count.
            unsetenv("http_proxy")
            setenv("HTTP_PROXY", "http://127.0.0.1:1", 1)
            let client = try PeerClient(.plain, transport: { $0.proxy = .environment })
            try #require(try await client.echo(id: other).values("Via").isEmpty)
        }
    }
}
#endif
#endif
