import APIRuntime
import Foundation
import Testing

/// Comments keep a connection alive, but they do not count as events.
@Suite struct EventTimeoutTests {
    /// Bodies with some first chunks, then another one every 30 seconds forever.
    private final class Pinging: Transport {
        let clock: ManualClock
        let contentType: String
        let ping: String
        /// The first chunks of each connection. The last connection ends after its chunks.
        let first: [[String]]
        /// The number of requested pings.
        let pings = Locked(0)
        let requests = Locked<[HTTPRequest]>([])

        init(
            _ clock: ManualClock,
            contentType: String = "text/event-stream",
            ping: String = ": ping\n\n",
            _ first: [String]...
        ) {
            self.clock = clock
            self.contentType = contentType
            self.ping = ping
            self.first = first
        }

        func send(
            _ request: HTTPRequest,
            body: HTTPBody?,
            options: TransportOptions
        ) async throws -> (HTTPResponse, HTTPBody) {
            let index = requests.withLock { requests in
                requests.append(request)
                return requests.count - 1
            }
            let chunks = Locked(first[index][...])
            let isLast = index == first.count - 1
            let body = AsyncStream<[UInt8]> { [self] in
                if let chunk = chunks.withLock({ $0.popFirst() }) { return Array(chunk.utf8) }
                if isLast { return nil }
                clock.advance(by: .seconds(30))
                pings.withLock { $0 += 1 }
                await Task.yield()
                return Array(ping.utf8)
            }
            let head = HTTPResponse(
                status: .ok,
                headerFields: [.contentType: contentType, .transferEncoding: "chunked"]
            )
            return (head, HTTPBody(body))
        }
    }

    private func client(
        _ transport: Pinging,
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) throws -> HandingerClient {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = nil
        configuration.clock = transport.clock
        configuration.transport = transport
        configuration.reconnectPolicy.initialDelay = .zero
        configuration.reconnectPolicy.minimumDelay = .zero
        configure(&configuration)
        return try HandingerClient(apiKey: "test-key", baseURL: "https://a", configuration: configuration)
    }

    @Test(arguments: [true, false]) func reconnectsAfterOnlyComments(isSetForTheCall: Bool) async throws {
        let transport = Pinging(ManualClock(), ["id: 1\ndata: a\n\n"], ["id: 2\ndata: b\n\n"])
        let client = try client(transport) {
            if !isSetForTheCall { $0.eventTimeout = .seconds(300) }
        }
        var options = RequestOptions()
        if isSetForTheCall { options.eventTimeout = .after(.seconds(300)) }
        var data: [String] = []
        for try await event in client.api.stream(.events, options: options) { data.append(event.data) }
        #expect(data == ["a", "b"])
        #expect(transport.pings.withLock { $0 } >= 10)
        let name = try #require(HTTPField.Name("Last-Event-ID"))
        #expect(transport.requests.withLock { $0.map { $0.headerFields[name] } } == [nil, "1"])
    }

    @Test func deadStreamsCountAsFailures() async throws {
        let transport = Pinging(ManualClock(), ["id: 1\ndata: a\n\n"], [], [], [])
        let client = try client(transport) {
            $0.eventTimeout = .seconds(60)
            $0.reconnectPolicy.maximumAttempts = 2
        }
        let error = try await apiError {
            for try await _ in client.api.stream(.events) {}
        }
        #expect(error.code == .timeout)
        #expect(error.message.contains("No event came"))
        #expect(transport.requests.withLock { $0.count } == 3)
    }

    @Test func withoutALimitCommentsHoldItOpen() async throws {
        let comments = Array(repeating: ": ping\n\n", count: 1_000)
        let transport = Pinging(ManualClock(), comments + ["data: a\n\n"])
        var iterator = try client(transport).api.stream(.events).makeAsyncIterator()
        #expect(try await iterator.next()?.data == "a")
    }

    @Test func timesOutIfItCannotReconnect() async throws {
        let transport = Pinging(ManualClock(), ["data: without id\n\n"], [])
        let client = try client(transport) { $0.eventTimeout = .seconds(100) }
        let error = try await apiError {
            for try await _ in client.api.stream(.events) {}
        }
        #expect(error.code == .timeout)
        #expect(error.message.contains("No event came"))
        #expect(transport.requests.withLock { $0.count } == 1)
    }

    /// A pause of the reader does not count as silence of the server.
    @Test func ignoresPausesOfTheReader() async throws {
        let transport = Pinging(ManualClock(), ["data: a\n\n", "data: b\n\n", ": ping\n\n", "data: c\n\n"])
        var iterator = try client(transport) { $0.eventTimeout = .seconds(100) }.api.stream(.events).makeAsyncIterator()
        for data in ["a", "b", "c"] {
            #expect(try await iterator.next()?.data == data)
            transport.clock.advance(by: .seconds(1_000))
            for _ in 0..<20 { await Task.yield() }
        }
        #expect(try await iterator.next() == nil)
    }

    @Test func blankLinesOfAStreamOfLinesAreNoValues() async throws {
        let transport = Pinging(ManualClock(), contentType: "application/jsonl", ping: "\n", ["1\n"], [])
        let client = try client(transport) { $0.eventTimeout = .seconds(100) }
        let lines: Endpoint<DecodedEventStream<Int>> = Endpoint(
            id: "l",
            method: .get,
            path: "/l",
            response: .payloads(in: .lines)
        )
        var values: [Int] = []
        let error = try await apiError {
            for try await value in client.api.stream(lines) { values.append(value) }
        }
        #expect(values == [1])
        #expect(error.code == .timeout)
    }
}
