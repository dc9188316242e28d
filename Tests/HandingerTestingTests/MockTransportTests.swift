import APIRuntime
import Foundation
import Handinger
import HandingerTesting
import Testing

@Suite struct MockTransportTests {
    @Test func answersInOrderAndRecordsRequests() async throws {
        let transport = MockTransport(
            .status(.serviceUnavailable),
            .json("a@b.c"),
            .json(["error": "no"], status: .notFound)
        )
        let client = try HandingerClient(testing: transport)
        #expect(try await client.workers.retrieveEmail(workerID: "w 1") == "a@b.c")
        let error = await #expect(throws: APIError.self) {
            try await client.workers.continue(workerID: "w", input: "é", budget: .low)
        }
        #expect(error?.code == .notFound)
        #expect(error?.body == ["error": "no"])
        let requests = transport.requests
        #expect(
            requests.map(\.description) == [
                "GET /api/workers/w%201/email", "GET /api/workers/w%201/email", "POST /api/workers/w",
            ]
        )
        #expect(requests[2].json == ["input": "é", "budget": "low"])
        #expect(try requests[2].decode(ContinueWorker.self).budget == .low)
        #expect(requests[2].headers[.authorization] == "Bearer test-key")
        // The credential is accessible, but not part of the description.
        #expect(!String(reflecting: requests[2]).contains("test-key"))

        let beyond = await #expect(throws: APIError.self) { try await client.workers.retrieveEmail(workerID: "x") }
        #expect(beyond?.code == .invalidRequest)
        #expect(beyond?.message.contains("3 answers") == true)
    }

    @Test func computesResponsesFromRequests() async throws {
        let transport = MockTransport { request in
            request.query.contains { $0 == ("stream", "true") } ? .events([]) : .json(text: "{")
        }
        let client = try HandingerClient(testing: transport)
        for try await event in client.workers.retrieveStreaming(workerID: "w") { Issue.record("\(event)") }
        let error = await #expect(throws: APIError.self) { try await client.workers.retrieve(workerID: "w") }
        #expect(error?.code == .responseValidation)
    }

    @Test func streamsCompleteOrFail() async throws {
        let first = ServerSentEvent(event: "step", data: "one\ntwo", id: "1", retry: .milliseconds(20))
        let transport = MockTransport(
            .events([first], thenFailing: .connectionLost),
            .failure(.connectionNotEstablished),
            .events([ServerSentEvent(data: "", id: "2")])
        )
        let client = try HandingerClient(testing: transport) { $0.reconnectPolicy.maximumDelay = .zero }
        var events: [ServerSentEvent] = []
        for try await event in client.workers.streamUpdates(workerID: "w") { events.append(event) }
        #expect(events.map(\.data) == ["one\ntwo", ""])
        #expect(events.first == first)
        #expect(transport.requests.map { $0.headers[.init("Last-Event-ID")!] } == [nil, "1", "1"])
    }

    @Test func filesAndFailures() async throws {
        let client = try HandingerClient(
            testing: MockTransport(.data(Data([0, 255])), .failure(.connectionLost), .failure(.idleTimeout))
        ) { $0.maxRetries = 0 }
        #expect(try await client.workers.retrieveFile(workerID: "w", filePath: "f").data() == Data([0, 255]))
        for code in [APIError.Code.connection, .timeout] {
            let error = await #expect(throws: APIError.self) { try await client.workers.create(input: "x") }
            #expect(error?.code == code)
        }
    }
}
