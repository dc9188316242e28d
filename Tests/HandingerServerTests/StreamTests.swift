import APIRuntime
import Foundation
import Handinger
import HandingerTestSupport
import Testing

@testable import HandingerServer

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct StreamTests {
    private static let fast = LocalServer.Configuration(stepInterval: .zero)

    @Test func streamsTheGrowingOutputAndEnds() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let answer = try await probe.send("POST", "/api/workers", ["input": "grow", "stream": true])
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/event-stream")
            let events = StreamedEvent.parse(answer.text)
            #expect(events.map(\.id) == (1...events.count).map(String.init))
            #expect(Set(events.map(\.name)) == ["worker", "message", "done"])
            #expect(events.last?.name == "done")
            // Official clients fail at a block with only `retry`, so it is part of the first event.
            #expect(events.first?.retry == "1000" && events.dropFirst().allSatisfy { $0.retry == nil })
            let workers = try events.filter { $0.name != "message" }.map { try $0.worker }
            #expect(workers.map(\.status).first == .pending && workers.last?.status == .completed)
            let texts = workers.map(\.outputText)
            #expect(zip(texts, texts.dropFirst()).allSatisfy { $1.hasPrefix($0) })
            #expect(Set(texts).count > 5)
            #expect(workers.last?.outputText.contains("grow") == true)
        }
    }

    @Test func retrieveStreamsIfQueryOrAcceptRequestsIt() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let id = try await probe.create().id
            let events = try await probe.follow(id)
            let accept = ["Accept": "text/event-stream"]
            let byQuery = try await probe.send("GET", "/api/workers/\(id)?stream=true")
            #expect(StreamedEvent.parse(byQuery.text) == events)
            let byAccept = try await probe.send("GET", "/api/workers/\(id)", headers: accept)
            #expect(StreamedEvent.parse(byAccept.text) == events)
            let both = ["Accept": "application/json, text/event-stream"]
            let first = try await probe.send("GET", "/api/workers/\(id)", headers: both)
            #expect(first.headers["content-type"] == "application/json")
            let json = try await probe.send("GET", "/api/workers/\(id)?stream=false", headers: accept)
            #expect(json.headers["content-type"] == "application/json")
        }
    }

    @Test func resumesAfterEachEventWithoutLossOrDuplicates() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let id = try await probe.create().id
            let all = try await probe.follow(id)
            for (index, event) in all.enumerated().dropLast() {
                let rest = try await probe.follow(id, after: event.id)
                #expect(rest.map(\.id) == all[(index + 1)...].map(\.id))
                #expect(rest.map(\.data) == all[(index + 1)...].map(\.data))
            }
            let last = try #require(all.last)
            let end = try await probe.send("GET", "/api/workers/\(id)/stream", headers: ["Last-Event-ID": last.id])
            #expect(end.status == 204)
            for unknown in ["x", "-1", "999999", "18446744073709551616"] {
                #expect(try await probe.follow(id, after: unknown) == all)
            }
        }
    }

    @Test func continuationStreamsOnlyItsEvents() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let id = try await probe.create("one").id
            let first = try await probe.follow(id)
            let answer = try await probe.send("POST", "/api/workers/\(id)", ["input": "two", "stream": true])
            let second = StreamedEvent.parse(answer.text)
            #expect(second.first?.id == String(first.count + 1))
            #expect(try await probe.follow(id).map(\.data) == (first + second).map(\.data))
        }
    }

    @Test func queuesInstructionsAndStreamsAllOfThem() async throws {
        let clock = ManualClock()
        let configuration = LocalServer.Configuration(stepInterval: .seconds(1), clock: clock)
        try await LocalServer.withServer(configuration) { server in
            let probe = ServerProbe(server: server)
            let id = try await probe.create("one").id
            let queued: Worker = try await probe.send("POST", "/api/workers/\(id)", ["input": "two"]).value()
            #expect(queued.status != .completed)
            async let events = probe.follow(id)
            let driving = Task {
                while !Task.isCancelled {
                    clock.advance(by: .seconds(1))
                    await Task.yield()
                }
            }
            let names = try await events.filter { $0.name == "done" }
            driving.cancel()
            #expect(try names.map { try $0.worker.status } == [.pending, .completed])
            #expect(try await probe.worker(id).output.count == 2)
        }
    }

    @Test func sendsEventsImmediatelyAndHeartbeatsWhenIdle() async throws {
        let clock = ManualClock()
        let configuration = LocalServer.Configuration(
            stepInterval: .seconds(1_000_000),
            heartbeatInterval: .seconds(15),
            clock: clock
        )
        try await LocalServer.withServer(configuration) { server in
            let probe = ServerProbe(server: server)
            var client = try await probe.open("POST", "/api/workers", ["input": "slow", "stream": true])
            defer { client.close() }
            _ = try await client.take(through: "\r\n\r\n")
            #expect(try await client.chunk().map { String(decoding: $0, as: UTF8.self) }?.hasPrefix("id: 1\n") == true)
            #expect(try await client.chunk().map { String(decoding: $0, as: UTF8.self) }?.hasPrefix("id: 2\n") == true)
            // The loop awaits the chunk, so the number of clock steps does not matter.
            let ticking = Task {
                while !Task.isCancelled {
                    clock.advance(by: .milliseconds(1))
                    await Task.yield()
                }
            }
            let comment = try await client.chunk().map { String(decoding: $0, as: UTF8.self) }
            ticking.cancel()
            #expect(comment == ": keep-alive\n")
        }
    }

    @Test func workContinuesAfterADisconnect() async throws {
        let clock = ManualClock()
        let configuration = LocalServer.Configuration(stepInterval: .seconds(1), clock: clock)
        try await LocalServer.withServer(configuration) { server in
            let probe = ServerProbe(server: server)
            var client = try await probe.open("POST", "/api/workers", ["input": "x", "stream": true])
            _ = try await client.take(through: "\r\n\r\n")
            let first = try #require(try await client.chunk().map { String(decoding: $0, as: UTF8.self) })
            let id = try #require(try StreamedEvent.parse(first).first?.worker.id)
            client.close()
            let driving = Task {
                while !Task.isCancelled {
                    clock.advance(by: .seconds(1))
                    await Task.yield()
                }
            }
            try await probe.follow(id)
            driving.cancel()
            #expect(try await probe.worker(id).status == .completed)
        }
    }

    @Test func logDropsTheOldestEvents() throws {
        var log = EventLog()
        for number in 1...2_000 { log.append("x", instruction: number / 10, .message(.null)) }
        #expect(log.lastID == 2_000)
        #expect(log.next(after: 1_999, in: .everything)?.id == 2_000)
        #expect(log.next(after: 2_000, in: .everything) == nil)
        let oldest = try #require(log.next(after: 0, in: .everything)?.id)
        #expect(oldest > 1_000)
        #expect(log.next(after: oldest, in: .everything)?.id == oldest + 1)
        #expect(log.next(after: 0, in: .instruction(199))?.id == 1_990)
        #expect(log.next(after: 1_999, in: .instruction(199)) == nil)
    }
}
