import APIRuntime
import Foundation
import Handinger
import HandingerTestSupport
import Testing

@testable import HandingerServer

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct ScheduleTests {
    /// 2024-01-01 00:00 UTC, a Monday.
    private let clock = ManualClock()

    private func withWorker(_ body: (ServerProbe, String) async throws -> Void) async throws {
        try await LocalServer.withServer(LocalServer.Configuration(stepInterval: .zero, clock: clock)) { server in
            let probe = ServerProbe(server: server)
            let id = try await probe.create("first").id
            try await probe.follow(id)
            try await body(probe, id)
        }
    }

    private func schedule(_ when: JSONValue, _ probe: ServerProbe, _ id: String) async throws -> WorkerSchedule {
        try await probe.send("POST", "/api/workers/\(id)/schedules", ["input": "run", "when": when]).value()
    }

    private func list(_ probe: ServerProbe, _ id: String) async throws -> [WorkerSchedule] {
        let list: ScheduleList = try await probe.send("GET", "/api/workers/\(id)/schedules").value()
        #expect(list.workerID == id)
        return list.schedules
    }

    /// Follows a worker until it has given a number of answers.
    private func answers(_ count: Int, _ probe: ServerProbe, _ id: String) async throws -> Worker {
        while true {
            let worker = try await probe.worker(id)
            if worker.output.count >= count && !worker.running { return worker }
            try await probe.follow(id)
        }
    }

    @Test func allKindsReturnTheirNextRun() async throws {
        try await withWorker { probe, id in
            let now = clock.now
            let whens: [(JSONValue, TimeInterval)] = [
                (["type": "scheduled", "date": "2024-01-02T03:04:05.678+01:00"], 86_400 + 2 * 3_600 + 245.678),
                (["type": "delayed", "delayInSeconds": 31_536_000], 31_536_000),
                (["type": "cron", "cron": "30 9 * * MON"], 9.5 * 3_600),
                (["type": "interval", "intervalSeconds": 600], 600),
            ]
            var schedules: [WorkerSchedule] = []
            for (when, seconds) in whens {
                let schedule = try await schedule(when, probe, id)
                #expect(schedule.type == when["type"]?.stringValue)
                #expect(abs(schedule.nextRunAt.timeIntervalSince(now) - seconds) < 0.001)
                #expect(schedule.input == "run" && schedule.budget == .standard)
                #expect(schedule.id.wholeMatch(of: /sch_[0-9A-HJKMNP-TV-Z]{26}/) != nil)
                schedules.append(schedule)
            }
            #expect(try await list(probe, id) == schedules)
            guard case .delayed(let delayed) = schedules[1], case .cron(let cron) = schedules[2],
                case .interval(let interval) = schedules[3]
            else { return #expect(Bool(false), "the members are in another order") }
            #expect(delayed.delayInSeconds == 31_536_000)
            #expect(cron.cron == "30 9 * * MON")
            #expect(interval.intervalSeconds == 600)
        }
    }

    @Test func datesWithoutATimeZoneAreUTC() async throws {
        try await withWorker { probe, id in
            let schedule = try await schedule(["type": "scheduled", "date": "2024-01-01T01:00:00.5"], probe, id)
            #expect(schedule.nextRunAt == clock.now.addingTimeInterval(3_600.5))
        }
    }

    @Test(
        arguments: [
            (["type": "scheduled", "date": "2023-12-31T23:59:59Z"], "when.date: must be in the future"),
            (["type": "scheduled", "date": "2024-01-01T00:00:00Z"], "when.date: must be in the future"),
            (["type": "scheduled", "date": "soon"], "when.date: must be a date and time such as 2030-01-31T09:00:00Z"),
            (["type": "delayed", "delayInSeconds": 0], "when.delayInSeconds: must be at least 1"),
            (["type": "interval", "intervalSeconds": 31_536_001], "when.intervalSeconds: must be at most 31536000"),
            (["type": "cron", "cron": "0 0 31 2 *"], "when.cron: never comes due: no such day exists"),
            (
                ["type": "cron", "cron": "often"],
                "when.cron: must have 5 fields (minute, hour, day of month, month, day of week) and has 1"
            ),
            (["type": "weekly"], "when.type: must be cron, delayed, interval or scheduled"),
            (["delayInSeconds": 5], "when.type: is missing"),
        ] as [(JSONValue, String)]
    )
    func rejectsSchedulesThatNeverRun(when: JSONValue, reason: String) async throws {
        try await withWorker { probe, id in
            let answer = try await probe.send("POST", "/api/workers/\(id)/schedules", ["input": "x", "when": when])
            #expect(answer.status == 400)
            #expect(try answer.json["error"]?.stringValue == reason)
            #expect(try await list(probe, id).isEmpty)
        }
    }

    @Test func singleSchedulesRunOnceAndAreRemoved() async throws {
        try await withWorker { probe, id in
            _ = try await schedule(["type": "delayed", "delayInSeconds": 60], probe, id)
            clock.advance(by: .seconds(59))
            #expect(try await list(probe, id).count == 1)
            clock.advance(by: .seconds(1))
            let worker = try await answers(2, probe, id)
            #expect(worker.messages[2] == ["role": "user", "content": "run"])
            #expect(try await list(probe, id).isEmpty)
        }
    }

    @Test func recurringSchedulesRepeat() async throws {
        try await withWorker { probe, id in
            let interval = try await schedule(["type": "interval", "intervalSeconds": 600], probe, id)
            let cron = try await schedule(["type": "cron", "cron": "0 * * * *"], probe, id)
            for run in 1...3 {
                clock.advance(by: .seconds(600))
                #expect(try await answers(1 + run, probe, id).output.count == 1 + run)
            }
            // At 00:30. At 01:00 both are due; the interval missed two runs in between and does not catch up.
            clock.advance(by: .seconds(1_800))
            #expect(try await answers(6, probe, id).output.count == 6)
            let now = try #require(try await list(probe, id).map(\.nextRunAt).min())
            #expect(now == interval.nextRunAt.addingTimeInterval(3_600))
            #expect(try await list(probe, id).last?.nextRunAt == cron.nextRunAt.addingTimeInterval(3_600))
        }
    }

    @Test func cancelledSchedulesDoNotRun() async throws {
        try await withWorker { probe, id in
            let first = try await schedule(["type": "delayed", "delayInSeconds": 60], probe, id)
            let second = try await schedule(["type": "delayed", "delayInSeconds": 120], probe, id)
            let path = "/api/workers/\(id)/schedules/\(first.id)"
            let cancellation: ScheduleCancellation = try await probe.send("DELETE", path).value()
            #expect(cancellation.cancelled)
            #expect(try await probe.send("DELETE", path).status == 404)
            #expect(try await list(probe, id) == [second])
            clock.advance(by: .seconds(120))
            #expect(try await answers(2, probe, id).output.count == 2)
        }
    }

    @Test func schedulesBelongToOneWorker() async throws {
        try await withWorker { probe, id in
            let schedule = try await schedule(["type": "delayed", "delayInSeconds": 60], probe, id)
            let other = try await probe.create("other").id
            #expect(try await list(probe, other).isEmpty)
            #expect(try await probe.send("DELETE", "/api/workers/\(other)/schedules/\(schedule.id)").status == 404)
            #expect(try await list(probe, id).count == 1)
        }
    }
}
