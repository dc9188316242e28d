import APIRuntime
import Foundation
import Handinger
import HandingerServer
import Testing

extension ProcessTests {
    /// The command of each operation.
    @Suite struct CommandTests {
        @Test func createKeepsTheServersOrderOfMembers() async throws {
            try await Tool.with { tool, _ in
                let run = try await tool.run("workers", "create", "--input", "Weather in Barcelona?", "--budget", "low")
                #expect(run.status == 0)
                #expect(run.errors.isEmpty)
                let worker = try JSONCoding.decode(Worker.self, from: Array(run.output.utf8))
                #expect(worker.status == .pending)
                #expect(worker.messages.first?["content"] == "Weather in Barcelona?")
                #expect(run.output.hasPrefix("{\n  \"id\": \"\(worker.id)\",\n  \"created_at\": "))
            }
        }

        @Test func retrieveAcceptsTheIDAsFlagOrArgument() async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker()
                let byFlag = try await tool.run("workers", "retrieve", "--worker-id", id)
                let byArgument = try await tool.run("workers", "retrieve", id)
                #expect(byFlag.status == 0)
                #expect(byFlag.output == byArgument.output)
                #expect(try JSONCoding.decode(Worker.self, from: Array(byFlag.output.utf8)).status == .completed)
            }
        }

        @Test func continueAddsAnInstruction() async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker()
                let run = try await tool.run("workers", "continue", "--worker-id", id, "--input", "And tomorrow?")
                #expect(run.status == 0)
                let worker = try JSONCoding.decode(Worker.self, from: Array(run.output.utf8))
                #expect(worker.messages.last?["content"] == "And tomorrow?")
            }
        }

        @Test func retrieveEmailPrintsAStringWithAndWithoutQuotes() async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker()
                let quoted = try await tool.run("workers", "retrieve-email", id)
                let raw = try await tool.run("workers", "retrieve-email", id, "-r")
                #expect(raw.status == 0)
                #expect(raw.output.contains("@"))
                #expect(quoted.output == "\"\(raw.output.dropLast())\"\n")
            }
        }

        @Test func retrieveFilePrintsTheBytes() async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker(input: "A plan")
                let run = try await tool.run("workers", "retrieve-file", "--worker-id", id, "scratchpad/plan.md")
                #expect(run.status == 0)
                #expect(run.output.hasPrefix("# A plan\n\n1. Step 1"))
            }
        }

        @Test(arguments: [["workers:schedules"], ["workers", "schedules"]])
        func schedulesAreCreatedListedAndCancelled(group: [String]) async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker()
                let when = "{cron: '0 9 * * 1', type: cron}"
                let created = try await tool.run(
                    list: group + [
                        "create", "--worker-id", id, "--input", "Report", "--when", when, "--budget", "high",
                    ]
                )
                #expect(created.status == 0)
                let schedule = try JSONCoding.decode(WorkerSchedule.self, from: Array(created.output.utf8))
                guard case .cron(let cron) = schedule else {
                    throw ToolFailure("not a cron schedule: \(created.output)")
                }
                #expect(cron.cron == "0 9 * * 1")
                #expect(cron.budget == .high)

                let listed = try await tool.run(list: group + ["list", id])
                let list = try JSONCoding.decode(ScheduleList.self, from: Array(listed.output.utf8))
                #expect(list.schedules == [schedule])

                let cancel = group + ["cancel", "--worker-id", id, "--schedule-id", schedule.id]
                #expect(try await tool.run(list: cancel).output == "{\n  \"cancelled\": true\n}\n")
                let again = try await tool.run(list: cancel)
                #expect(again.status == 4)
                #expect(again.output.isEmpty)
                #expect(again.errors.hasPrefix("DELETE \"http://127.0.0.1:"))
                #expect(again.errors.contains("/schedules/\(schedule.id)\": 404 Not Found\n{\n  \"error\": "))
            }
        }

        @Test func whenAcceptsJSONAndFiles() async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker()
                try tool.write(Data("type: interval\nintervalSeconds: 600\n".utf8), "when.yaml")
                let forms = [#"{"type": "delayed", "delayInSeconds": 60}"#, "@when.yaml", "@file://when.yaml"]
                for form in forms {
                    let arguments = ["workers:schedules", "create", "--worker-id", id, "--input", "x", "--when", form]
                    #expect(try await tool.run(list: arguments).status == 0, "\(form)")
                }
                let list = try await tool.run("workers:schedules", "list", id, "--format", "jsonl")
                let types = try JSONCoding.decode(ScheduleList.self, from: Array(list.output.utf8)).schedules.map(
                    \.type
                )
                #expect(types == ["delayed", "interval", "interval"])
            }
        }

        @Test func allFormatsPrintTheSameValue() async throws {
            try await Tool.with { tool, server in
                let id = try await tool.makeWorker()
                func list(_ format: String) async throws -> String {
                    try await tool.run("workers:schedules", "list", id, "--format", format).output
                }
                #expect(try await list("json") == "{\n  \"schedules\": [],\n  \"workerId\": \"\(id)\"\n}\n")
                #expect(try await list("AUTO") == list("json"))
                #expect(try await list("jsonl") == "{\"schedules\":[],\"workerId\":\"\(id)\"}\n")
                #expect(try await list("raw") == "{\"schedules\":[],\"workerId\":\"\(id)\"}")
                #expect(try await list("yaml") == "schedules: []\nworkerId: \(id)\n")
                #expect(
                    try await list("pretty") == """
                        ╭─ workers.schedules.list
                        │ schedules  none
                        │ workerId   \(id)
                        ╰─

                        """
                )
                let explore = try await tool.run("workers:schedules", "list", id, "--format", "explore")
                #expect(try await explore.output == list("json"))
                #expect(explore.errors.contains("warning"))
            }
        }

        @Test func optionsMayPrecedeTheCommand() async throws {
            try await Tool.with { tool, server in
                var tool = tool
                tool.environment = [:]
                let run = try await tool.run(
                    "--api-key",
                    server.apiKey,
                    "--base-url=\(server.baseURL.absoluteString)",
                    "workers",
                    "create",
                    "--input",
                    "x"
                )
                #expect(run.status == 0)
            }
        }

        @Test func userAgentIdentifiesTheCommandLine() async throws {
            let server = try await StubServer(body: "{}")
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment["HANDINGER_API_KEY"] = "key"
            _ = try await tool.run("workers", "retrieve", "w", "--base-url", server.baseURL + "/pre/fix/")
            let request = try #require(server.requests.first)
            #expect(request.head.headerFields[.userAgent]?.hasPrefix("Handinger/CLI ") == true)
            #expect(request.head.path == "/pre/fix/api/workers/w")
            await server.stop()
        }
    }
}

struct ToolFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Tool {
    /// Creates a worker and waits until it has finished.
    func makeWorker(input: String = "x") async throws -> String {
        let run = try await run("workers", "create", "--input", input, "--format", "jsonl")
        let id = try JSONCoding.decode(Worker.self, from: Array(run.output.utf8)).id
        _ = try await self.run("workers", "stream-updates", id)
        return id
    }
}
