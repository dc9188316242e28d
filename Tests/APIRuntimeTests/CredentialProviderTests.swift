import APIRuntime
import Foundation
import HandingerTestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct CredentialProviderTests {
    /// Returns a new key on each call and records the rejected keys.
    private final class Keys: Sendable {
        private let asked = Mutex<[String?]>([])

        var rejected: [String?] { asked.withLock { $0 } }

        func next(_ rejected: APIKey?) -> APIKey {
            asked.withLock { asked in
                asked.append(rejected?.reveal())
                return APIKey("key-\(asked.count)")
            }
        }
    }

    private func makeAPI(_ server: ScriptedServer, _ keys: Keys) throws -> APIClient {
        try makeClient(server, apiKey: nil) { $0.credentialProvider = { keys.next($0) } }.api
    }

    @Test func cachesTheKeyUntilItIsRejected() async throws {
        let keys = Keys()
        let server = try ScriptedServer(.json("{}"), .json("{}"), .status(401), .json("{}"))
        let api = try makeAPI(server, keys)
        for _ in 0..<3 { try await api.post("/p", body: .json(1)) }
        #expect(keys.rejected == [nil, "key-1"])
        #expect(server.requests.map { $0["Authorization"] } == [1, 1, 1, 2].map { "Bearer key-\($0)" })
        let idempotency = server.requests.map { $0["Idempotency-Key"] }
        #expect(idempotency[2] == idempotency[3])
        #expect(Set(idempotency).count == 3)
    }

    @Test func countsTheRequestWithTheNewKeyAsARetry() async throws {
        let keys = Keys()
        let server = try ScriptedServer(.status(500), .status(401), .status(500), .status(500), .status(500))
        let error = try await apiError { try await makeAPI(server, keys).get("/p") }
        #expect(server.requests.map { $0["x-stainless-retry-count"] } == ["0", "1", "2", "3", "4"])
        #expect(error.retries == 4)
    }

    @Test func throwsAfterTheSecondRejection() async throws {
        let keys = Keys()
        let server = try ScriptedServer(.status(401))
        let error = try await apiError { try await makeAPI(server, keys).get("/p") }
        #expect(error.code == .authentication)
        #expect(server.requests.count == 2)
        #expect(keys.rejected == [nil, "key-1"])
    }

    @Test func doesNotRetryWithAFixedKey() async throws {
        let keys = Keys()
        let server = try ScriptedServer(.status(401))
        let client = try makeClient(server) { $0.credentialProvider = { keys.next($0) } }
        _ = try await apiError { try await client.api.get("/p") }
        #expect(server.requests.count == 1)
        #expect(server.requests[0]["Authorization"] == "Bearer test-key")
        #expect(keys.rejected.isEmpty)
    }

    @Test func manyCallsAskOnce() async throws {
        let keys = Keys()
        let server = try ScriptedServer { _, request in
            request["Authorization"] == "Bearer key-1" ? .status(401) : .json("{}")
        }
        let api = try makeAPI(server, keys)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { try await api.get("/p") } }
            try await group.waitForAll()
        }
        #expect(keys.rejected == [nil, "key-1"])
    }

    /// A provider that ignores cancellation and never returns from its first call.
    private func makeHangingAPI(_ server: ScriptedServer, asked: Gate) throws -> APIClient {
        let count = Mutex(0)
        return try makeClient(server, apiKey: nil) {
            $0.credentialProvider = { _ in
                let isFirst = count.withLock { count in
                    count += 1
                    return count == 1
                }
                asked.open()
                if isFirst { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
                return "key"
            }
        }.api
    }

    @Test func cancellationDoesNotWaitForTheProvider() async throws {
        let asked = Gate()
        let server = try ScriptedServer(.json("{}"))
        let api = try makeHangingAPI(server, asked: asked)
        let task = Task { try await api.get("/p") }
        #expect(await asked.opens())
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // The next call asks the provider again.
        try await api.get("/p")
        #expect(server.requests.map { $0["Authorization"] } == ["Bearer key"])
    }

    @Test func deadlineIncludesTheProvider() async throws {
        let asked = Gate()
        let clock = ManualClock()
        let server = try ScriptedServer(.json("{}"))
        let api = try makeHangingAPI(server, asked: asked).copy {
            $0.clock = clock
            $0.deadline = .seconds(3)
        }
        let task = Task { try await api.get("/p") }
        #expect(await asked.opens())
        await clock.sleeper(within: .seconds(3))
        clock.advance(by: .seconds(3))
        let error = try await apiError { try await task.value }
        #expect(error.code == .timeout)
        #expect(error.operation == "get by path")
        #expect(server.requests.isEmpty)
    }

    @Test func providerErrorsSendNothing() async throws {
        struct Locked: Error {}
        let server = try ScriptedServer(.json("{}"))
        let failing = try makeClient(server, apiKey: nil) { $0.credentialProvider = { _ in throw Locked() } }
        let error = try await apiError { try await failing.api.get("/p") }
        #expect(error.code == .authentication)
        #expect(error.cause is Locked)
        #expect(error.operation == "get by path")
        // Something within the provider was cancelled, not the call.
        let cancelled = try makeClient(server, apiKey: nil) {
            $0.credentialProvider = { _ in throw CancellationError() }
        }
        #expect(try await apiError { try await cancelled.api.get("/p") }.code == .authentication)
        let blank = try makeClient(server, apiKey: nil) { $0.credentialProvider = { _ in "a\nb" } }
        #expect(try await apiError { try await blank.api.get("/p") }.code == .configuration)
        #expect(server.requests.isEmpty)
    }
}
