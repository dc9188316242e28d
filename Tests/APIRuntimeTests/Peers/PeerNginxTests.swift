#if os(Linux)
import Foundation
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// nginx, configured as a typical reverse proxy.
@Suite(.besidePeers, .serialized, .timeLimit(.minutes(1))) struct PeerNginxTests {
    /// A port of nginx.
    enum Port: String, Sendable, CaseIterable {
        case plain, tls, tls1, brief, brief1, briefPlain

        static let whole: [Port] = [.plain, .tls, .tls1]
        static let short: [Port] = [.brief, .brief1, .briefPlain]

        var isHTTP2: Bool { self == .tls || self == .brief }

        func origin(_ nginx: Peers.Nginx) -> String {
            switch self {
            case .plain: "http://127.0.0.1:\(nginx.plain)"
            case .tls: "https://127.0.0.1:\(nginx.tls)"
            case .tls1: "https://127.0.0.1:\(nginx.tls1)"
            case .brief: "https://127.0.0.1:\(nginx.brief)"
            case .brief1: "https://127.0.0.1:\(nginx.brief1)"
            case .briefPlain: "http://127.0.0.1:\(nginx.briefPlain)"
            }
        }
    }

    private func makeClient(_ port: Port, isReloaded: Bool = false, maxRetries: Int = 2) throws -> PeerClient {
        let peers = try Peers.require()
        return try PeerClient(port.origin(isReloaded ? peers.nginxReloaded : peers.nginx)) {
            $0.maxRetries = maxRetries
        }
    }

    /// Sends a POST and returns nginx's number of its connection.
    private func post(_ client: PeerClient) async throws -> String {
        let endpoint = Endpoint<JSONValue>.peer("/post", .post, body: .json("b"), id: "x", response: .json)
        let response = try await client.api.response(to: endpoint)
        let name = try #require(HTTPField.Name("X-Connection"))
        let connection = try #require(response.headers[name])
        #expect(response.value["connection"]?.description == connection)
        return connection
    }

    @Test(arguments: Port.whole) func negotiatesTheVersion(port: Port) async throws {
        let response = try await makeClient(port).api.response(to: .peer("/small.json", id: "x", response: .bytes))
        let name = try #require(HTTPField.Name("X-Protocol"))
        #expect(response.headers[name] == (port.isHTTP2 ? "HTTP/2.0" : "HTTP/1.1"))
        #expect(response.value == PeerBehaviour.Body.json.data)
    }

    @Test(arguments: Port.whole) func reusesConnectionsForPosts(port: Port) async throws {
        let client = try makeClient(port)
        var connections: Set<String> = []
        for _ in 0..<64 { connections.insert(try await post(client)) }
        #expect(connections.count <= 3)
    }

    /// nginx closes each connection after three requests, over HTTP/2 with GOAWAY.
    @Test(arguments: Port.short) func shortConnections(port: Port) async throws {
        let client = try makeClient(port)
        var counts: [String: Int] = [:]
        for _ in 0..<20 { counts[try await post(client), default: 0] += 1 }
        #expect(counts.values.allSatisfy { $0 <= 3 })
        #expect(counts.count <= 10)
    }

    /// Each POST is processed at most once while nginx closes connections concurrently.
    @Test(arguments: Port.short) func manyPostsOverShortConnections(port: Port) async throws {
        // Over HTTP/2 a request may need several attempts: nginx processes three of the eight that share a connection.
        let client = try makeClient(port, maxRetries: 20)
        let results = try await postsAtOnce(client, tasks: 8, each: 15) {}
        // nginx announces the end, but libcurl 7.88 sometimes sees the closed connection first.
        #expect(results.failures.count <= results.successes / 10)
    }

    /// nginx closes connections that are idle for a second.
    @Test(arguments: Port.short) func anIdleConnectionIsClosed(port: Port) async throws {
        let client = try makeClient(port)
        let first = try await post(client)
        // A delayed response of another server waits for that time.
        try await PeerClient(.plain).send("/ok?delay=1300")
        #expect(try await post(client) != first)
    }

    @Test(arguments: Port.whole) func compressedContent(port: Port) async throws {
        let client = try makeClient(port)
        let numbers: [Int] = try await client.api.send(.peer("/data.json", id: "x", response: .json))
        #expect(numbers == Array(0..<5_000))
    }

    @Test(arguments: Port.whole) func aGigabyte(port: Port) async throws {
        let download = try await makeClient(port).api.send(.peer("/big.bin", id: "x", response: .download)).open()
        #expect(download.info.length == 1 << 30)
        let before = Self.residentMegabytes()
        var (count, peak, isZero) = (0, before, true)
        for try await chunk in download.body {
            count += chunk.count
            isZero = isZero && chunk.first == 0 && chunk.last == 0
            peak = max(peak, Self.residentMegabytes())
        }
        #expect(count == 1 << 30)
        #expect(isZero)
        // Other tests run concurrently.
        #expect(peak - before < 300)
    }

    /// The resident memory of the process; the kernel counts pages of 4 KiB.
    private static func residentMegabytes() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) / 256 : 0
    }

    @Test(arguments: Port.whole) func downloadsARange(port: Port) async throws {
        var options = RequestOptions()
        options.headers = ["Range": "bytes=1000-1999"]
        let data = try await makeClient(port).send("/big.bin", options: options)
        #expect(data == Data(count: 1_000))
    }

    @Test(arguments: Port.whole) func aLargeUploadThroughNginx(port: Port) async throws {
        let body = PeerBehaviour.Body.bytes(1_000_003)
        let echo = try await makeClient(port).echo(.post, body: .bytes(body), path: "/faults/echo")
        #expect(echo.digest == "a7c4bea888022868c93104055fd56077cc81fe9eb624820fe2f717f313188782")
    }

    /// The server behind nginx truncates its response, which nginx forwards, over HTTP/2 as a reset.
    @Test(arguments: ["cut=400", "form=chunks&cut=400&how=rst", "cut=400&how=rst"], Port.whole)
    func rejectsTruncatedResponses(end: String, port: Port) async throws {
        let client = try makeClient(port)
        let error = try await apiError { try await client.send("/faults/body?size=1000&\(end)", .post) }
        #expect(error.code == .connection, "\(error)")
        #expect(try await client.send("/small.json") == PeerBehaviour.Body.json.data)
    }

    @Test func reportsAnUnavailableUpstream() async throws {
        let client = try makeClient(.tls)
        let error = try await apiError { try await client.send("/faults/answer/empty") }
        #expect(error.status?.code == 502)
        #expect(error.retries == 2)
    }

    // MARK: - Client certificates

    @Test func sendsAClientCertificate() async throws {
        let peers = try Peers.require()
        let origin = "https://127.0.0.1:\(peers.nginx.clientCertificate)"
        let client = try PeerClient(
            origin,
            transport: { options in
                options.clientCertificate = CurlTransport.ClientCertificate(
                    certificateFile: peers.clientCertificate,
                    privateKeyFile: peers.clientKey,
                    password: nil
                )
            }
        )
        let response = try await client.api.response(to: .peer("/small.json", id: "x", response: .bytes))
        let name = try #require(HTTPField.Name("X-Client"))
        #expect(response.headers[name] == "CN=client")
        let error = try await apiError { try await PeerClient(origin).send("/small.json", .post) }
        #expect(error.code == .badRequest)
        #expect(error.message.contains("certificate"))
    }

    // MARK: - Under load

    /// Sends POSTs from several tasks and checks that each success was processed once and each failure at most once.
    private func postsAtOnce(
        _ client: PeerClient,
        tasks: Int,
        each: Int,
        meanwhile: @escaping @Sendable () async throws -> Void
    ) async throws -> (failures: [APIError], successes: Int) {
        let peers = try Peers.require()
        var failures: [APIError] = []
        var successes = 0
        try await withThrowingTaskGroup(of: [(String, APIError?)].self) { group in
            group.addTask {
                try await meanwhile()
                return []
            }
            for _ in 0..<tasks {
                group.addTask {
                    var results: [(String, APIError?)] = []
                    for _ in 0..<each {
                        let id = uniqueID()
                        do {
                            let echo = try await client.echo(.post, body: .json("b"), id: id, path: "/faults/echo")
                            #expect(echo.length == 3)
                            results.append((id, nil))
                        } catch let error as APIError {
                            results.append((id, error))
                        }
                    }
                    return results
                }
            }
            for try await results in group {
                for (id, error) in results {
                    let count = try await peers.requests(id).count
                    if let error {
                        failures.append(error)
                        #expect(error.code == .connection, "\(error)")
                        #expect(count <= 1)
                    } else {
                        successes += 1
                        #expect(count == 1)
                    }
                }
            }
        }
        return (failures, successes)
    }

    /// Requests succeed while nginx replaces its workers.
    @Test(arguments: Port.whole) func succeedsDuringAReload(port: Port) async throws {
        // Each retry may use another connection that the reload has closed.
        let client = try makeClient(port, isReloaded: true, maxRetries: 5)
        let peers = try Peers.require()
        let results = try await postsAtOnce(client, tasks: 8, each: 40) {
            for _ in 0..<3 { try await peers.reloadNginx() }
        }
        // An old worker rarely closes a connection just when a request arrives.
        #expect(results.failures.count <= results.successes / 10)
        // Retry-safe requests never fail.
        try await withThrowingTaskGroup(of: Data.self) { group in
            group.addTask {
                try await peers.reloadNginx()
                return PeerBehaviour.Body.json.data
            }
            for _ in 0..<100 { group.addTask { try await client.send("/small.json") } }
            for try await data in group { #expect(data == PeerBehaviour.Body.json.data) }
        }
    }

    /// A download continues over the worker that has started it.
    @Test(arguments: Port.whole) func downloadsContinueDuringAReload(port: Port) async throws {
        let client = try makeClient(port, isReloaded: true)
        let peers = try Peers.require()
        let download = try await client.api.send(.peer("/slow.bin", id: "x", response: .download)).open()
        var count = 0
        for try await chunk in download.body {
            if count == 0 { try await peers.reloadNginx() }
            count += chunk.count
            if count > 30 << 20 { break }
        }
        #expect(count > 30 << 20)
        #expect(try await client.send("/small.json") == PeerBehaviour.Body.json.data)
    }
}
#endif
