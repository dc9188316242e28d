import Foundation
import Testing

@testable import HandingerCLI

extension ProcessTests {
    /// The manual page, help and completion scripts.
    @Suite struct ManualTests {
        private static func run(_ program: String, _ arguments: [String], input: String) async throws -> Tool.Run {
            let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try Data(input.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
            process.standardInput = try FileHandle(forReadingFrom: file)
            return try await RunningTool(process).end()
        }

        @Test func pageListsAllCommandsFlagsAndStatuses() async throws {
            let tool = try Tool()
            defer { tool.remove() }
            let page = try await tool.run("man")
            #expect(page.status == 0 && page.errors.isEmpty)
            for part in [
                ".SS \"handinger workers create\"", ".SS \"handinger workers:schedules create\"", "\\-\\-budget",
                "low|standard|high|unlimited", "\\-\\-transform\\-error", "\\-\\-output", ".SS \"handinger serve\"",
            ] {
                #expect(page.output.contains(part), "\(part)")
            }
            for status in ExitStatus.allCases {
                #expect(page.output.contains(".B \(status.rawValue)\n"))
                #expect(try await tool.run("--help").output.contains("\(status.rawValue)  "))
            }
            #expect(page.output.split(separator: "\n").allSatisfy { !$0.hasPrefix("'") })
        }

        @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/groff")))
        func pageIsValidRoff() async throws {
            let tool = try Tool()
            defer { tool.remove() }
            let page = try await tool.run("man").output
            let shown = try await Self.run("/usr/bin/groff", ["-man", "-Tutf8", "-ww", "-P-c"], input: page)
            #expect(shown.status == 0)
            #expect(shown.errors.isEmpty, "\(shown.errors)")
            #expect(shown.output.contains("--schedule-id"))
        }

        @Test(
            arguments: [
                (["handinger", "wor"], "workers"), (["handinger", "workers", "cre"], "create"),
                (["handinger", "workers", "create", "--bud"], "--budget"),
                (["handinger", "workers", "create", "--budget", "hi"], "high"),
                (["handinger", "workers", "schedules", "create", "--ev"], "--every"),
                (["handinger", "workers", "stream-updates", "--until", "comp"], "completed"),
                (["handinger", "workers", "retrieve", "--format", "ya"], "yaml"),
            ]
        )
        func completesInBash(words: [String], expected: String) async throws {
            let tool = try Tool()
            defer { tool.remove() }
            let script = try await tool.run("--generate-completion-script", "bash").output
            let quoted = words.map { "'\($0)'" }.joined(separator: " ")
            let line = words.joined(separator: " ")
            let test = """
                \(script)
                COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); COMP_LINE='\(line)'; COMP_POINT=\(line.count)
                function_name=$(complete -p handinger | sed 's/.*-F \\([^ ]*\\).*/\\1/')
                compopt() { :; }
                "$function_name" handinger '\(words.last ?? "")' '\(words.dropLast().last ?? "")'
                printf '%s\\n' "${COMPREPLY[@]}"
                """
            let run = try await Self.run("/bin/bash", ["--norc"], input: test)
            let replies = run.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(replies.contains(expected), "\(run.output) \(run.errors)")
        }

        @Test(arguments: ["zsh", "fish"])
        func zshAndFishScriptsContainTheValues(shell: String) async throws {
            let tool = try Tool()
            defer { tool.remove() }
            let script = try await tool.run("--generate-completion-script", shell)
            #expect(script.status == 0)
            for word in ["budget", "unlimited", "until", "completed", "format-error", "jsonl", "schedule-id", "every"] {
                #expect(script.output.contains(word), "\(word)")
            }
        }
    }
}
