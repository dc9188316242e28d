import Foundation
import HandingerServer
import Testing

@testable import HandingerCLI

extension ProcessTests {
    /// Checks the article on the command line: its session and its table.
    @Suite struct ReadmeTests {
        private static func article() throws -> String {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let path = "Sources/Handinger/Documentation.docc/CommandLine.md"
            return try String(contentsOf: root.appending(path: path), encoding: .utf8)
        }

        /// The commands of the recorded session, each with what it printed.
        private static func session() throws -> [(command: String, output: String)] {
            let text = try article()
            guard let start = text.firstRange(of: "```console\n"),
                let end = text[start.upperBound...].firstRange(of: "```")
            else { throw ToolFailure("the article has no session") }
            var steps: [(command: String, output: String)] = []
            for line in text[start.upperBound..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
            {
                if line.hasPrefix("$ ") {
                    steps.append((String(line.dropFirst(2)), ""))
                } else if !steps.isEmpty {
                    steps[steps.count - 1].output += line + "\n"
                }
            }
            // The line break before the end of the block makes one line too many.
            steps[steps.count - 1].output.removeLast()
            return steps
        }

        /// Without what differs each time: ids, dates and ports.
        private static func normalized(_ text: String) -> String {
            text.replacing(/[0-9A-HJKMNP-TV-Z]{26}/, with: "ID")
                .replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "DATE")
                .replacing(/127\.0\.0\.1:\d+/, with: "HOST")
        }

        @Test func theSessionRunsAsItWasRecorded() async throws {
            let steps = try Self.session()
            #expect(steps.count >= 8)
            try await Tool.with { tool, _ in
                let mark = "-- next --"
                let script = "exec 2>&1\n" + steps.map { "\($0.command)\necho '\(mark)'\n" }.joined()
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/bin/sh")
                process.arguments = ["-c", script]
                process.currentDirectoryURL = tool.folder
                process.environment = tool.environment.merging(["PATH": "\(Tool.folderOfPrograms):/usr/bin:/bin"]) {
                    $1
                }
                process.standardInput = FileHandle.nullDevice
                let run = try await RunningTool(process).end()
                let outputs = run.output.components(separatedBy: mark + "\n").dropLast()
                #expect(outputs.count == steps.count)
                for (step, output) in zip(steps, outputs) {
                    #expect(Self.normalized(output) == Self.normalized(step.output), "\(step.command)")
                }
            }
        }

        @Test func theTableHasEveryStatus() throws {
            let text = try Self.article()
            for status in ExitStatus.allCases {
                #expect(text.contains("| \(status.rawValue) | \(status.summary) |\n"))
            }
        }
    }
}
