import APIRuntime
import Foundation
import TestSupport
import Testing

/// Comments keep a connection alive, but not a stream that brings no events.
@Suite(.opensConnections) struct EventTimeoutTests {
    /// A body whose chunks the test sends one by one.
    private final class Channel: Transport {
        private let continuations = Locked<[AsyncStream<[UInt8]>.Continuation]>([])
        private let requests = Locked<[HTTPRequest]>([])
        let contentType: String

        init(contentType: String = "text/event-stream") {
            self.contentType = contentType
        }

        var lastEventIDs: [String?] {
            requests.withLock { $0.map { $0.headerFields[HTTPField.Name("Last-Event-ID")!] } }
        }

        func send(
            _ request: HTTPRequest,
            body: HTTPBody?,
            options: TransportOptions
        ) async throws -> (HTTPResponse, HTTPBody) {
            let (chunks, continuation) = AsyncStream<[UInt8]>.makeStream()
            requests.withLock { $0.append(request) }
            continuations.withLock { $0.append(continuation) }
            return (HTTPResponse(status: .ok, headerFields: [.contentType: contentType]), HTTPBody(chunks))
        }

        func connection(_ index: Int) async -> AsyncStream<[UInt8]>.Continuation {
            while true {
                if let found = continuations.withLock({ $0.indices.contains(index) ? $0[index] : nil }) { return found }
                await Task.yield()
            }
        }
    }

    private func client(
        _ transport: Channel,
        clock: ManualClock,
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) throws -> HandingerClient {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = .seconds(60)
        configuration.clock = clock
        configuration.transport = transport
        configuration.reconnectPolicy.initialDelay = .zero
        configuration.reconnectPolicy.minimumDelay = .zero
        configure(&configuration)
        return try HandingerClient(apiKey: "test-key", baseURL: "https://a", configuration: configuration)
    }

    /// Comments every 30 seconds until the client has had enough, and how many those were.
    private func sendComments(
        _ connection: AsyncStream<[UInt8]>.Continuation,
        _ clock: ManualClock,
        until isOver: () -> Bool
    ) async -> Int {
        var count = 0
        while !isOver(), count < 1_000 {
            if case .terminated = connection.yield(Array(": ping\n\n".utf8)) { break }
            for _ in 0..<20 { await Task.yield() }
            clock.advance(by: .seconds(30))
            for _ in 0..<20 { await Task.yield() }
            count += 1
        }
        return count
    }

    @Test(arguments: [true, false]) func aStreamOfCommentsIsDeadAndContinued(isSetForTheCall: Bool) async throws {
        let (transport, clock) = (Channel(), ManualClock())
        let client = try client(transport, clock: clock) {
            if !isSetForTheCall { $0.eventTimeout = .seconds(300) }
        }
        var options = RequestOptions()
        if isSetForTheCall { options.eventTimeout = .seconds(300) }
        let reached = Gate()
        let task = Task { [options] in
            var data: [String] = []
            for try await event in client.api.stream(.events, options: options) {
                data.append(event.data)
                if data.count == 1 { reached.open() }
                if data.count == 2 { break }
            }
            return data
        }
        let first = await transport.connection(0)
        first.yield(Array("id: 1\ndata: a\n\n".utf8))
        #expect(await reached.opens())
        let count = await sendComments(first, clock) { transport.lastEventIDs.count > 1 }
        #expect((10...13).contains(count), "\(count)")
        await transport.connection(1).yield(Array("id: 2\ndata: b\n\n".utf8))
        #expect(try await task.value == ["a", "b"])
        #expect(transport.lastEventIDs == [nil, "1"])
    }

    @Test func withoutALimitCommentsHoldItOpen() async throws {
        let (transport, clock) = (Channel(), ManualClock())
        let client = try client(transport, clock: clock)
        let task = Task {
            var iterator = client.api.stream(.events).makeAsyncIterator()
            return try await iterator.next()?.data
        }
        let connection = await transport.connection(0)
        #expect(await sendComments(connection, clock) { false } == 1_000)
        connection.yield(Array("data: a\n\n".utf8))
        #expect(try await task.value == "a")
    }

    @Test func whereItCannotBeContinuedItIsATimeout() async throws {
        let (transport, clock) = (Channel(), ManualClock())
        let client = try client(transport, clock: clock) {
            $0.eventTimeout = .seconds(100)
            $0.reconnectPolicy = .never
        }
        let isOver = Locked(false)
        let task = Task {
            defer { isOver.withLock { $0 = true } }
            return try await apiError {
                var iterator = client.api.stream(.events).makeAsyncIterator()
                return try await iterator.next()
            }
        }
        let connection = await transport.connection(0)
        _ = await sendComments(connection, clock) { isOver.withLock { $0 } }
        let error = try await task.value
        #expect(error.code == .streamInterrupted || error.code == .timeout)
        #expect(error.message.contains("No event came"))
    }

    /// A reader's break is no silence of the server.
    @Test func aBreakBetweenTwoEventsDoesNotCount() async throws {
        let (transport, clock) = (Channel(), ManualClock())
        let client = try client(transport, clock: clock) { $0.eventTimeout = .seconds(100) }
        var iterator = client.api.stream(.events).makeAsyncIterator()
        let feeder = Task {
            let connection = await transport.connection(0)
            connection.yield(Array("data: a\n\n".utf8))
            return connection
        }
        #expect(try await iterator.next()?.data == "a")
        clock.advance(by: .seconds(1_000))
        for _ in 0..<20 { await Task.yield() }
        await feeder.value.yield(Array("data: b\n\n".utf8))
        #expect(try await iterator.next()?.data == "b")
    }

    @Test func blankLinesOfAStreamOfLinesAreNoValues() async throws {
        let (transport, clock) = (Channel(contentType: "application/jsonl"), ManualClock())
        let client = try client(transport, clock: clock) { $0.eventTimeout = .seconds(100) }
        let lines: Endpoint<PayloadStream<Int>> = Endpoint(
            id: "l",
            method: .get,
            path: "/l",
            response: .payloads(in: .lines)
        )
        let isOver = Locked(false)
        let reached = Gate()
        let task = Task {
            defer { isOver.withLock { $0 = true } }
            return try await apiError {
                for try await value in client.api.stream(lines) where value == 1 { reached.open() }
            }
        }
        let connection = await transport.connection(0)
        connection.yield(Array("1\n".utf8))
        #expect(await reached.opens())
        while !isOver.withLock({ $0 }) {
            connection.yield(Array("\n".utf8))
            for _ in 0..<20 { await Task.yield() }
            clock.advance(by: .seconds(30))
        }
        #expect(try await task.value.code == .timeout)
    }
}
