import APIRuntime
import Foundation
import Testing

extension ProcessTests {
    /// The destinations of downloads.
    @Suite struct DownloadTests {
        @Test func outputWritesAFileAndNeverOverwrites() async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker(input: "A plan")
                let command = [
                    "workers", "retrieve-file", "--worker-id", id, "--file-path", "scratchpad/plan.md", "-o",
                ]
                let run = try await tool.run(list: command + ["plan.md"])
                #expect(run.status == 0)
                #expect(run.output.isEmpty)
                #expect(run.errors == "Wrote \(try tool.read("plan.md").utf8.count) bytes to plan.md\n")
                #expect(try tool.read("plan.md").hasPrefix("# A plan\n"))

                try tool.write(Data("mine".utf8), "plan.md")
                let again = try await tool.run(list: command + ["plan.md"])
                #expect(again.status == 1)
                #expect(again.errors.contains("\"plan.md\" is there already"))
                #expect(try tool.read("plan.md") == "mine")

                let standardOutput = try await tool.run(list: command + ["-"])
                #expect(standardOutput.output.hasPrefix("# A plan\n"))
            }
        }

        @Test func forceReplacesAFile() async throws {
            try await Tool.withAnswer(body: "new") { tool, _ in
                try tool.write(Data("old".utf8), "f")
                let command = ["workers", "retrieve-file", "--worker-id", "w", "x", "-o", "f"]
                let refused = try await tool.run(list: command)
                #expect(refused.status == 1)
                #expect(refused.errors.contains("--force"))
                #expect(try tool.read("f") == "old")
                #expect(try await tool.run(list: command + ["--force"]).status == 0)
                #expect(try tool.read("f") == "new")
            }
        }

        @Test func showsProgressOnATerminal() async throws {
            try await Tool.withAnswer(body: String(repeating: "x", count: 1_234)) { tool, _ in
                var tool = tool
                tool.environment["TERM"] = "xterm"
                let terminal = try Terminal()
                let command = ["workers", "retrieve-file", "--worker-id", "w", "x", "-o", "plan.md"]
                #expect(try await tool.start(command, errors: terminal.program).end().status == 0)
                let shown = try terminal.shown()
                #expect(shown.contains("plan.md ━━━━━━━━━━━━━━━━━━━━━━━━ 100 % · 1.23 kB of 1.23 kB"), "\(shown)")
                #expect(shown.hasSuffix("\r\u{1B}[2KWrote 1234 bytes to plan.md\n"), "\(shown.debugDescription)")
            }
        }

        @Test func failedDownloadsLeaveNoFile() async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker()
                let run = try await tool.run("workers", "retrieve-file", "--worker-id", id, "absent", "-o", "file")
                #expect(run.status == 4)
                #expect(run.errors.contains("404 Not Found"))
                #expect(try FileManager.default.contentsOfDirectory(atPath: tool.folder.path).isEmpty)
            }
        }

        @Test func pipesReceiveUnmodifiedBytes() async throws {
            let server = try await StubServer(
                headers: [.contentType: "application/octet-stream"],
                body: "\u{1B}[31m\r\n\u{0}"
            )
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL]
            #expect(
                try await tool.run("workers", "retrieve-file", "--worker-id", "w", "f").output == "\u{1B}[31m\r\n\u{0}"
            )
            await server.stop()
        }
    }
}
