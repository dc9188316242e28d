#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Each behaviour of a server over HTTP/1.1, with TLS and without, by each way to take the response.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerAnswerTests {
    /// Checks that nothing of an answer is taken for the next one, and that the client still works.
    private func checkNext(_ client: PeerClient) async throws {
        #expect(try await client.send("/ok") == PeerBehaviour.Body.json.data)
    }

    @Test(arguments: PeerBehaviour.http1, Peers.Wire.http1)
    func get(behaviour: PeerBehaviour, wire: Peers.Wire) async throws {
        let (client, id) = (try PeerClient(wire), uniqueID())
        let outcome = try await PeerBehaviour.Outcome { try await client.send(behaviour.path, id: id) }
        let requests = try await Peers.require().requests(id).count
        behaviour.check(outcome, requests: requests, isRetried: true)
        try await checkNext(client)
    }

    @Test(arguments: PeerBehaviour.http1, Peers.Wire.http1)
    func post(behaviour: PeerBehaviour, wire: Peers.Wire) async throws {
        let client = try PeerClient(wire)
        let requests = try await behaviour.checkPost(by: client)
        #expect(requests.allSatisfy { $0.bodyLength == 3 })
        try await checkNext(client)
    }

    @Test(arguments: PeerBehaviour.http1, Peers.Wire.http1)
    func download(behaviour: PeerBehaviour, wire: Peers.Wire) async throws {
        try await behaviour.checkDownload(by: try PeerClient(wire))
    }

    /// A response to HEAD has no body, whatever its head says.
    @Test(arguments: ["/ok", "/body?size=1000", "/body?size=1000&form=chunks"], Peers.Wire.allCases)
    func head(path: String, wire: Peers.Wire) async throws {
        let client = try PeerClient(wire)
        #expect(try await client.send(path, .head).isEmpty)
        try await checkNext(client)
    }

    @Test(arguments: Peers.Wire.allCases) func headersComeAsTheyWere(wire: Peers.Wire) async throws {
        let client = try PeerClient(wire)
        func headers(_ name: String) async throws -> HTTPFields {
            try await client.api.response(to: .peer("/answer/\(name)", id: "none", response: .bytes)).headers
        }
        let name = try #require(HTTPField.Name("X-Name"))
        #expect(try await headers("repeated")[values: name] == ["a", "b, c"])
        #expect(try await headers("repeated")[values: .setCookie] == ["a=1", "b=2"])
        #expect(try await headers("blanks")[values: name] == ["a b"])
        #expect(try await headers("value-empty")[values: name] == [""])
        #expect(try await headers("utf-8")[values: name] == ["caf\u{E9}"])
        let latin = try #require(try await headers("latin-1")[name])
        #expect(latin.hasPrefix("caf"))
        if wire != .h2 {
            #expect(try await headers("folded")[values: name].first?.split(separator: " ") == ["a", "b"])
            // A trailer is no header, and changes none.
            let trailed = try await headers("chunks-trailers")
            #expect(trailed[.contentLength] == nil)
        }
    }

    /// A retry reaches a server that is well again.
    @Test(arguments: ["/ok?cut=17", "/body?size=1000&cut=300&how=rst", "/answer/garbage-only?x"], Peers.Wire.http1)
    func aServerThatRecovers(path: String, wire: Peers.Wire) async throws {
        let (client, id) = (try PeerClient(wire), uniqueID())
        #expect(try await client.send(path + "&times=1", id: id) == PeerBehaviour.Body.json.data)
        #expect(try await Peers.require().requests(id).count == 2)
    }

    /// Wherever the connection ends, a part of an answer is none.
    @Test(arguments: ["fin", "cut", "rst"], Peers.Wire.allCases)
    func anEndAtEachByte(how: String, wire: Peers.Wire) async throws {
        var byte = 0
        while true {
            let client = try PeerClient(wire) { $0.maxRetries = 0 }
            let path = "/ok?cut=\(byte)&how=\(how)"
            let outcome = try await PeerBehaviour.Outcome { try await client.send(path, .post) }
            guard case .failure(let error) = outcome else { break }
            #expect(error.code == .connection, "\(byte) \(error)")
            byte += 1
            try #require(byte < 200)
        }
        // The answer has 81 bytes over HTTP/1.1; over HTTP/2 two frames and what the compression makes of the head.
        #expect(wire == .h2 ? (40..<80).contains(byte) : byte == 81)
    }

    /// What never ends is given up: by a limit on what came, or because nothing useful did in time.
    @Test(
        arguments: ["interim", "continue", "fields", "field", "line", "garbage", "chunk", "trailers", "blank"],
        Peers.Wire.http1
    )
    func whatNeverEnds(form: String, wire: Peers.Wire) async throws {
        let client = try PeerClient(wire) {
            $0.timeout = .seconds(3)
        }
        var once = RequestOptions()
        once.maxRetries = 0
        let start = ContinuousClock.now
        let error = try await apiError { try await client.send("/endless?form=\(form)", options: once) }
        #expect(Set.refused.union([.timeout]).contains(error.code), "\(error)")
        #expect(ContinuousClock.now - start < .seconds(10))
        try await checkNext(client)
    }

    /// A body without end is read as far as the limit allows.
    @Test(arguments: Peers.Wire.allCases) func aBodyWithoutEnd(wire: Peers.Wire) async throws {
        let (client, id) = (try PeerClient(wire) { $0.maximumResponseBytes = 1 << 20 }, uniqueID())
        let error = try await apiError { try await client.send("/endless", id: id) }
        #expect(error.code == .limitExceeded)
        let requests = try await Peers.require().requests(id, wait: .seconds(10))
        #expect(requests.count == 1)
        #expect(requests.first?.end.hasPrefix("client") == true)
    }

    @Test(arguments: [0, 10, 70], Peers.Wire.http1)
    func silenceEndsWithTheTimeout(after byte: Int, wire: Peers.Wire) async throws {
        let (client, id) = (try PeerClient(wire) { $0.timeout = .seconds(1) }, uniqueID())
        let error = try await apiError { try await client.send("/hang?after=\(byte)", .post, id: id) }
        #expect(error.code == .timeout, "\(error)")
        let requests = try await Peers.require().requests(id, wait: .seconds(10))
        #expect(requests.count <= 1)
        #expect(requests.allSatisfy { $0.end.hasPrefix("client") })
    }
}
#endif
