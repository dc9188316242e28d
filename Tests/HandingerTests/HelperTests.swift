import APIRuntime
import Foundation
import Handinger
import HandingerTesting
import Testing

/// What the SDK has beyond the operations of the document.
@Suite struct HelperTests {
    private static func worker(_ status: String, text: String = "") -> JSONValue {
        [
            "id": "w_1", "created_at": 1, "error": nil, "files": [], "incomplete_details": nil, "messages": [],
            "metadata": [:], "object": "worker", "output": [], "output_text": .string(text),
            "running": .bool(status == "running"), "sources": [], "status": .string(status),
        ]
    }

    private static func list(_ ids: [String]) -> JSONValue {
        let schedules = ids.map { id -> JSONValue in
            [
                "id": .string(id), "budget": "low", "input": "x", "type": "cron", "cron": "0 9 * * 1",
                "nextRunAt": "2030-01-01T00:00:00Z",
            ]
        }
        return ["schedules": .array(schedules), "workerId": "w_1"]
    }

    @Test(arguments: [("pending", false), ("running", false), ("completed", true), ("failed-somehow", true)])
    func finishedIsWhatNeitherRunsNorWaits(status: String, isFinished: Bool) throws {
        #expect(try Self.worker(status).decode(Worker.self).isFinished == isFinished)
    }

    @Test func waitsByStreamAndAsksWhenItEnds() async throws {
        let transport = MockTransport(
            .json(Self.worker("pending")),
            .events([ServerSentEvent(data: "not JSON"), ServerSentEvent(event: "done", data: "{}")]),
            .json(Self.worker("completed", text: "Sunny."))
        )
        let client = try HandingerClient(testing: transport)
        let worker = try await client.workers.waitUntilFinished(workerID: "w_1", within: .seconds(50))
        #expect(worker.outputText == "Sunny.")
        let paths = ["/api/workers/w_1", "/api/workers/w_1/stream", "/api/workers/w_1"]
        #expect(transport.requests.map(\.path) == paths)
    }

    @Test func anEventWithTheFinishedWorkerIsEnough() async throws {
        let transport = MockTransport { request in
            switch request.path {
            case "/api/workers/w_1/stream":
                .events([
                    ServerSentEvent(event: "worker", data: Self.worker("running").description),
                    ServerSentEvent(event: "worker", data: Self.worker("completed").description),
                    ServerSentEvent(event: "error", data: "never read"),
                ])
            default: .json(Self.worker("completed"))
            }
        }
        let client = try HandingerClient(testing: transport)
        #expect(try await client.workers.waitUntilFinished(workerID: "w_1", within: .seconds(50)).isFinished)
    }

    @Test func asksAgainAndAgainWithoutAStream() async throws {
        let transport = MockTransport(
            .json(Self.worker("running")),
            .status(.notFound),
            .json(Self.worker("running")),
            .json(Self.worker("running")),
            .json(Self.worker("completed"))
        )
        let client = try HandingerClient(testing: transport)
        let polling = PollingPolicy(initialDelay: .milliseconds(1), maximumDelay: .seconds(40))
        try await client.workers.waitUntilFinished(workerID: "w_1", within: .seconds(50), polling: polling)
        #expect(transport.requests.count == 5)
    }

    @Test func theDeadlineEndsTheWait() async throws {
        let transport = MockTransport { request in
            request.path.hasSuffix("/stream") ? .status(.notFound) : .json(Self.worker("running"))
        }
        let client = try HandingerClient(testing: transport)
        let error = await #expect(throws: APIError.self) {
            try await client.workers.waitUntilFinished(workerID: "w_1", within: .milliseconds(20))
        }
        #expect(error?.code == .timeout)
        #expect(error?.message.contains("w_1") == true)
    }

    @Test func theTextOfAStream() async throws {
        let events = [
            ServerSentEvent(event: "worker", data: Self.worker("running", text: "Su").description),
            ServerSentEvent(event: "message", data: "ping"), ServerSentEvent(data: #"{"delta":"nn"}"#),
            ServerSentEvent(data: #"{"delta":{"not":"text"}}"#), ServerSentEvent(data: "[DONE]"),
        ]
        let client = try HandingerClient(testing: MockTransport { _ in .events(events) })
        #expect(try await client.workers.createStreaming(input: "x").collectOutputText() == "Sunn")
        let error = await #expect(throws: APIError.self) {
            try await client.workers.createStreaming(input: "x").collectOutputText(upTo: 3)
        }
        #expect(error?.code == .limitExceeded)
    }

    @Test(arguments: [
        (Duration.seconds(5), 5), (.milliseconds(1), 1), (.milliseconds(1_500), 2), (.seconds(21_600), 21_600),
        (.zero, 0), (.seconds(-3), -3), (.milliseconds(-1_500), -1),
    ])
    func durationsBecomeWholeSeconds(duration: Duration, seconds: Int) throws {
        #expect(When.delayed(by: duration) == .delayed(delayInSeconds: seconds))
        #expect(When.interval(every: duration) == .interval(intervalSeconds: seconds))
        #expect(DelayedWhen(delayInSeconds: seconds).delay == .seconds(seconds))
        #expect(IntervalWhen(intervalSeconds: seconds).interval == .seconds(seconds))
    }

    @Test func hugeDurationsDoNotTrap() {
        let longest = Duration(secondsComponent: .max, attosecondsComponent: 0)
        #expect(When.delayed(by: longest) == .delayed(delayInSeconds: Int(clamping: Int64.max)))
    }

    @Test func schedulesOneByOne() async throws {
        let transport = MockTransport(.json(Self.list(["a", "b"])), .json(Self.list([])))
        let client = try HandingerClient(testing: transport)
        let list = client.workers.schedules.all(workerID: "w_1")
        #expect(transport.requests.isEmpty)
        #expect(try await list.collect().map(\.id) == ["a", "b"])
        #expect(try await list.collect().isEmpty)
        #expect(transport.requests.map(\.path) == Array(repeating: "/api/workers/w_1/schedules", count: 2))
    }

    @Test func aScheduleIsWrittenBackAsItCame() throws {
        let json =
            #"{"id":"s","budget":"low","input":"x","nextRunAt":"2030-01-01T02:00:00.000+02:00","type":"scheduled","n":1}"#
        let schedule = try JSONCoding.decode(WorkerSchedule.self, from: Array(json.utf8))
        #expect(try JSONCoding.encode(schedule) == Array(json.utf8))
        #expect(schedule.nextRunAt == RFC3339.date(from: "2030-01-01T00:00:00Z"))
    }

    @Test func aCopyOfTheClient() async throws {
        let transport = MockTransport { _ in .json("a@b.c") }
        let client = try HandingerClient(testing: transport)
        let copy = try client.copy(apiKey: "other", baseURL: "https://other.test/v9") { $0.headers["X-A"] = "1" }
        #expect(try await copy.workers.retrieveEmail(workerID: "w") == "a@b.c")
        _ = try await client.workers.retrieveEmail(workerID: "w")
        let requests = transport.requests
        #expect(requests[0].url == "https://other.test/v9/api/workers/w/email")
        #expect(requests[0].headers[.authorization] == "Bearer other")
        #expect(requests[1].headers[.authorization] == "Bearer test-key")
        #expect(requests[1].headers[values: .init("X-A")!].isEmpty)
        #expect(throws: APIError.self) { try client.copy(apiKey: " ") }
    }
}
