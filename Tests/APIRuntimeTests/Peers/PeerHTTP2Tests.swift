#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// Each server behaviour over HTTP/2, and frames that only HTTP/2 has.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerHTTP2Tests {
    private static let json = PeerBehaviour.Body.json.data

    @Test(arguments: PeerBehaviour.http2) func get(behaviour: PeerBehaviour) async throws {
        let (client, id) = (try PeerClient(.h2), uniqueID())
        let outcome = try await PeerBehaviour.Outcome { try await client.send(behaviour.path, id: id) }
        let requests = try await Peers.require().requests(id)
        behaviour.check(outcome, requests: requests.count, isRetried: true)
        #expect(requests.allSatisfy { $0.version == "HTTP/2" })
        #expect(try await client.send("/ok") == Self.json)
    }

    @Test(arguments: PeerBehaviour.http2) func post(behaviour: PeerBehaviour) async throws {
        let client = try PeerClient(.h2)
        try await behaviour.checkPost(by: client)
        #expect(try await client.send("/ok") == Self.json)
    }

    @Test(arguments: PeerBehaviour.http2) func download(behaviour: PeerBehaviour) async throws {
        try await behaviour.checkDownload(by: try PeerClient(.h2))
    }

    /// A request that the server did not process, according to REFUSED_STREAM or GOAWAY, is sent again even if it is a POST
    /// (RFC 9113 sections 6.8 and 8.7).
    @Test(
        arguments: [
            "/reset?code=7&times=1", "/goaway?last=before&then=end&times=1", "/goaway?last=before&then=silence&times=1",
        ],
        [HTTPRequest.Method.get, .post]
    )
    func retriesUnprocessedRequests(path: String, method: HTTPRequest.Method) async throws {
        let (client, id) = (try PeerClient(.h2), uniqueID())
        let body: RequestBody? = method == .post ? .json("b") : nil
        #expect(try await client.send(path, method, body: body, id: id) == Self.json)
        let requests = try await Peers.require().requests(id)
        #expect(requests.count == 2)
        #expect(requests.count { $0.isProcessed } == 1)
    }

    /// Retries of unprocessed requests are limited. On a reused connection, libcurl 7.88 does not distinguish a refused
    /// stream from a lost connection.
    @Test(arguments: ["/reset?code=7", "/goaway?last=before&then=end"])
    func limitsRetriesOfUnprocessedRequests(path: String) async throws {
        let (client, id) = (try PeerClient(.h2), uniqueID())
        let error = try await apiError { try await client.send(path, .post, body: .json("b"), id: id) }
        #expect(error.code == .connection, "\(error)")
        #expect(Set(client.transport.reasons).isSubset(of: [.notProcessed, .connectionLost]))
        let requests = try await Peers.require().requests(id)
        #expect((1...3).contains(requests.count), "\(requests.count)")
        #expect(requests.allSatisfy { !$0.isProcessed })
    }

    /// After HTTP_1_1_REQUIRED the request is sent over HTTP/1.1 or fails, and is processed at most once.
    @Test func fallsBackToHTTP1() async throws {
        let (client, id) = (try PeerClient(.h2), uniqueID())
        let outcome = try await PeerBehaviour.Outcome { try await client.send("/reset?code=13", .post, id: id) }
        let requests = try await Peers.require().requests(id)
        switch outcome {
        case .body: #expect(requests.map(\.version) == ["HTTP/2", "HTTP/1.1"])
        case .failure(let error): #expect(error.code == .connection, "\(error)")
        }
    }

    /// After GOAWAY the next request uses another connection.
    @Test func reconnectsAfterGOAWAY() async throws {
        let (client, first, second) = (try PeerClient(.h2), uniqueID(), uniqueID())
        #expect(try await client.send("/goaway?at=body", .post, id: first) == Self.json)
        #expect(try await client.send("/ok", .post, id: second) == Self.json)
        let peers = try Peers.require()
        let connections = try await peers.requests(first).map(\.connection) + peers.requests(second).map(\.connection)
        #expect(Set(connections).count == 2)
    }

    /// Concurrent requests share a connection.
    @Test func sharesAConnection() async throws {
        let (client, id) = (try PeerClient(.h2), uniqueID())
        try await client.send("/ok", id: id)
        try await withThrowingTaskGroup(of: Data.self) { group in
            for _ in 0..<32 { group.addTask { try await client.send("/ok?delay=50", .post, id: id) } }
            for try await data in group { #expect(data == Self.json) }
        }
        let requests = try await Peers.require().requests(id)
        #expect(requests.count == 33)
        #expect(Set(requests.map(\.connection)).count == 1)
    }

    /// Streams over a limit that the client does not know yet are refused and sent again.
    @Test func respectsTheStreamLimit() async throws {
        let peers = try Peers.require()
        let listener = try await peers.listen("wire=h2&streams=1")
        let client = try PeerClient("https://127.0.0.1:\(listener.port)") { $0.maxRetries = 20 }
        let id = uniqueID()
        try await withThrowingTaskGroup(of: Data.self) { group in
            for _ in 0..<10 { group.addTask { try await client.send("/ok?delay=5", id: id) } }
            for try await data in group { #expect(data == Self.json) }
        }
        #expect(try await peers.requests(id).count { $0.isProcessed } == 10)
    }

    /// An unread response does not block others on the same connection.
    @Test func unreadResponsesDoNotBlockOthers() async throws {
        let (client, id) = (try PeerClient(.h2), uniqueID())
        let download = try await client.api.send(
            .peer("/body?size=200000000&form=none", id: id, response: .download)
        )
        var open: FileDownload.Response? = try await download.open()
        for _ in 0..<20 { #expect(try await client.send("/ok") == Self.json) }
        #expect(open?.info.contentType == "application/octet-stream")
        open = nil
        // Release the unread response.
        let requests = try await Peers.require().requests(id, wait: .seconds(10))
        #expect(requests.map { $0.end.hasPrefix("client") } == [true])
        #expect(try await client.send("/ok") == Self.json)
    }

    @Test(arguments: ["interim", "pings", "settings", "windows", "empty"])
    func rejectsEndlessResponses(form: String) async throws {
        let client = try PeerClient(.h2) {
            $0.timeout = .seconds(3)
        }
        var once = RequestOptions()
        once.maxRetries = 0
        let start = ContinuousClock.now
        let error = try await apiError { try await client.send("/endless?form=\(form)", options: once) }
        #expect(Set.refused.union([.timeout]).contains(error.code), "\(error)")
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(try await client.send("/ok") == Self.json)
    }

    @Test(arguments: [0, 1]) func timesOutWhenTheServerStalls(after: Int) async throws {
        let (client, id) = (try PeerClient(.h2) { $0.timeout = .seconds(1) }, uniqueID())
        let error = try await apiError { try await client.send("/hang?after=\(after)", .post, id: id) }
        #expect(error.code == .timeout, "\(error)")
        let requests = try await Peers.require().requests(id, wait: .seconds(10))
        #expect(requests.count <= 1)
        #expect(requests.allSatisfy { $0.end.hasPrefix("client") })
    }
}
#endif
