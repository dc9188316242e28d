import APIRuntime
import Foundation
import Testing

extension ProcessTests {
    /// `--transform` and `--transform-error` of the real command.
    @Suite struct TransformOptionTests {
        private static let answer = #"{"z": 1.50, "id": "abc123", "list": [{"n": 12345678901234567890}, {"n": 1e3}]}"#

        private func run(
            _ arguments: String...,
            status: Int = 200,
            headers: HTTPFields = [.contentType: "application/json"],
            body: String = answer
        ) async throws -> Tool.Run {
            try await Tool.withAnswer(status: status, headers: headers, body: body) { tool, _ in
                try await tool.run(list: ["workers", "retrieve", "w"] + arguments)
            }
        }

        @Test(
            arguments: [
                (["id"], "\"abc123\"\n"), (["id", "-r"], "abc123\n"),
                (["list.#.n", "--format", "jsonl"], "[12345678901234567890,1e3]\n"),
                (["{id,z}"], "{\n  \"id\": \"abc123\",\n  \"z\": 1.50\n}\n"),
                (["list.0", "--format", "yaml"], "\"n\": 12345678901234567890\n"),
                (["@this|@keys", "--format", "raw"], "[\"z\",\"id\",\"list\"]\n"),
                (["id", "--format", "raw", "-r"], "abc123\n"),
            ]
        )
        func printsTheResultOfThePath(arguments: [String], expected: String) async throws {
            try await Tool.withAnswer(body: Self.answer) { tool, _ in
                let run = try await tool.run(list: ["workers", "retrieve", "w", "--transform"] + arguments)
                #expect(run.status == 0)
                #expect(run.output == expected)
                #expect(run.errors.isEmpty)
            }
        }

        @Test func missingValuesAreErrorsUnlessAllowed() async throws {
            let missing = try await run("--transform", "absent.name")
            #expect(missing.status == 9)
            #expect(missing.output.isEmpty)
            #expect(missing.errors.contains("leads to nothing in the answer"))
            let allowed = try await run("--transform", "absent.name", "--allow-missing")
            #expect(allowed.status == 0)
            #expect(allowed.output.isEmpty && allowed.errors.isEmpty)
        }

        @Test func rejectsInvalidPathsBeforeSending() async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                let run = try await tool.run("workers", "create", "--input", "x", "--transform", "a.#(b=1")
                #expect(run.status == 2)
                #expect(run.errors.contains("--transform: the \"(\" at byte 3 of the path is not closed."))
                #expect(server.requests.isEmpty)
            }
        }

        @Test func eachEventIsTransformed() async throws {
            let body =
                "data: {\"status\": \"running\"}\n\ndata: text\n\nevent: done\ndata: {\"status\": \"completed\"}\n\n"
            let headers: HTTPFields = [.contentType: "text/event-stream"]
            let run = try await run("--stream", "--transform", "data.status", "-r", headers: headers, body: body)
            #expect(run.status == 0)
            #expect(run.output == "running\ncompleted\n")
            let name = try await self.run("--stream", "--transform", "{event}", headers: headers, body: body)
            #expect(name.output == "{\"event\":\"message\"}\n{\"event\":\"message\"}\n{\"event\":\"done\"}\n")
            let none = try await self.run("--stream", "--transform", "absent", headers: headers, body: body)
            #expect(none.status == 9)
            #expect(none.errors.contains("nothing in any of the 3 events"))
        }

        @Test func errorBodiesAreTransformed() async throws {
            let body = #"{"z": 1.0, "error": {"b": 2, "a": [1.50]}}"#
            let run = try await run("--transform-error", "error", "--format-error", "jsonl", status: 404, body: body)
            #expect(run.status == 4)
            #expect(run.output.isEmpty)
            #expect(run.errors.hasSuffix(": 404 Not Found\n{\"b\":2,\"a\":[1.50]}\n"), "\(run.errors)")
            // The reason of the failure is not hidden.
            let missing = try await self.run(
                "--transform-error",
                "no",
                "--format-error",
                "jsonl",
                status: 404,
                body: body
            )
            #expect(missing.status == 4)
            #expect(missing.errors.hasSuffix(": 404 Not Found\n{\"z\":1.0,\"error\":{\"b\":2,\"a\":[1.50]}}\n"))
            let text = try await self.run("--transform-error", "no", status: 404, body: "sorry")
            #expect(text.errors.hasSuffix(": 404 Not Found\nsorry\n"))
        }

        @Test func pagesAndLongTextsAreShort() async throws {
            let page = "<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head></html>"
            let run = try await run("--max-retries", "0", status: 502, body: page)
            #expect(
                run.errors.contains("an HTML page \"Bad gateway\" (\(page.utf8.count) bytes; --format-error raw"),
                "\(run.errors)"
            )
            let raw = try await self.run("--max-retries", "0", "--format-error", "raw", status: 502, body: page)
            #expect(raw.errors.contains(page))
            let long = try await self.run(status: 404, body: String(repeating: "x", count: 10_000))
            #expect(
                long.errors.utf8.count < 2_200 && long.errors.contains("(10000 bytes; --format-error raw prints them)")
            )
        }

        @Test func rawErrorBodiesAreUnchanged() async throws {
            let body = #"{"z": 1.0}"#
            let raw = try await self.run("--format-error", "raw", status: 404, body: body)
            #expect(raw.errors.hasSuffix(": 404 Not Found\n\(body)\n"))
        }
    }
}
