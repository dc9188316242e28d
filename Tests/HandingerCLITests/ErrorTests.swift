import APIRuntime
import Foundation
import Testing

extension ProcessTests {
    /// Messages and exit statuses for errors of the API.
    @Suite struct ErrorTests {
        private func answer(
            _ status: Int,
            _ body: String = #"{"error": "No \u001b[31mred\u009b. \u202e"}"#,
            headers: HTTPFields = [.contentType: "application/json"],
            _ arguments: String...
        ) async throws -> Tool.Run {
            var headers = headers
            // Retries would slow down the test.
            headers[try #require(HTTPField.Name("x-should-retry"))] = "false"
            let server = try await StubServer(status: status, headers: headers, body: body)
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = ["HANDINGER_API_KEY": "hdg_live_secret", "HANDINGER_BASE_URL": server.baseURL]
            let run = try await tool.run(list: ["workers", "retrieve", "w"] + arguments)
            await server.stop()
            #expect(!run.errors.contains("hdg_live_secret"))
            return run
        }

        @Test(
            arguments: [
                (400, 4, "400 Bad Request"), (401, 3, "401 Unauthorized"), (403, 3, "403 Forbidden"),
                (404, 4, "404 Not Found"), (409, 4, "409 Conflict"), (422, 4, "422 Unprocessable"),
                (429, 5, "429 Too Many Requests"), (500, 6, "500 Internal Server Error"),
                (503, 6, "503 Service Unavailable"),
                (418, 4, "418"), (304, 1, "304 Not Modified"),
            ]
        )
        func eachKindOfErrorHasAnExitStatus(code: Int, status: Int32, phrase: String) async throws {
            let run = try await answer(code)
            #expect(run.status == status)
            #expect(run.output.isEmpty)
            #expect(run.errors.hasPrefix("GET \"http://127.0.0.1:"), "\(run.errors)")
            #expect(run.errors.contains("/api/workers/w\": \(phrase)"), "\(run.errors)")
        }

        @Test func errorBodiesAreEscapedForTerminals() async throws {
            let run = try await answer(404)
            #expect(run.errors.hasSuffix("{\n  \"error\": \"No \\u001b[31mred\\u009b. \\u202e\"\n}\n"), "\(run.errors)")
            let text = try await answer(404, "No \u{1B}[31mred\n", headers: [.contentType: "text/plain"])
            #expect(text.errors.hasSuffix("\": 404 Not Found\nNo \\u{1B}[31mred\n"), "\(text.errors)")
            let empty = try await answer(404, "", headers: [:])
            #expect(empty.errors.hasSuffix("\": 404 Not Found\n"), "\(empty.errors)")
        }

        @Test func errorBodiesHaveASeparateFormat() async throws {
            let body = #"{"error": "no"}"#
            #expect(try await answer(400, body, "--format-error", "jsonl").errors.hasSuffix("\n{\"error\":\"no\"}\n"))
            #expect(try await answer(400, body, "--format-error", "yaml").errors.hasSuffix("\nerror: \"no\"\n"))
        }

        @Test func printsSuggestions() async throws {
            let id = try #require(HTTPField.Name("x-request-id"))
            let run = try await answer(401, "{}", headers: [.contentType: "application/json", id: "req_1"])
            #expect(run.errors.hasSuffix("Check the API key in HANDINGER_API_KEY or --api-key. Request req_1.\n"))
        }

        @Test func rejectsResponsesThatAreNotJSON() async throws {
            let run = try await answer(200, "<html>\u{1B}[2J", headers: [.contentType: "text/html"])
            #expect(run.status == 1)
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("is not JSON") && run.errors.contains("<html>\\u{1B}[2J"), "\(run.errors)")
            let raw = try await answer(200, "<html>", headers: [.contentType: "text/html"], "--format", "raw")
            #expect(raw.status == 0)
            #expect(raw.output == "<html>")
        }

        @Test func tellsTheLimitOfNestedResponses() async throws {
            let body = String(repeating: "[", count: 513) + String(repeating: "]", count: 513)
            let run = try await answer(200, body)
            #expect(run.status == 1)
            let reason = "cannot be read as JSON: it is nested more than 512 levels deep."
            #expect(run.errors.contains(reason), "\(run.errors)")
            #expect(!run.errors.contains("is not JSON"))
            #expect(try await answer(200, body, "--format", "raw").output == body)
        }

        @Test func silentServersTimeOut() async throws {
            let server = try await StubServer(headers: [:], body: "") { try await Task.sleep(for: .seconds(3_600)) }
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL]
            let run = try await tool.run("workers", "create", "--input", "x", "--timeout", "0.2")
            #expect(run.status == 8)
            await server.stop()
        }

        @Test func debugShowsTheExchangeWithoutSecrets() async throws {
            let run = try await answer(200, #"{"key": "hdg_live_secret"}"#, "--debug")
            #expect(run.errors.contains("> GET http://127.0.0.1:"))
            #expect(run.errors.contains("> Authorization: REDACTED"))
            #expect(run.errors.contains("< 200 OK"))
            #expect(run.errors.contains(#"< {"key": "REDACTED"}"#))
        }
    }
}
