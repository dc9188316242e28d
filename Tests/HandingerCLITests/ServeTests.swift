import Foundation
import Handinger
import HandingerServer
import Testing

extension ProcessTests {
    /// `handinger serve` as used by another program.
    @Suite struct ServeTests {
        @Test(arguments: [SIGINT, SIGTERM])
        func printsItsAddressAndStopsOnASignal(signal: Int32) async throws {
            let tool = try Tool()
            defer { tool.remove() }
            let running = try tool.start(["serve", "--api-key", "hdg_test"])
            let line = try #require(await running.line())
            let parts = line.split(separator: " ").map { $0.split(separator: "=", maxSplits: 1) }
            #expect(parts.map(\.first) == ["HANDINGER_BASE_URL", "HANDINGER_API_KEY"])
            let values = parts.compactMap(\.last).map(String.init)
            #expect(values.last == "hdg_test")

            let client = try HandingerClient(apiKey: values.last, baseURL: values.first)
            let worker = try await client.workers.create(input: "Hello")
            #expect(worker.messages.count == 1)
            // An open stream must not delay the exit.
            var events = client.workers.streamUpdates(workerID: worker.id).makeAsyncIterator()
            #expect(try await events.next() != nil)

            signal == SIGINT ? running.interrupt() : running.terminate()
            let run = try await running.end()
            #expect(run.status == 0)
            #expect(run.output.isEmpty)
        }

        @Test func generatesAKey() async throws {
            let tool = try Tool()
            defer { tool.remove() }
            let running = try tool.start(["serve", "--port", "0"])
            let line = try #require(await running.line())
            #expect(line.contains(" HANDINGER_API_KEY=hdg_local_"))
            running.terminate()
            #expect(try await running.end().status == 0)
        }

        @Test func reportsUnavailableAndInvalidPorts() async throws {
            try await Tool.with { tool, server in
                let port = try #require(server.baseURL.port)
                let taken = try await tool.run("serve", "--port", "\(port)")
                #expect(taken.status == 1)
                #expect(taken.output.isEmpty)
                #expect(taken.errors.contains("127.0.0.1:\(port)"))
                #expect(taken.errors.contains("in use"))
                let none = try await tool.run("serve", "--port", "70000")
                #expect(none.status == 1)
                #expect(none.errors.contains("70000 is not a port"))
                let word = try await tool.run("serve", "--port", "http")
                #expect(word.status == 2)
                let key = try await tool.run("serve", "--api-key", "two words")
                #expect(key.status == 1)
            }
        }
    }
}
