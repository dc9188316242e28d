import APIRuntime
import Foundation
import Testing

@testable import HandingerCLI

extension ProcessTests {
    /// `--dry-run` and `--curl` show the request and send nothing.
    @Suite struct DryRunTests {
        private static let input = #"It's "$HOME" `x` \ é 😀 [a]{b}"# + "\n-n"

        @Test func showsTheRequestWithoutTheKey() async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                let run = try await tool.run("workers", "create", "--input", "x", "--budget", "low", "--dry-run")
                #expect(run.status == 0)
                let (head, body) = try #require(Self.parts(of: run.output))
                #expect(head.first == "POST \(server.baseURL)/api/workers")
                #expect(head.contains("Authorization: Bearer $HANDINGER_API_KEY"))
                #expect(head.contains("Content-Type: application/json"))
                #expect(body == "{\n  \"input\": \"x\",\n  \"budget\": \"low\"\n}\n")
                #expect(server.requests.isEmpty)
            }
        }

        @Test(arguments: ["--dry-run", "--curl"])
        func redactsAllSecrets(flag: String) async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                var tool = tool
                tool.environment["HANDINGER_API_KEY"] = "hdg_live_secret"
                tool.environment["HANDINGER_CUSTOM_HEADERS"] = "X-Session-Token: s3cret\nX-Trace: on"
                let run = try await tool.run("workers", "retrieve", "w", flag)
                #expect(run.output.contains("$HANDINGER_API_KEY") && run.output.contains("X-Trace: on"))
                #expect(!run.output.contains("hdg_live_secret") && !run.output.contains("s3cret"))
                tool.environment["HANDINGER_API_KEY"] = nil
                #expect(try await tool.run("workers", "retrieve", "w", flag).output == run.output)
                #expect(server.requests.isEmpty)
            }
        }

        @Test func showsStreamAndFileRequests() async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                let stream = try await tool.run("workers", "retrieve", "w", "--stream", "--dry-run")
                #expect(stream.output.contains("/api/workers/w?stream=true\n"))
                #expect(stream.output.contains("Accept: text/event-stream\n"))
                let file = try await tool.run(
                    "workers",
                    "retrieve-file",
                    "--worker-id",
                    "w",
                    "a b",
                    "-o",
                    "f",
                    "--curl"
                )
                #expect(file.output.contains("/files/a%20b"))
                #expect(try FileManager.default.contentsOfDirectory(atPath: tool.folder.path).isEmpty)
                #expect(server.requests.isEmpty)
            }
        }

        @Test func shellParsesTheCommand() async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                let command = try await tool.run("workers", "create", "--input", Self.input, "--curl").output
                let words = try await Self.shell(
                    "curl() { for word; do printf '%s\\0' \"$word\"; done; }\n" + command,
                    environment: ["HANDINGER_API_KEY": "a'b\"$c"]
                ).split(separator: "\0").map(String.init)
                #expect(words.contains("\(server.baseURL)/api/workers"))
                #expect(words.contains("Authorization: Bearer a'b\"$c"))
                let index = try #require(words.firstIndex(of: "--data-raw"))
                let body = try JSONCoding.decode([String: String].self, from: Array(words[index + 1].utf8))
                #expect(body == ["input": Self.input])
                #expect(!words.contains { $0.hasPrefix("User-Agent") || $0.lowercased().hasPrefix("idempotency-key") })
            }
        }

        @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")))
        func curlSendsTheSameRequest() async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                for arguments in [
                    ["create", "--input", Self.input], ["continue", "--worker-id", "a/../b [1]", "--input", "x\u{1}y"],
                    ["retrieve", "..x", "--stream"], ["retrieve-file", "--worker-id", "w", "dir/é.md"],
                ] {
                    let command = try await tool.run(list: ["workers"] + arguments + ["--curl"]).output
                    _ = try await Self.shell(command, environment: ["HANDINGER_API_KEY": "key", "no_proxy": "*"])
                    _ = try await tool.run(list: ["workers"] + arguments)
                    let requests = server.requests.suffix(2)
                    let (first, second) = (try #require(requests.first), try #require(requests.last))
                    #expect(first.head.path == second.head.path && first.head.method == second.head.method)
                    #expect(first.body == second.body)
                    for name in [HTTPField.Name.authorization, .accept, .contentType] {
                        #expect(first.head.headerFields[name] == second.head.headerFields[name])
                    }
                }
            }
        }

        /// Swift compares whole characters: a quote with a combining mark is another one than the bare quote.
        @Test func theShellGetsEveryTextBack() async throws {
            let specials = (0x20...0x7E).map { String(UnicodeScalar(UInt8($0))) }
            let marks = ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}"]
            let texts = specials.flatMap { special in
                marks.map { "it" + special + $0 + "; echo " + special + $0 + " x" }
            }
            let script = "printf '%s\\n' " + texts.map(CurlCommand.quoted).joined(separator: " ")
            let output = try await Self.shell(script, environment: [:])
            #expect(output.utf8.elementsEqual(texts.map { $0 + "\n" }.joined().utf8))
            let request = CapturedRequest(
                head: HTTPRequest(
                    method: .get,
                    scheme: "http",
                    authority: "a",
                    path: "/",
                    headerFields: [.authorization: "Bearer k\"\u{301}`\u{301}\\\u{301}"]
                ),
                body: [],
                key: "k"
            )
            #expect(CurlCommand(request).text.hasSuffix("$HANDINGER_API_KEY\\\"\u{301}\\`\u{301}\\\\\u{301}\""))
        }

        @Test func streamsAreNotBuffered() async throws {
            let tool = try Tool()
            defer { tool.remove() }
            for (arguments, isStream) in [(["--stream"], true), ([], false)] {
                let run = try await tool.run(list: ["workers", "retrieve", "w", "--curl"] + arguments)
                #expect(run.output.hasPrefix(isStream ? "curl --no-buffer " : "curl http"), "\(run.output)")
            }
        }

        private static func parts(of text: String) -> (head: [String], body: String)? {
            guard let range = text.firstRange(of: "\n\n") else { return nil }
            let head = text[..<range.lowerBound].split(separator: "\n").map(String.init)
            return (head, String(text[range.upperBound...]))
        }

        private static func shell(_ script: String, environment: [String: String]) async throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", script]
            process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
            process.standardInput = FileHandle.nullDevice
            return try await RunningTool(process).end().output
        }
    }
}
