import APIRuntime
import Foundation
import Testing

@testable import HandingerCLI

extension ProcessTests {
    /// The output on a terminal.
    @Suite struct TerminalTests {
        private func show(
            _ arguments: String...,
            environment: [String: String] = ["TERM": "xterm"],
            headers: HTTPFields = [.contentType: "application/json"],
            body: String
        ) async throws -> (text: String, run: Tool.Run) {
            let server = try await StubServer(headers: headers, body: body)
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = environment.merging([
                "HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL,
            ]) { $1 }
            let terminal = try Terminal()
            let run = try await tool.start(arguments, output: terminal.program).end()
            await server.stop()
            return (try terminal.shown(), run)
        }

        @Test func jsonIsColored() async throws {
            let colored = try await show("workers", "retrieve", "w", body: #"{"a": [1, null]}"#)
            #expect(colored.text.hasPrefix("{\n  \u{1B}[34m\"a\"\u{1B}[0m: [\n    \u{1B}[33m1\u{1B}[0m,\n"))
        }

        @Test(arguments: [
            ["TERM": "xterm", "NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": "xterm", "FORCE_COLOR": "0"],
        ])
        func disablesColor(environment: [String: String]) async throws {
            let plain = try await show("workers", "retrieve", "w", environment: environment, body: #"{"a": 1}"#)
            #expect(plain.text == "{\n  \"a\": 1\n}\n")
        }

        @Test func forcesColor() async throws {
            let server = try await StubServer(body: #"{"a": 1}"#)
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL, "FORCE_COLOR": "1"]
            #expect(try await tool.run("workers", "retrieve", "w").output.contains("\u{1B}[34m"))
            await server.stop()
        }

        @Test(arguments: [
            [], ["-r"], ["--format", "raw"], ["--format", "yaml"], ["--format", "pretty"], ["--format", "jsonl"],
        ])
        func escapesControlCharactersOfTheServer(options: [String]) async throws {
            let evil = #""a\u001b]0;title\u0007b\u009b31m\u202e\u007f""#
            let bytes = options.contains("raw") ? "\"\u{1B}]0;t\u{7}\u{9B}\u{202E}\"" : evil
            let arguments = ["workers", "retrieve-email", "w"] + options
            let server = try await StubServer(body: bytes)
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = [
                "HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL, "NO_COLOR": "1", "TERM": "xterm",
            ]
            let terminal = try Terminal()
            let run = try await tool.start(arguments, output: terminal.program).end()
            await server.stop()
            let text = try terminal.shown()
            #expect(run.status == 0 && !text.isEmpty)
            #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.isTerminalControl }, "\(text.debugDescription)")
        }

        @Test func showsAndEscapesTextFiles() async throws {
            let file = try await show(
                "workers",
                "retrieve-file",
                "--worker-id",
                "w",
                "f",
                headers: [.contentType: "text/plain; charset=utf-8"],
                body: "line 1\r\nline \u{1B}[2J2"
            )
            #expect(file.run.status == 0)
            #expect(file.text == "line 1\nline \\u{1B}[2J2\n")
        }

        @Test func savesBinaryFilesUnderTheirName() async throws {
            let server = try await StubServer(
                headers: [
                    .contentType: "application/octet-stream",
                    .contentDisposition: #"attachment; filename="../.picture.png""#,
                ],
                body: "bytes"
            )
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL]
            let command = ["workers", "retrieve-file", "--worker-id", "w", "f"]
            for status: Int32 in [0, 1] {
                let terminal = try Terminal()
                let run = try await tool.start(command, output: terminal.program).end()
                #expect(run.status == status)
                #expect(try terminal.shown().isEmpty)
            }
            #expect(try tool.read("picture.png") == "bytes")
            // The name and type come from the response that is saved; there is no second request.
            #expect(server.requests.count == 2)
            #expect(try FileManager.default.contentsOfDirectory(atPath: tool.folder.path) == ["picture.png"])
            await server.stop()
        }
    }
}
