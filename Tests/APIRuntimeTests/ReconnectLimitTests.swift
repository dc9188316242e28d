import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

/// The client neither storms a server nor reconnects forever without progress.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct ReconnectLimitTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let first = "retry: 0\nid: 1\ndata: a\n\n"

    /// A connection that breaks after some events.
    private static func lost(_ events: String, by end: ScriptedServer.Step = .reset) -> ScriptedServer.Answer {
        .raw(head, then: [.text("\(String(events.utf8.count, radix: 16))\r\n\(events)\r\n"), end])
    }

    private func read(
        _ server: ScriptedServer,
        clock: RecordingClock,
        upTo limit: Int = 1_000,
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) async -> (data: [String], error: APIError?) {
        var data: [String] = []
        do {
            let client = try makeClient(server) {
                $0.clock = clock
                configure(&$0)
            }
            for try await event in client.api.stream(.events) {
                data.append(event.data)
                if data.count == limit { break }
            }
            return (data, nil)
        } catch {
            return (data, error as? APIError)
        }
    }

    @Test(arguments: [
        "data: ping\n\n", ": comment\n\n", "id: 1\ndata: a\n\n", "event: ping\ndata: {}\n\n", "retry: 0\n\n",
    ])
    func connectionsWithoutProgressAreCountedAndKeptApart(events: String) async throws {
        for end in [ScriptedServer.Step.reset, .close] {
            let server = try ScriptedServer(Self.lost(Self.first, by: .close), Self.lost(events, by: end))
            let clock = RecordingClock()
            let (_, error) = await read(server, clock: clock)
            #expect(error?.code == .streamInterrupted)
            #expect(server.requests.count == 9)
            // The first connection made progress, and the server asks for no delay after that.
            #expect(clock.sleeps.first == .zero)
            #expect(clock.sleeps.dropFirst().allSatisfy { $0 >= .milliseconds(500) }, "\(clock.sleeps)")
            #expect(clock.sleeps == clock.sleeps.sorted())
            #expect(clock.sleeps.count == 8)
        }
    }

    @Test func aNewIDIsProgress() async throws {
        let server = try ScriptedServer { index, request in
            #expect(request["Last-Event-ID"] == (index == 0 ? nil : "\(index)"))
            return Self.lost("retry: 0\ndata: ping\n\nid: \(index + 1)\ndata: a\n\n")
        }
        let clock = RecordingClock()
        let (data, error) = await read(server, clock: clock, upTo: 60)
        #expect(error == nil)
        #expect(data.filter { $0 == "a" }.count == 30)
        #expect(clock.sleeps.allSatisfy { $0 == .zero })
    }

    /// Repeated IDs are not progress.
    @Test func oldIDsAreNoProgress() async throws {
        let server = try ScriptedServer { index, _ in
            // With a repeated ID nothing tells which events were delivered.
            index == 0
                ? Self.lost("retry: 0\nid: 1\ndata: a\n\nid: 1\ndata: b\n\nid: 2\ndata: c\n\n")
                : Self.lost("id: \(index % 2 + 1)\ndata: again\n\n")
        }
        let clock = RecordingClock()
        let (_, error) = await read(server, clock: clock)
        #expect(error?.code == .streamInterrupted)
        #expect(server.requests.count == 9)
    }

    @Test func progressEndsTheCounting() async throws {
        let server = try ScriptedServer { index, _ in
            index.isMultiple(of: 6) ? Self.lost("id: \(index)\ndata: a\n\n") : Self.lost("data: ping\n\n")
        }
        let clock = RecordingClock()
        let (data, error) = await read(server, clock: clock, upTo: 60)
        #expect(error == nil && data.count == 60)
        #expect(Array(clock.sleeps.prefix(7)) == [1, 2, 4, 8, 16, 30, 1].map { .seconds($0) })
    }

    @Test func respectsTheMinimumDelay() async throws {
        let server = try ScriptedServer(Self.lost(Self.first, by: .close), Self.lost("data: ping\n\n"))
        let clock = RecordingClock()
        _ = await read(server, clock: clock) {
            $0.reconnectPolicy.minimumDelay = .seconds(7)
            $0.reconnectPolicy.maximumAttempts = 3
            // Jitter does not go below the minimum delay.
            $0.random = { 0.99 }
        }
        #expect(clock.sleeps.count == 3)
        #expect(clock.sleeps.dropFirst().allSatisfy { $0 >= .seconds(7) })

        let none = RecordingClock()
        let other = try ScriptedServer(Self.lost(Self.first, by: .close), Self.lost("data: ping\n\n"))
        _ = await read(other, clock: none) {
            $0.reconnectPolicy.minimumDelay = .zero
            $0.reconnectPolicy.initialDelay = .zero
            $0.reconnectPolicy.maximumAttempts = 3
        }
        #expect(none.sleeps.count == 3)
    }

    /// A connection that is open for a minute and brings a ping.
    private struct Quiet: Transport {
        let clock: RecordingClock
        let count = Locked(0)

        func send(
            _ request: HTTPRequest,
            body: HTTPBody?,
            options: TransportOptions
        ) async throws -> (HTTPResponse, HTTPBody) {
            let index = count.withLock { count in
                count += 1
                return count
            }
            if index > 30 { return (HTTPResponse(status: .noContent), HTTPBody()) }
            let chunks = AsyncThrowingStream<[UInt8], any Error> { [clock] in
                if clock.sleeps.last == .seconds(60) { throw TransportError(.connectionLost, "The balancer is tired.") }
                try await clock.sleep(for: .seconds(60))
                return Array((index == 1 ? "id: 1\ndata: a\n\n" : "data: ping\n\n").utf8)
            }
            return (HTTPResponse(status: .ok, headerFields: [.contentType: "text/event-stream"]), HTTPBody(chunks))
        }
    }

    /// A healthy server may send only pings, and its load balancer may close connections forever.
    @Test func longConnectionsAreNotFailures() async throws {
        let clock = RecordingClock()
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = nil
        configuration.clock = clock
        configuration.random = { 0 }
        configuration.transport = Quiet(clock: clock)
        let client = try HandingerClient(apiKey: "test-key", baseURL: "https://a", configuration: configuration)
        var count = 0
        for try await _ in client.api.stream(.events) { count += 1 }
        #expect(count == 30)
        #expect(clock.sleeps.filter { $0 != .seconds(60) } == Array(repeating: .seconds(1), count: 30))
    }
}
