import Foundation
import Handinger
import HandingerServer
import Testing

/// The client as the README shows it, over a real socket.
@Suite struct CallSiteTests {
    private func withClient(_ body: (HandingerClient) async throws -> Void) async throws {
        let configuration = LocalServer.Configuration(apiKey: "hdg_test_key", stepInterval: .zero)
        try await LocalServer.withServer(configuration) { server in
            try await body(HandingerClient(apiKey: server.apiKey, baseURL: server.baseURL.absoluteString))
        }
    }

    @Test func createContinueAndRetrieve() async throws {
        try await withClient { client in
            let worker = try await client.workers.create(input: "Weather in Barcelona?", budget: .low)
            #expect(worker.object == "worker" && worker.error == nil && worker.incompleteDetails == nil)
            try await client.workers.continue(workerID: worker.id, input: "And tomorrow?")
            let now = try await client.workers.retrieve(workerID: worker.id)
            #expect(now.id == worker.id)
            #expect([.pending, .running, .completed].contains(now.status))
        }
    }

    @Test func everyStreamingFormGivesEvents() async throws {
        try await withClient { client in
            var texts: [String] = []
            for try await event in client.workers.createStreaming(input: "Count to three") {
                #expect(event.json != nil, "\(event)")
                texts.append(event.data)
            }
            #expect(texts.count > 2)
            let worker = try await client.workers.create(input: "Again")
            var names: [String] = []
            for try await event in client.workers.streamUpdates(workerID: worker.id) { names.append(event.event) }
            #expect(!names.isEmpty)
            for try await event in client.workers.retrieveStreaming(workerID: worker.id) { names.append(event.event) }
            for try await event in client.workers.continueStreaming(workerID: worker.id, input: "More") {
                names.append(event.event)
            }
            let done = try await client.workers.retrieve(workerID: worker.id)
            #expect(done.status == .completed && !done.running && !done.outputText.isEmpty)
        }
    }

    @Test func theFourKindsOfSchedule() async throws {
        try await withClient { client in
            let worker = try await client.workers.create(input: "Report")
            let start = Date()
            let date = start.addingTimeInterval(7200)
            let kinds: [When] = [
                .scheduled(date: date), .delayed(delayInSeconds: 60), .cron("0 9 * * 1"),
                .interval(intervalSeconds: 3600),
            ]
            var made: [WorkerSchedule] = []
            for when in kinds {
                let schedule = try await client.workers.schedules.create(
                    workerID: worker.id,
                    input: "Daily report",
                    when: when
                )
                #expect(schedule.nextRunAt > start && schedule.input == "Daily report")
                #expect(schedule.type == when.type && schedule.budget == .standard)
                made.append(schedule)
            }
            guard case .scheduled(let scheduled) = made[0], case .delayed(let delayed) = made[1],
                case .cron(let cron) = made[2], case .interval(let interval) = made[3]
            else {
                Issue.record("\(made)")
                return
            }
            #expect(abs(scheduled.nextRunAt.timeIntervalSince(date)) < 0.001)
            #expect(delayed.delayInSeconds == 60 && interval.intervalSeconds == 3600 && cron.cron == "0 9 * * 1")

            let all = try await client.workers.schedules.list(workerID: worker.id)
            #expect(all.workerID == worker.id && all.schedules == made)
            let answer = try await client.workers.schedules.cancel(workerID: worker.id, scheduleID: made[0].id)
            #expect(answer.cancelled)
            await #expect {
                try await client.workers.schedules.cancel(workerID: worker.id, scheduleID: made[0].id)
            } throws: { error in
                (error as? APIError)?.code == .notFound
            }
            #expect(try await client.workers.schedules.list(workerID: worker.id).schedules == Array(made.dropFirst()))
        }
    }

    @Test func emailAndFiles() async throws {
        try await withClient { client in
            let worker = try await client.workers.create(input: "Plan")
            for try await _ in client.workers.streamUpdates(workerID: worker.id) {}
            let email = try await client.workers.retrieveEmail(workerID: worker.id)
            #expect(email.contains("@") && !email.contains("\""))
            let download = client.workers.retrieveFile(workerID: worker.id, filePath: "scratchpad/plan.md")
            let data = try await download.data()
            #expect(!data.isEmpty)

            let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let url = folder.appending(path: "plan.md")
            try await client.workers.retrieveFile(workerID: worker.id, filePath: "scratchpad/plan.md").write(to: url)
            #expect(try Data(contentsOf: url) == data)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["plan.md"])
        }
    }

    @Test func errorsSayWhatTheServerSaid() async throws {
        try await withClient { client in
            do {
                try await client.workers.create(input: "")
                Issue.record("an empty input was taken")
            } catch let error as APIError {
                #expect(error.code == .badRequest && error.status?.code == 400)
                #expect(error.localizedDescription.contains("input"))
                #expect(!String(reflecting: error).contains("hdg_test_key"))
            }
            await #expect(throws: APIError.self) { try await client.workers.retrieve(workerID: "t_gone") }
            await #expect(throws: APIError.self) { try await client.workers.retrieve(workerID: "..") }
        }
    }

    @Test(arguments: [nil, "", "  ", "a\nb"])
    func aClientWithoutAUsableKeyCannotBeMade(_ key: String?) {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        #expect {
            try HandingerClient(apiKey: key, configuration: configuration)
        } throws: { error in
            let error = error as? APIError
            return error?.code == .configuration
                && (key != nil || error?.localizedDescription.contains("HANDINGER_API_KEY") == true)
        }
    }

    @Test func theEnvironmentGivesKeyAndServer() throws {
        var configuration = APIClient.Configuration()
        configuration.environment = ["HANDINGER_API_KEY": "k", "HANDINGER_BASE_URL": "http://127.0.0.1:1/pre/fix/"]
        let client = try HandingerClient(configuration: configuration)
        #expect(String(describing: client.api).contains("http://127.0.0.1:1/pre/fix"))
        configuration.environment["HANDINGER_BASE_URL"] = "127.0.0.1:1"
        #expect(throws: APIError.self) { try HandingerClient(configuration: configuration) }
    }
}
