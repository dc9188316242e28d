import APIRuntime
import Foundation
import Handinger
import HandingerServer
import HandingerTestSupport
import Testing

/// All nine operations of the generated client against the local server.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct ClientRoundTripTests {
    private func withClient(
        _ configuration: LocalServer.Configuration = LocalServer.Configuration(stepInterval: .zero),
        _ body: (HandingerClient) async throws -> Void
    ) async throws {
        try await LocalServer.withServer(configuration) { server in
            try await body(HandingerClient(apiKey: server.apiKey, baseURL: server.baseURL.absoluteString))
        }
    }

    @Test func workers() async throws {
        try await withClient { client in
            let worker = try await client.workers.create(input: "Weather in Barcelona?", budget: .low)
            var last: Worker?
            for try await event in client.workers.streamUpdates(workerID: worker.id) where event.event != "message" {
                last = try event.decode()
            }
            let retrieved = try await client.workers.retrieve(workerID: worker.id)
            #expect(last == retrieved && retrieved.status == .completed)
            try await client.workers.continue(workerID: worker.id, input: "And tomorrow?")
            var names: [String] = []
            for try await event in client.workers.retrieveStreaming(workerID: worker.id) { names.append(event.event) }
            #expect(names.last == "done" && names.count { $0 == "done" } == 2)
            let email = try await client.workers.retrieveEmail(workerID: worker.id)
            #expect(email.contains("@"))
        }
    }

    @Test func files() async throws {
        let reply = WorkerReply(text: "Done.", files: [.init(path: "a b/plan é+%.md", text: "# Plan é")])
        try await withClient(LocalServer.Configuration(stepInterval: .zero) { _ in reply }) { client in
            var id = ""
            for try await event in client.workers.createStreaming(input: "x") {
                id = event.json?["id"]?.stringValue ?? id
            }
            let data = try await client.workers.retrieveFile(workerID: id, filePath: "a b/plan é+%.md").data()
            #expect(String(decoding: data, as: UTF8.self) == "# Plan é")
        }
    }

    @Test func schedules() async throws {
        let clock = ManualClock()
        try await withClient(LocalServer.Configuration(stepInterval: .zero, clock: clock)) { client in
            let id = try await client.workers.create(input: "x").id
            let whens: [When] = [
                .scheduled(date: clock.now.addingTimeInterval(60)), .delayed(delayInSeconds: 60), .cron("0 9 * * 1"),
                .interval(intervalSeconds: 60),
            ]
            var created: [WorkerSchedule] = []
            for when in whens {
                let schedule = try await client.workers.schedules.create(workerID: id, input: "y", when: when)
                #expect(schedule.type == when.type && schedule.nextRunAt > clock.now)
                created.append(schedule)
            }
            #expect(try await client.workers.schedules.list(workerID: id).schedules == created)
            for schedule in created {
                let cancellation = try await client.workers.schedules.cancel(workerID: id, scheduleID: schedule.id)
                #expect(cancellation.cancelled)
                let error = await #expect(throws: APIError.self) {
                    try await client.workers.schedules.cancel(workerID: id, scheduleID: schedule.id)
                }
                #expect(error?.code == .notFound)
            }
        }
    }

    @Test func errors() async throws {
        try await withClient { client in
            let error = await #expect(throws: APIError.self) { try await client.workers.create(input: "") }
            #expect(error?.code == .badRequest)
            #expect(error.map { "\($0)" }?.contains("input: must be at least 1 character long") == true)
        }
        try await LocalServer.withServer { server in
            let stranger = try HandingerClient(apiKey: "wrong", baseURL: server.baseURL.absoluteString)
            let error = await #expect(throws: APIError.self) { try await stranger.workers.retrieve(workerID: "x") }
            #expect(error?.code == .authentication)
        }
    }
}
