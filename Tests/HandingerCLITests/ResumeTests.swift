import APIRuntime
import Foundation
import HandingerServer
import Testing

@testable import HandingerCLI

extension ProcessTests {
    /// Resumed downloads.
    @Suite struct ResumeTests {
        private static let command = [
            "workers", "retrieve-file", "--worker-id", "w", "x", "-o", "f", "--resume", "--max-retries", "0",
        ]
        private static let tagged: HTTPFields = [.eTag: "\"v1\"", .contentType: "application/octet-stream"]

        private static func rest(_ range: String) -> HTTPFields {
            var headers = tagged
            headers[.contentRange] = range
            return headers
        }

        private static func files(_ tool: Tool) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: tool.folder.path).sorted()
        }

        @Test func nextRunRequestsTheRest() async throws {
            let server = try await StubServer { index, _ in
                index == 0
                    ? StubServer.broken("abc", headers: Self.tagged)
                    : StubServer.answer(206, "defg", headers: Self.rest("bytes 3-6/7"))
            }
            try await Tool.withServer(server) { tool, server in
                let broken = try await tool.run(list: Self.command)
                #expect(broken.status == 7, "\(broken.errors)")
                #expect(broken.errors.contains("Kept 3 B; the same command continues there."))
                #expect(try Self.files(tool) == [".f.part", ".f.part-version"])
                let rest = try await tool.run(list: Self.command)
                #expect(rest.status == 0, "\(rest.errors)")
                #expect(rest.errors == "Continuing at 3 B\nWrote 7 bytes to f\n")
                #expect(try tool.read("f") == "abcdefg")
                #expect(try Self.files(tool) == ["f"])
                let fields = server.requests.map(\.head.headerFields)
                #expect(fields.map { $0[.range] } == [nil, "bytes=3-"])
                #expect(fields.map { $0[.ifRange] } == [nil, "\"v1\""])
            }
        }

        @Test func aCompleteFileIsASuccess() async throws {
            let server = try await StubServer(headers: Self.tagged, body: "abc")
            try await Tool.withServer(server) { tool, _ in
                for errors in ["Wrote 3 bytes to f\n", "f is complete\n"] {
                    let run = try await tool.run(list: Self.command)
                    #expect(run.status == 0)
                    #expect(run.errors == errors)
                }
                try tool.write(Data("another".utf8), "f")
                #expect(try await tool.run(list: Self.command).status == 1)
            }
        }

        @Test func resumesWithinOneRun() async throws {
            let server = try await StubServer { index, _ in
                switch index {
                case 0: StubServer.broken("ab", headers: Self.tagged)
                default: StubServer.answer(206, "cd", headers: Self.rest("bytes 2-3/4"))
                }
            }
            try await Tool.withServer(server) { tool, server in
                let command = Self.command.dropLast() + ["1"]
                let first = try await tool.run(list: Array(command))
                #expect(first.status == 0)
                #expect(try tool.read("f") == "abcd")
                #expect(server.requests.count == 2)
            }
        }

        @Test func restartsIfTheFileChanged() async throws {
            let server = try await StubServer { index, _ in
                index == 0
                    ? StubServer.broken("abc", headers: Self.tagged)
                    : StubServer.answer(200, "xy", headers: [.eTag: "\"v2\""])
            }
            try await Tool.withServer(server) { tool, _ in
                let first = try await tool.run(list: Self.command)
                #expect(first.status == 7)
                #expect(try await tool.run(list: Self.command).status == 0)
                #expect(try tool.read("f") == "xy")
                #expect(try Self.files(tool) == ["f"])
            }
        }

        @Test(arguments: ["bytes */3", "bytes */9"])
        func handlesUnsatisfiableRanges(range: String) async throws {
            let server = try await StubServer { index, _ in
                switch index {
                case 0: StubServer.broken("abc", headers: Self.tagged)
                case 1: StubServer.answer(416, "", headers: [.contentRange: range])
                default: StubServer.answer(200, "abcdefghi", headers: Self.tagged)
                }
            }
            try await Tool.withServer(server) { tool, _ in
                let first = try await tool.run(list: Self.command)
                #expect(first.status == 7)
                #expect(try await tool.run(list: Self.command).status == 0)
                #expect(try tool.read("f") == (range == "bytes */3" ? "abc" : "abcdefghi"))
            }
        }

        @Test(arguments: [["ETag": "W/\"v1\""], [:], ["ETag": "\"v1\"", "Accept-Ranges": "none"]])
        func discardsPartsThatCannotBeResumed(headers: [String: String]) async throws {
            let fields = HTTPFields(
                headers.compactMap { name, value in
                    HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
                }
            )
            let server = try await StubServer { _, _ in StubServer.broken("abc", headers: fields) }
            try await Tool.withServer(server) { tool, server in
                let first = try await tool.run(list: Self.command)
                #expect(first.status == 7)
                #expect(try Self.files(tool).isEmpty)
                #expect(server.requests.count == 1)
            }
        }

        @Test func rejectsAMismatchedRange() async throws {
            let server = try await StubServer { index, _ in
                index == 0
                    ? StubServer.broken("abc", headers: Self.tagged)
                    : StubServer.answer(206, "bcdefg", headers: Self.rest("bytes 1-6/7"))
            }
            try await Tool.withServer(server) { tool, _ in
                let first = try await tool.run(list: Self.command)
                #expect(first.status == 7)
                let run = try await tool.run(list: Self.command)
                #expect(run.status == 1)
                #expect(run.errors.contains("from byte 3 on but the response has 'bytes 1-6/7'"), "\(run.errors)")
                #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "f").path))
            }
        }

        @Test func requiresANameAndLocksTheFile() async throws {
            try await Tool.withAnswer(body: "x") { tool, server in
                let nameless = try await tool.run("workers", "retrieve-file", "--worker-id", "w", "x", "--resume")
                #expect(nameless.status == 2)
                #expect(nameless.errors.contains("--resume needs the name of a file"))
                try tool.write(Data("y".utf8), ".f.part")
                let other = try FileHandle(forUpdating: tool.folder.appending(path: ".f.part"))
                #expect(flock(other.fileDescriptor, LOCK_EX) == 0)
                let busy = try await tool.run(list: Self.command)
                #expect(busy.status == 1)
                #expect(busy.errors.contains("Another download of"))
                #expect(server.requests.isEmpty)
                #expect(try tool.read(".f.part") == "y")
            }
        }
    }
}

@Suite struct ByteCountTests {
    @Test(
        arguments: [
            (0, "0 B"), (999, "999 B"), (1_000, "1.00 kB"), (1_234, "1.23 kB"), (12_345, "12.3 kB"), (99_960, "100 kB"),
            (999_499, "999 kB"), (999_500, "1.00 MB"), (5_000_000_000_000_000, "5000 TB"),
        ] as [(Int64, String)]
    )
    func text(bytes: Int64, expected: String) {
        #expect(ByteCount.text(bytes).filter { $0 != "," } == expected)
    }

    @Test func progress() {
        let text = ProgressBar.text(name: "f", bytes: 5_000, total: 20_000, new: 4_000, in: .seconds(2))
        #expect(text == "f ━━━━━━────────────────── 25 % · 5.00 kB of 20.0 kB · 2.00 kB/s")
        #expect(ProgressBar.text(name: "f", bytes: 5, total: nil, new: 5, in: .zero) == "f 5 B")
    }
}
