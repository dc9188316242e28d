import APIRuntime
import Foundation
import Testing

@testable import HandingerCLI

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
                #expect(again.errors.contains("\"plan.md\" already exists"))
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

        @Test func devicesPipesAndFoldersAreDestinations() async throws {
            let headers: HTTPFields = [.contentType: "text/plain", .contentDisposition: "attachment; filename=plan.md"]
            try await Tool.withAnswer(headers: headers, body: "text") { tool, _ in
                let command = ["workers", "retrieve-file", "--worker-id", "w", "x", "-o"]
                for output in ["-", "/dev/stdout", "/dev/fd/1"] {
                    let run = try await tool.run(list: command + [output])
                    #expect(run.status == 0 && run.output == "text", "\(output): \(run.errors)")
                }
                #expect(try await tool.run(list: command + ["/dev/null"]).status == 0)
                let pipe = tool.folder.appending(path: "pipe").path
                #expect(mkfifo(pipe, 0o600) == 0)
                let reader = Process()
                reader.executableURL = URL(filePath: "/bin/cat")
                reader.arguments = [pipe]
                let reading = try RunningTool(reader)
                #expect(try await tool.run(list: command + ["pipe"]).status == 0)
                #expect(try await reading.end().output == "text")

                try FileManager.default.createDirectory(
                    at: tool.folder.appending(path: "folder"),
                    withIntermediateDirectories: false
                )
                for (output, file) in [("folder", "folder/plan.md"), ("./", "plan.md")] {
                    let run = try await tool.run(list: command + [output])
                    #expect(run.status == 0, "\(run.errors)")
                    #expect(try tool.read(file) == "text")
                }
                let empty = try await tool.run(list: command + [""])
                #expect(empty.status == 2)
                #expect(empty.errors.contains("--output is empty"))
            }
        }

        @Test func formatsDoNotApplyToFiles() async throws {
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment["HANDINGER_API_KEY"] = "key"
            for option in [["--transform", "a"], ["--format", "yaml"]] {
                let run = try await tool.run(list: ["workers", "retrieve-file", "--worker-id", "w", "x"] + option)
                #expect(run.status == 2)
                #expect(run.errors.contains("\(option[0]) does not apply to a file"), "\(run.errors)")
            }
        }

        /// A status line that wraps could not be erased.
        @Test func progressFitsTheTerminal() async throws {
            try await Tool.withAnswer(body: String(repeating: "x", count: 1_234)) { tool, _ in
                var tool = tool
                tool.environment["TERM"] = "xterm"
                let terminal = try Terminal(columns: 40)
                let name = String(repeating: "漢✅", count: 20)
                let command = ["workers", "retrieve-file", "--worker-id", "w", "x", "-o", name]
                #expect(try await tool.start(command, errors: terminal.program).end().status == 0)
                let lines = try terminal.shown().split(separator: "\r").filter { !$0.contains("Wrote") }
                let widths = lines.map { $0.replacing(/\u{1B}\[[0-9]*[A-Za-z]/, with: "").columns }
                #expect(widths.contains { $0 > 30 } && widths.allSatisfy { $0 < 40 }, "\(widths)")
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
