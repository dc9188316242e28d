#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Interrupted event streams: every event arrives once and in order.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerStreamTests {
    private func makeClient(_ wire: Peers.Wire) throws -> PeerClient {
        try PeerClient(wire) {
            $0.reconnectPolicy.jitter = 0
            $0.reconnectPolicy.initialDelay = .milliseconds(1)
        }
    }

    private func events(_ client: PeerClient, _ path: String, id: String) async throws -> [String] {
        var events: [String] = []
        for try await event in client.api.stream(.peer(path, id: id, response: .events)) { events.append(event.data) }
        return events
    }

    /// Without a length or chunks, the end of the connection does not prove that the stream is complete, even over TLS
    /// (RFC 9112 section 8).
    @Test(arguments: ["fin", "cut", "rst"], Peers.Wire.http1)
    func reconnectsAfterAnUndelimitedStream(how: String, wire: Peers.Wire) async throws {
        let (client, id) = (try makeClient(wire), uniqueID())
        let events = try await events(client, "/events?count=8&batch=3&end=\(how)", id: id)
        #expect(events == (1...8).map(String.init))
        let requests = try await Peers.require().requests(id)
        #expect(requests.map { $0.values("Last-Event-ID") } == [[], ["3"], ["6"], ["8"]])
    }

    @Test(arguments: ["fin", "cut", "rst"], Peers.Wire.http1)
    func reconnectsAfterTruncatedChunks(how: String, wire: Peers.Wire) async throws {
        let (client, id) = (try makeClient(wire), uniqueID())
        let events = try await events(client, "/events?count=8&batch=3&form=chunks&end=\(how)", id: id)
        #expect(events == (1...8).map(String.init))
        #expect(try await Peers.require().requests(id).count == 4)
    }

    @Test(arguments: [
        "form=connection&how=fin", "form=connection&how=cut", "form=connection&how=rst", "form=reset&code=0",
        "form=reset&code=2", "form=reset&code=8", "form=goaway&code=0", "form=goaway&code=2",
    ])
    func reconnectsAfterAnHTTP2Reset(end: String) async throws {
        let (client, id) = (try makeClient(.h2), uniqueID())
        let events = try await events(client, "/events?count=8&batch=3&\(end)", id: id)
        #expect(events == (1...8).map(String.init))
        // A reset of the connection may discard the last events.
        let count = try await Peers.require().requests(id).count
        #expect(end.hasSuffix("rst") ? count >= 4 : count == 4)
    }

    /// A complete stream is not reconnected.
    @Test(arguments: ["tls", "tls1", "plain"]) func endsAfterACompleteStream(port: String) async throws {
        let nginx = try Peers.require().nginx
        let origin =
            switch port {
            case "tls": "https://127.0.0.1:\(nginx.tls)"
            case "tls1": "https://127.0.0.1:\(nginx.tls1)"
            default: "http://127.0.0.1:\(nginx.plain)"
            }
        let client = try PeerClient(origin)
        #expect(try await events(client, "/stream.events", id: "none") == (0..<1_000).map(String.init))
    }

    /// nginx, which does not buffer here, forwards the end of its upstream as a truncated stream.
    @Test func reconnectsThroughNginx() async throws {
        let peers = try Peers.require()
        for origin in ["https://127.0.0.1:\(peers.nginx.tls)", "https://127.0.0.1:\(peers.nginx.tls1)"] {
            let (client, id) = (try PeerClient(origin), uniqueID())
            let events = try await events(client, "/faults/events?count=8&batch=3&form=chunks&end=rst", id: id)
            #expect(events == (1...8).map(String.init))
        }
    }

    /// Concurrent streams each get their own events.
    @Test(arguments: Peers.Wire.allCases) func readsConcurrentStreams(wire: Peers.Wire) async throws {
        let client = try makeClient(wire)
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<50 {
                // Over HTTP/2 they share a connection, which must outlive each of them.
                group.addTask { try await events(client, "/events?count=8&batch=3&form=reset&code=2", id: uniqueID()) }
            }
            for try await events in group { #expect(events == (1...8).map(String.init)) }
        }
    }

    /// Leaving the loop closes the stream.
    @Test(arguments: Peers.Wire.allCases) func leavingClosesTheStream(wire: Peers.Wire) async throws {
        let (client, id) = (try makeClient(wire), uniqueID())
        let stream = client.api.stream(
            .peer("/events?count=1000&batch=1000&pause=20&piece=30", id: id, response: .events)
        )
        for try await event in stream where event.data == "2" { break }
        let requests = try await Peers.require().requests(id, wait: .seconds(10))
        #expect(requests.count == 1)
        #expect(requests.allSatisfy { $0.end.hasPrefix("client") })
    }
}
#endif
