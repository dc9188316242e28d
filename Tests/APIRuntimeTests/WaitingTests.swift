import APIRuntime
import Foundation
import HandingerTestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct WaitingTests {
    private func stream(_ client: APIClient) -> EventStream {
        client.stream(Endpoint(id: "s", method: .get, path: "/stream", response: .events))
    }

    /// A server whose response to `/job` is done from a given request on, with a given response to `/stream`.
    private func makeServer(doneAt question: Int, stream: ScriptedServer.Answer) throws -> ScriptedServer {
        let questions = Mutex(0)
        return try ScriptedServer { _, request in
            guard request.target == "/job" else { return stream }
            let number = questions.withLock { count in
                count += 1
                return count
            }
            return .json(#"{"done":\#(number >= question),"number":\#(number)}"#)
        }
    }

    private func wait(
        _ client: APIClient,
        within deadline: Duration = .seconds(100),
        polling: PollingPolicy = PollingPolicy(jitter: 0),
        stream: EventStream? = nil
    ) async throws -> JSONValue {
        try await client.wait(
            for: "the job",
            within: deadline,
            polling: polling,
            stream: stream,
            isLast: { $0.event == "done" },
            retrieve: { try await client.get("/job") },
            until: { $0["done"] == true }
        )
    }

    @Test func needsNoStreamIfDone() async throws {
        let server = try makeServer(doneAt: 1, stream: .status(500))
        let client = try makeClient(server) { $0.clock = ManualClock() }.api
        #expect(try await wait(client, stream: stream(client))["number"] == 1)
        #expect(server.requests.map(\.target) == ["/job"])
    }

    @Test func pollsAtTheEndOfTheStream() async throws {
        for events in [
            ScriptedServer.Answer.status(200, body: "data: a\n\n", contentType: "text/event-stream"),
            // The stream continues, but an event tells that the job is over.
            .events([.text("event: done\ndata: x\n\n"), .untilClosed(Gate())]),
        ] {
            let server = try makeServer(doneAt: 2, stream: events)
            // The clock stands still, so only the stream can have caused the second request.
            let client = try makeClient(server) { $0.clock = ManualClock() }.api
            #expect(try await wait(client, stream: stream(client))["number"] == 2)
            #expect(server.requests.map(\.target) == ["/job", "/stream", "/job"])
        }
    }

    @Test(arguments: [
        ScriptedServer.Answer.status(404), .json("{}"), [.reset],
        .status(200, body: "event: error\ndata: no\n\n", contentType: "text/event-stream"),
    ])
    private func withoutAStreamItAsksAtGrowingIntervals(answer: ScriptedServer.Answer) async throws {
        let server = try makeServer(doneAt: 5, stream: answer)
        let clock = ManualClock()
        let client = try makeClient(server) {
            $0.clock = clock
            $0.maxRetries = 0
        }.api
        let polling = PollingPolicy(initialDelay: .seconds(1), multiplier: 2, maximumDelay: .seconds(3), jitter: 0)
        let task = Task { try await wait(client, polling: polling, stream: stream(client)) }
        for delay in [1, 2, 3] {
            await clock.sleeper(within: .seconds(delay))
            clock.advance(by: .seconds(delay))
        }
        #expect(try await task.value["number"] == 5)
    }

    @Test func deadlineClosesTheStream() async throws {
        let (reached, closed) = (Gate(), Gate())
        let server = try makeServer(
            doneAt: .max,
            stream: .events([.text(": hi\n\n"), .open(reached), .untilClosed(closed)])
        )
        let clock = ManualClock()
        let client = try makeClient(server) { $0.clock = clock }.api
        let task = Task { try await wait(client, within: .seconds(15), stream: stream(client)) }
        #expect(await reached.opens())
        await clock.sleeper(within: .seconds(15))
        clock.advance(by: .seconds(15))
        let error = try await apiError { try await task.value }
        #expect(error.code == .timeout)
        #expect(error.message.contains("the job"))
        #expect(await closed.opens())
    }

    @Test func failuresThatMayPassAreBorneUpToALimit() async throws {
        let server = try ScriptedServer(.status(503), .json(#"{"done":false}"#), .status(429), .status(500))
        let clock = RecordingClock()
        let client = try makeClient(server) { $0.maxRetries = 0 }.api
        // A real clock for the deadline, without delays.
        let polling = PollingPolicy(initialDelay: .zero, maximumDelay: .zero, jitter: 0, maximumFailures: 3)
        let patient = try client.copy { $0.clock = ContinuousClock() }
        let error = try await apiError { try await wait(patient, polling: polling) }
        #expect(error.code == .serverError)
        #expect(server.requests.count == 5)
        #expect(clock.sleeps.isEmpty)

        let gone = try ScriptedServer(.json(#"{"done":false}"#), .status(404))
        let other = try makeClient(gone) { $0.clock = ContinuousClock() }.api
        #expect(try await apiError { try await wait(other, polling: polling) }.code == .notFound)
        #expect(gone.requests.count == 2)
    }

    @Test func cancellationEndsIt() async throws {
        let (reached, closed) = (Gate(), Gate())
        let server = try makeServer(
            doneAt: .max,
            stream: .events([.text(": hi\n\n"), .open(reached), .untilClosed(closed)])
        )
        let client = try makeClient(server) { $0.clock = ManualClock() }.api
        let task = Task { try await wait(client, stream: stream(client)) }
        #expect(await reached.opens())
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await closed.opens())
    }

    // MARK: - Text

    @Test func piecesAndWholeTextsArePutTogether() async throws {
        let body = "data: a\n\ndata: b\n\nevent: whole\ndata: x\n\nevent: skip\ndata: y\n\ndata: c\n\n"
        let server = try ScriptedServer(.status(200, body: body, contentType: "text/event-stream"))
        let client = try makeClient(server).api
        @Sendable func change(_ event: ServerSentEvent) -> TextDelta? {
            switch event.event {
            case "whole": .replacing(event.data)
            case "skip": nil
            default: .appending(event.data)
            }
        }
        #expect(try await stream(client).collectText(change) == "xc")
        #expect(try await stream(client).collectText(upTo: 2, change) == "xc")
        let error = try await apiError { try await stream(client).collectText(upTo: 1, change) }
        #expect(error.code == .limitExceeded)
    }
}
