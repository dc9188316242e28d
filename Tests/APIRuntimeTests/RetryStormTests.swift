import APIRuntime
import Foundation
import HandingerTestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct RetryStormTests {
    /// A failing server that counts its requests.
    private final class DeadServer: Transport {
        private let received = Atomic<Int>(0)
        private let headers: HTTPFields

        var count: Int { received.load(ordering: .relaxed) }

        init(headers: HTTPFields = [:]) {
            self.headers = headers
        }

        func send(
            _ request: HTTPRequest,
            body: HTTPBody?,
            options: TransportOptions
        ) async throws -> (HTTPResponse, HTTPBody) {
            received.add(1, ordering: .relaxed)
            return (HTTPResponse(status: .serviceUnavailable, headerFields: headers), HTTPBody())
        }
    }

    private func makeClient(
        _ transport: any Transport,
        clock: any Clock<Duration> = RecordingClock()
    ) throws -> APIClient {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = nil
        configuration.clock = clock
        configuration.transport = transport
        let metadata = APIMetadata(name: "Dead", version: "1", servers: ["http://dead"], security: [])
        return try APIClient(metadata: metadata, configuration: configuration)
    }

    /// - Returns: The number of requests per call.
    private func load(on server: DeadServer, of clients: [APIClient], calls: Int) async -> Double {
        await withTaskGroup { group in
            for client in clients {
                group.addTask {
                    for _ in 0..<calls {
                        await #expect(throws: APIError.self) { try await client.send(.any()) }
                    }
                }
            }
        }
        return Double(server.count) / Double(clients.count * calls)
    }

    @Test func limitsRetriesOfManyCallers() async throws {
        let server = DeadServer()
        let client = try makeClient(server)
        let load = await load(on: server, of: Array(repeating: client, count: 1_000), calls: 1)
        #expect(load <= 1.05, "\(load)")
    }

    /// Independent clients with one call per second for 30 seconds; the ratio is the same for a thousand.
    @Test func separateClientsDoNotStormADeadServer() async throws {
        let server = DeadServer()
        let load = await load(on: server, of: try (0..<40).map { _ in try makeClient(server) }, calls: 30)
        #expect(load <= 1.40, "\(load)")
    }

    @Test func callersToldTheSameTimeDoNotReturnTogether() async throws {
        let server = DeadServer(headers: [.retryAfter: "5"])
        var waits: [Duration] = []
        for _ in 0..<300 {
            let clock = RecordingClock()
            let options = RequestOptions(maxRetries: 1)
            await #expect(throws: APIError.self) {
                try await makeClient(server, clock: clock).send(.any(), options: options)
            }
            waits += clock.sleeps
        }
        #expect(waits.count == 300)
        #expect(waits.allSatisfy { $0 >= .seconds(5) && $0 <= .seconds(6) })
        let perTenth = Dictionary(grouping: waits) { Int($0 / .milliseconds(100)) }
        #expect(perTenth.values.allSatisfy { $0.count <= 60 })
    }

    @Test(arguments: [("1", 1.5), ("2.5", 3.0), ("5", 6.0), ("60", 72.0)])
    func retryAfterIsSpreadUpward(value: String, latest: Double) async throws {
        let server = try ScriptedServer(.status(503, headers: [("Retry-After", value)]), .json("{}"))
        let clock = RecordingClock()
        let client = try APIRuntimeTests.makeClient(server) {
            $0.clock = clock
            $0.random = { 1 }
        }
        try await client.api.send(.any())
        let wait = try #require(clock.sleeps.first)
        #expect(abs(wait / .seconds(1) - latest) < 1e-9)
    }

    @Test func longRetryAfterEndsTheCall() async throws {
        let server = try ScriptedServer(.status(429, headers: [("Retry-After", "61")]))
        let error = try await apiError { try await APIRuntimeTests.makeClient(server).api.send(.any()) }
        #expect(error.retryAfter == .seconds(61))
        #expect(error.retries == 0)
        #expect(server.requests.count == 1)
    }

    @Test func successRefillsTheBudget() async throws {
        let server = try ScriptedServer { index, request in
            request.target == "/good" || index % 2 == 1 ? .json("{}") : .status(503)
        }
        let client = try APIRuntimeTests.makeClient(server) {
            $0.retryPolicy.budget?.capacity = 10
            $0.retryPolicy.budget?.reward = 5
        }
        // Each success after a retry refunds the cost of the retry.
        for _ in 0..<3 { try await client.api.send(.any()) }

        let down = try ScriptedServer { _, request in request.target == "/good" ? .json("{}") : .status(503) }
        let other = try APIRuntimeTests.makeClient(down) {
            $0.retryPolicy.budget?.capacity = 10
            $0.retryPolicy.budget?.reward = 5
        }
        func retries() async throws -> Int { try await apiError { try await other.api.send(.any()) }.retries }
        #expect(try await retries() == 1)
        #expect(try await retries() == 0)
        try await other.api.send(.any(.get, "/good"))
        #expect(try await retries() == 0)
        try await other.api.send(.any(.get, "/good"))
        #expect(try await retries() == 1)
    }

    // MARK: - Deadline

    /// Before the response, and within its body.
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"])
    func deadlineEndsAHangingCall(sent: String) async throws {
        let (reached, closed) = (Gate(), Gate())
        let server = try ScriptedServer(.raw(sent, then: [.open(reached), .untilClosed(closed)]))
        let clock = ManualClock()
        let client = try APIRuntimeTests.makeClient(server) {
            $0.clock = clock
            $0.deadline = .seconds(3)
        }
        let task = Task { try await client.api.send(.any()) }
        #expect(await reached.opens())
        await clock.sleeper(within: .seconds(3))
        clock.advance(by: .seconds(3))
        let error = try await apiError { try await task.value }
        #expect(error.code == .timeout)
        #expect(error.operation == "any")
        #expect(await closed.opens())
    }

    @Test func deadlineIncludesAllAttempts() async throws {
        let server = try ScriptedServer(.status(503))
        let clock = ManualClock()
        let client = try APIRuntimeTests.makeClient(server) { $0.clock = clock }
        var options = RequestOptions()
        options.deadline = .after(.seconds(1.2))
        let task = Task { [options] in try await client.api.send(.any(), options: options) }
        await clock.sleeper(within: .milliseconds(500))
        clock.advance(by: .milliseconds(500))
        // The second delay, of 1 s, would end after the deadline, so the error is thrown at once.
        let error = try await apiError { try await task.value }
        #expect(error.code == .serverError)
        #expect(error.retries == 1)
        #expect(server.requests.count == 2)
    }
}
