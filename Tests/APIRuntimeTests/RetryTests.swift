import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct RetryTests {
    /// 2023-09-29 16:26:37 UTC.
    private static let now = Date(timeIntervalSince1970: 1_696_004_797)

    @Test(arguments: [
        ("20", 20.0), ("60", 60), ("0", 0.5), ("-10", 0.5), ("61", 0.5), ("", 0.5),
        ("99999999999999999999999999999999999", 0.5), ("Zun, 29 Sep 2023 16:26:27 GMT", 0.5),
        ("Fri, 29 Sep 2023 16:26:57 GMT", 20), ("Fri, 29 Sep 2023 16:26:37 GMT", 0.5),
        ("Fri, 29 Sep 2023 16:26:27 GMT", 0.5), ("Fri, 29 Sep 2023 16:27:37 GMT", 60),
        ("Fri, 29 Sep 2023 16:27:38 GMT", 0.5), ("2.5", 2.5), ("nan", 0.5), ("inf", 0.5), ("0x10", 0.5),
        ("Friday, 29-Sep-23 16:26:57 GMT", 20), ("Fri Sep 29 16:26:57 2023", 20), ("Fri, 31 Sep 2023 1:1:1 GMT", 0.5),
        // Years whose number of days overflows.
        ("Fri, 29 Sep 9223372036854775807 16:26:57 GMT", 0.5), ("Fri Sep 29 16:26:57 9223372036854775807", 0.5),
        ("Friday, 29-Sep-9223372036854775807 16:26:57 GMT", 0.5), ("Fri, 29 Sep -9999999999999999 1:1:1 GMT", 0.5),
        ("Fri, 9223372036854775807 Sep 2023 16:26:57 GMT", 0.5), ("1e400", 0.5), ("20, 30", 0.5), ("+20", 20),
    ])
    func waitsAsRetryAfterSays(value: String, seconds: Double) async throws {
        let server = try ScriptedServer(.status(503, headers: [("Retry-After", value)]), .json("{}"))
        let clock = RecordingClock()
        let client = try makeClient(server) {
            $0.clock = clock
            $0.now = { Self.now }
            $0.retryPolicy = .stainlessCompatible
        }
        try await client.api.send(.any())
        #expect(clock.sleeps == [.seconds(seconds)])
    }

    @Test func millisecondsWinOverSeconds() async throws {
        let headers = [("retry-after-ms", "1500"), ("Retry-After", "20")]
        let server = try ScriptedServer(.status(429, headers: headers), .json("{}"))
        let clock = RecordingClock()
        try await makeClient(server) { $0.clock = clock }.api.send(.any())
        #expect(clock.sleeps == [.seconds(1.5)])
    }

    @Test func backsOffExponentiallyWithJitterUpToTheMaximum() async throws {
        let server = try ScriptedServer(.status(500))
        let clock = RecordingClock()
        let client = try makeClient(server) {
            $0.clock = clock
            $0.maxRetries = 6
        }
        let error = try await apiError { try await client.api.send(.any()) }
        #expect(error.code == .serverError)
        #expect(error.retries == 6)
        #expect(clock.sleeps == [0.5, 1, 2, 4, 8, 8].map { Duration.seconds($0) })
        #expect(server.requests.map { $0["x-stainless-retry-count"] } == ["0", "1", "2", "3", "4", "5", "6"])

        let jittered = RecordingClock()
        let other = try makeClient(server) {
            $0.clock = jittered
            $0.random = { 0.5 }
        }
        _ = try await apiError { try await other.api.send(.any()) }
        #expect(jittered.sleeps == [.seconds(0.375), .seconds(0.75)])

        let official = RecordingClock()
        let like = try makeClient(server) {
            $0.clock = official
            $0.random = { 0.5 }
            $0.retryPolicy = .stainlessCompatible
        }
        _ = try await apiError { try await like.api.send(.any()) }
        #expect(official.sleeps == [.seconds(0.4375), .seconds(0.875)])
    }

    @Test func manyRetriesKeepToTheLongestWait() async throws {
        let server = try ScriptedServer(.status(500))
        let clock = RecordingClock()
        let client = try makeClient(server) {
            $0.clock = clock
            $0.maxRetries = 150
            $0.retryPolicy.budget = nil
            // Without a limit the delays would overflow: `Duration` cannot hold 2^67 seconds, `Double` cannot hold
            // 2^1024.
            $0.retryPolicy.multiplier = 1e6
        }
        _ = try await apiError { try await client.api.send(.any()) }
        #expect(clock.sleeps == [.seconds(0.5)] + Array(repeating: .seconds(8), count: 149))
    }

    @Test(arguments: [408, 409, 429, 500, 502, 503, 504, 599])
    func retriesTwiceByDefault(status: Int) async throws {
        let server = try ScriptedServer(.status(status))
        _ = try await apiError { try await makeClient(server).api.send(.any()) }
        #expect(server.requests.count == 3)
    }

    @Test(arguments: [300, 304, 400, 401, 403, 404, 410, 422, 499])
    func neverRetriesOtherStatuses(status: Int) async throws {
        let server = try ScriptedServer(.status(status))
        _ = try await apiError { try await makeClient(server).api.send(.any()) }
        #expect(server.requests.count == 1)
    }

    @Test func followsShouldRetryHeader() async throws {
        let yes = try ScriptedServer(.status(400, headers: [("x-should-retry", "true")]), .json("{}"))
        try await makeClient(yes).api.send(.any())
        let no = try ScriptedServer(.status(500, headers: [("x-should-retry", "false")]))
        _ = try await apiError { try await makeClient(no).api.send(.any()) }
        let other = try ScriptedServer(.status(500, headers: [("x-should-retry", "TRUE")]), .json("{}"))
        try await makeClient(other).api.send(.any())
        #expect([yes, no, other].map(\.requests.count) == [2, 1, 2])
    }

    @Test(arguments: [408, 409, 429, 503])
    func retriesUnprocessedPosts(status: Int) async throws {
        let server = try ScriptedServer(.status(status), .json("{}"))
        try await makeClient(server).api.send(.any(.post))
        #expect(server.requests.count == 2)
    }

    static let ambiguousFaults: [ScriptedServer.Answer] = [
        .status(500), .status(502), .status(504), [.reset], [.close],
        .raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Type: application/json\r\n\r\n{", then: [.close]),
        .raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Type: application/json\r\n\r\n{", then: [.reset]),
    ]

    @Test(arguments: ambiguousFaults.indices)
    func doesNotRetryPossiblyProcessedPosts(fault: Int) async throws {
        let answer = Self.ambiguousFaults[fault]
        let server = try ScriptedServer(answer)
        _ = try await apiError { try await makeClient(server).api.send(.any(.post)) }
        #expect(server.requests.count == 1)

        let declared = try ScriptedServer(answer, .json("{}"))
        try await makeClient(declared).api.send(.any(.post, isRetrySafe: true))
        let optedIn = try ScriptedServer(answer, .json("{}"))
        try await makeClient(optedIn).api.send(.any(.post), options: RequestOptions(isRetrySafe: true))
        let official = try ScriptedServer(answer, .json("{}"))
        try await makeClient(official) { $0.retryPolicy.unsafeMethods = .always }.api.send(.any(.post))
        let safe = try ScriptedServer(answer, .json("{}"))
        try await makeClient(safe).api.send(.any(.get))
        #expect([declared, optedIn, official, safe].map(\.requests.count) == [2, 2, 2, 2])
    }

    @Test func retriesPostsAfterARefusedConnection() async throws {
        let port = try ScriptedServer().port
        let clock = RecordingClock()
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = nil
        configuration.clock = clock
        let client = try HandingerClient(
            apiKey: "k",
            baseURL: "http://127.0.0.1:\(port)",
            configuration: configuration
        )
        let error = try await apiError { try await client.api.send(.any(.post)) }
        #expect(error.code == .connection)
        #expect(error.isConnectionError)
        #expect(error.retries == 2)
        #expect(clock.sleeps.count == 2)
    }

    @Test func maxRetriesOfClientAndCall() async throws {
        let server = try ScriptedServer(.status(500))
        let client = try makeClient(server) { $0.maxRetries = 0 }
        _ = try await apiError { try await client.api.send(.any()) }
        #expect(server.requests.count == 1)
        _ = try await apiError { try await client.api.send(.any(), options: RequestOptions(maxRetries: 1)) }
        #expect(server.requests.count == 3)
    }

    @Test func policyIsData() async throws {
        let server = try ScriptedServer(.status(418, headers: [("Retry-After", "90")]))
        let clock = RecordingClock()
        let client = try makeClient(server) {
            $0.clock = clock
            $0.random = { 1 }
            $0.retryPolicy.statuses = [418]
            $0.retryPolicy.maximumRetryAfter = .seconds(100)
            $0.retryPolicy.retryAfterJitter = 0.5
        }
        _ = try await apiError { try await client.api.send(.any()) }
        #expect(clock.sleeps == [.seconds(135), .seconds(135)])

        let strict = try makeClient(server) {
            $0.retryPolicy.statuses = [418]
            $0.retryPolicy.retryAfterOverflow = .fail
        }
        let error = try await apiError { try await strict.api.send(.any()) }
        #expect(error.retries == 0)
        #expect(error.retryAfter == .seconds(90))
    }

    @Test func doesNotRetrySingleUseBodies() async throws {
        let server = try ScriptedServer(.status(503))
        let chunks = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array("abc".utf8))
            continuation.finish()
        }
        let request = HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/")
        let (response, body) = try await APIClient.Configuration().transport.send(
            request,
            body: HTTPBody(chunks),
            options: TransportOptions()
        )
        _ = try await body.collect()
        #expect(server.requests.count == 1)
        #expect(response.status.code == 503)
        #expect(server.requests.first?.text == "abc")
        #expect(!HTTPBody(chunks).isReplayable)
    }

    @Test func cancellationEndsTheWait() async throws {
        let server = try ScriptedServer(.status(503))
        let clock = ManualClock()
        let client = try makeClient(server) { $0.clock = clock }
        let task = Task { try await client.api.send(.any()) }
        await clock.sleeper(within: .seconds(1))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.requests.count == 1)
    }
}
