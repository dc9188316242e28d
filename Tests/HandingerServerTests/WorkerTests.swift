import APIRuntime
import Foundation
import Handinger
import HandingerTestSupport
import Testing

@testable import HandingerServer

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct WorkerTests {
    private static let fast = LocalServer.Configuration(stepInterval: .zero)

    @Test func workersCompleteWithAnAnswer() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let created = try await probe.create("See https://example.com/a now", budget: "low")
            #expect(created.status == .pending && !created.running && created.usage == nil)
            #expect(created.id.wholeMatch(of: /t_org_[0-9]+_w_[0-9A-HJKMNP-TV-Z]{26}/) != nil)
            try await probe.follow(created.id)
            let done = try await probe.worker(created.id)
            #expect(done.status == .completed && !done.running)
            #expect(done.outputText.contains("See https://example.com/a now"))
            #expect(done.output.map { $0.content.map(\.text) } == [[done.outputText]])
            #expect(done.messages.map { $0["role"] } == ["user", "assistant"])
            #expect(done.sources.map(\.url) == ["https://example.com/a"])
            #expect(done.files.map(\.filename) == ["scratchpad/plan.md", "answers/1.md"])
            let usage = try #require(done.usage)
            #expect(usage.steps == 1 && usage.inputTokens > 0 && usage.outputTokens > 0)
            #expect(usage.totalTokens == usage.inputTokens + usage.outputTokens)
            let costs = try #require(done.costs?.wrapped)
            let sum = costs.internalCostUSD + costs.modelCostUSD + costs.sandboxCostUSD + costs.toolCostUSD
            #expect(abs(sum - usage.costUSD) < 1e-9 && usage.costUSD > 0)
        }
    }

    @Test func continueAddsToTheConversation() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let worker = try await probe.create("first")
            try await probe.follow(worker.id)
            let before = try await probe.worker(worker.id)
            let continued: Worker = try await probe.send("POST", "/api/workers/\(worker.id)", ["input": "second"])
                .value()
            #expect(continued.id == worker.id)
            #expect(continued.status == .pending)
            try await probe.follow(worker.id)
            let after = try await probe.worker(worker.id)
            #expect(after.output.count == 2)
            #expect(after.outputText.hasPrefix(before.outputText) && after.outputText.contains("second"))
            #expect((after.usage?.cacheReadTokens ?? 0) > 0)
            #expect(after.createdAt == worker.createdAt)
        }
    }

    /// Each turn reads the whole conversation again, so the sum of the tokens grows with the square of the turns.
    @Test func tokensGrowLikeThoseOfAConversation() async throws {
        let configuration = LocalServer.Configuration(stepInterval: .zero) { _ in WorkerReply(text: "12345678") }
        try await LocalServer.withServer(configuration) { server in
            let probe = ServerProbe(server: server)
            let worker = try await probe.create("1234")
            for _ in 1..<100 {
                let _: Worker = try await probe.send("POST", "/api/workers/\(worker.id)", ["input": "1234"]).value()
            }
            try await probe.follow(worker.id)
            let usage = try #require(try await probe.worker(worker.id).usage)
            // Each turn adds one token of input and two of output.
            #expect(usage.outputTokens == 200)
            #expect(usage.inputTokens == (0..<100).reduce(0) { $0 + 3 * $1 + 1 })
        }
    }

    @Test func usesCustomReplies() async throws {
        let configuration = LocalServer.Configuration(apiKey: "mine", stepInterval: .zero) { instruction in
            WorkerReply(
                text: "\(instruction.number): \(instruction.input)",
                files: [.init(path: "data.bin", bytes: [0, 255]), .init(path: "a b/é.txt", text: "é")]
            )
        }
        try await LocalServer.withServer(configuration) { server in
            #expect(server.apiKey == "mine")
            let probe = ServerProbe(server: server)
            let id = try await probe.create("hi").id
            try await probe.follow(id)
            let worker = try await probe.worker(id)
            #expect(worker.outputText == "1: hi")
            let file = try await probe.send("GET", "/api/workers/\(id)/files/data.bin")
            #expect(file.bytes == [0, 255] && file.headers["content-type"] == "application/octet-stream")
            // The URL of the worker's file can be downloaded.
            let url = try #require(URL(string: worker.files[1].url))
            #expect(url.absoluteString.hasPrefix(server.baseURL.absoluteString + "/api/workers/"))
            #expect(try await probe.send("GET", url.path(percentEncoded: true)).text == "é")
        }
    }

    @Test func findsFilesByNestedAndEscapedPaths() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let id = try await probe.create("plan").id
            try await probe.follow(id)
            let paths = ["scratchpad/plan.md", "scratchpad%2Fplan.md", "scratchpad%2fplan%2Emd"]
            for path in paths {
                let answer = try await probe.send("GET", "/api/workers/\(id)/files/\(path)")
                #expect(answer.status == 200 && answer.text.hasPrefix("# plan\n"))
                #expect(answer.headers["content-disposition"] == #"attachment; filename="plan.md""#)
                #expect(answer.headers["content-type"] == "text/markdown; charset=utf-8")
            }
            for path in ["scratchpad", "plan.md", "../scratchpad/plan.md", "scratchpad//plan.md"] {
                let answer = try await probe.send("GET", "/api/workers/\(id)/files/\(path)")
                #expect(answer.status == 404)
            }
        }
    }

    @Test func eachWorkerHasAUniqueEmailAddress() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let ids = [try await probe.create().id, try await probe.create().id]
            var addresses: Set<String> = []
            for id in ids {
                let address: String = try await probe.send("GET", "/api/workers/\(id)/email").value()
                #expect(address.wholeMatch(of: /[0-9a-z]{26}@workers\.handinger\.localhost/) != nil)
                addresses.insert(address)
            }
            #expect(addresses.count == 2)
        }
    }

    @Test func unknownResourcesAre404() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let when: JSONValue = ["input": "x", "when": ["type": "delayed", "delayInSeconds": 5]]
            for (method, path, body) in [
                ("GET", "", nil), ("POST", "", ["input": "x"]), ("GET", "/stream", nil), ("GET", "/email", nil),
                ("GET", "/files/a", nil), ("GET", "/schedules", nil), ("POST", "/schedules", when),
                ("DELETE", "/schedules/s", nil),
            ] as [(String, String, JSONValue?)] {
                let answer = try await probe.send(method, "/api/workers/t_org_1_w_0\(path)", body)
                #expect(answer.status == 404, "\(method) \(path)")
                #expect(try answer.json["error"] == "There is no worker t_org_1_w_0.")
            }
        }
    }

    @Test func badRequestsNameTheViolations() async throws {
        try await LocalServer.withServer(Self.fast) { server in
            let probe = ServerProbe(server: server)
            let empty = try await probe.send("POST", "/api/workers", ["input": "", "budget": "lavish"])
            #expect(empty.status == 400)
            #expect(
                try empty.json["error"]
                    == "budget: must be low, standard, high or unlimited; input: must be at least 1 character long"
            )
            let id = try await probe.create().id
            #expect(try await probe.send("GET", "/api/workers/\(id)?stream=1").status == 400)
            #expect(
                try await probe.send("GET", "/api/workers/\(id)", headers: ["Authorization": "Bearer x"]).status == 401
            )
            #expect(try await probe.send("PUT", "/api/workers/\(id)", ["input": "x"]).headers["allow"] == "GET, POST")
        }
    }

    @Test(arguments: ["", " ", "two words", "line\n", "é"])
    func rejectsInvalidAPIKeys(key: String) async throws {
        let error = await #expect(throws: LocalServerError.self) {
            try await LocalServer(configuration: LocalServer.Configuration(apiKey: key))
        }
        #expect(error?.code == .invalidAPIKey)
        #expect(error?.description.contains("hdg_local_test") == true)
    }
}
