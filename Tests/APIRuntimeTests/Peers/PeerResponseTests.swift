#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Each server behaviour over HTTP/1.1, with and without TLS, for GET, POST, HEAD and downloads.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerResponseTests {
    /// Checks that the next response is intact, so no bytes of the previous one were left over.
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

    /// A response to HEAD has no body, whatever its header fields say.
    @Test(arguments: ["/ok", "/body?size=1000", "/body?size=1000&form=chunks"], Peers.Wire.allCases)
    func head(path: String, wire: Peers.Wire) async throws {
        let client = try PeerClient(wire)
        #expect(try await client.send(path, .head).isEmpty)
        try await checkNext(client)
    }

    @Test(arguments: Peers.Wire.allCases) func receivesHeaderFieldsUnchanged(wire: Peers.Wire) async throws {
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
            // Trailers are not header fields and do not change them.
            let trailed = try await headers("chunks-trailers")
            #expect(trailed[.contentLength] == nil)
        }
    }

    /// A retry succeeds once the server has recovered.
    @Test(arguments: ["/ok?cut=17", "/body?size=1000&cut=300&how=rst", "/answer/garbage-only?x"], Peers.Wire.http1)
    func retriesUntilTheServerRecovers(path: String, wire: Peers.Wire) async throws {
        let (client, id) = (try PeerClient(wire), uniqueID())
        #expect(try await client.send(path + "&times=1", id: id) == PeerBehaviour.Body.json.data)
        #expect(try await Peers.require().requests(id).count == 2)
    }

    /// A truncated response is an error, wherever the connection ends.
    @Test(arguments: ["fin", "cut", "rst"], Peers.Wire.allCases)
    func rejectsTruncationAtEachByte(how: String, wire: Peers.Wire) async throws {
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
        // The response has 81 bytes over HTTP/1.1; over HTTP/2 it is two frames with a compressed head.
        #expect(wire == .h2 ? (40..<80).contains(byte) : byte == 81)
    }

    /// An endless response fails by a size limit or by the timeout.
    @Test(
        arguments: ["interim", "continue", "fields", "field", "line", "garbage", "chunk", "trailers", "blank"],
        Peers.Wire.http1
    )
    func rejectsEndlessResponses(form: String, wire: Peers.Wire) async throws {
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

    /// An endless body is read up to the limit.
    @Test(arguments: Peers.Wire.allCases) func readsEndlessBodiesUpToTheLimit(wire: Peers.Wire) async throws {
        let (client, id) = (try PeerClient(wire) { $0.maximumResponseBytes = 1 << 20 }, uniqueID())
        let error = try await apiError { try await client.send("/endless", id: id) }
        #expect(error.code == .limitExceeded)
        let requests = try await Peers.require().requests(id, wait: .seconds(10))
        #expect(requests.count == 1)
        #expect(requests.first?.end.hasPrefix("client") == true)
    }

    @Test(arguments: [0, 10, 70], Peers.Wire.http1)
    func timesOutWhenTheServerStalls(after byte: Int, wire: Peers.Wire) async throws {
        let (client, id) = (try PeerClient(wire) { $0.timeout = .seconds(1) }, uniqueID())
        let error = try await apiError { try await client.send("/hang?after=\(byte)", .post, id: id) }
        #expect(error.code == .timeout, "\(error)")
        let requests = try await Peers.require().requests(id, wait: .seconds(10))
        #expect(requests.count <= 1)
        #expect(requests.allSatisfy { $0.end.hasPrefix("client") })
    }
}
#endif
