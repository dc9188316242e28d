import APIRuntime
import Foundation
import HandingerTestSupport
import InMemoryLogging
import Logging
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct LoggingTests {
    private static func log(_ level: Logger.Level) -> (logger: Logger, entries: @Sendable () -> [Entry]) {
        let handler = InMemoryLogHandler()
        var logger = Logger(label: "test", factory: { _ in handler })
        logger.logLevel = level
        return (logger, { handler.entries })
    }

    private typealias Entry = InMemoryLogHandler.Entry

    private static func text(_ entries: [Entry]) -> String {
        entries.map { "\($0.level) \($0.message) \($0.metadata)" }.joined(separator: "\n")
    }

    /// A request and a response full of secrets.
    private func exchangeSecrets(_ level: Logger.Level) async throws -> [Entry] {
        let server = try ScriptedServer(
            .status(
                302,
                headers: [
                    ("Location", "/next?access_token=SECRET-location&page=2#id_token=SECRET-fragment"),
                    ("Set-Cookie", "sid=SECRET-cookie"),
                ]
            ),
            .status(
                200,
                headers: [("Set-Cookie", "sid=SECRET-cookie"), ("X-Api-Key", "SECRET-key"), ("x-request-id", "r-1")],
                body: #"{"echo": "SECRET-bearer", "password": "SECRET\"-body", "url": "/a?token=SECRET-u&b=1", "n": 7}"#
            )
        )
        let (logger, entries) = Self.log(level)
        let client = try makeClient(server, apiKey: "SECRET-bearer") {
            $0.logger = logger
            $0.headers = ["X-Auth-Token": "SECRET-header", "Cookie": "a=SECRET-c", "Proxy-Authorization": "SECRET-p"]
            $0.credentials = [
                .apiKey(in: .query, name: "k"): "SECRET query", .apiKey(in: .header, name: "X-Me"): "SECRET-x",
            ]
        }
        let endpoint = Endpoint<JSONValue>(
            id: "workers.create",
            method: .post,
            path: "/x?sig=SECRET-sig&client%5Fsecret=SECRET-encoded&a=1",
            body: .json(["secret": "SECRET-field", "input": "hello"]),
            response: .json,
            security: [[.bearer, .apiKey(in: .query, name: "k"), .apiKey(in: .header, name: "X-Me")]]
        )
        try await client.api.send(endpoint)
        return entries()
    }

    @Test(arguments: Logger.Level.allCases) func logsNoSecrets(level: Logger.Level) async throws {
        let text = Self.text(try await exchangeSecrets(level))
        #expect(!text.contains("SECRET"), "\(text)")
        #expect(text.isEmpty == (level > .info))
    }

    @Test func infoHasALineForEachOutcome() async throws {
        let entries = try await exchangeSecrets(.info)
        #expect(entries.map { "\($0.message)" } == ["Response", "Redirect", "Response"])
        let response = try #require(entries.last)
        #expect(response.metadata["operation"] == "workers.create")
        #expect(response.metadata["method"] == "GET")
        #expect(response.metadata["status"] == "200")
        #expect(response.metadata["attempt"] == "1")
        #expect(response.metadata["request-id"] == "r-1")
        let url = "\(try #require(response.metadata["url"]))"
        #expect(url.hasSuffix("/next?access_token=REDACTED&page=2"))
        #expect(response.metadata["headers"] == nil)
        #expect(entries[0].metadata["url"].map { "\($0)" }?.hasSuffix("&a=1&k=REDACTED") == true)
    }

    @Test func debugHasTheHeadersAndNoBody() async throws {
        let entries = try await exchangeSecrets(.debug)
        #expect(entries.map { "\($0.message)" } == ["Request", "Response", "Redirect", "Request", "Response"])
        let text = Self.text(entries)
        #expect(text.contains("Authorization: REDACTED"))
        #expect(text.contains("Set-Cookie: REDACTED"))
        #expect(text.contains("X-Me: REDACTED"))
        #expect(text.contains("Content-Type: application/json"))
        #expect(text.contains("Idempotency-Key: ") && !text.contains("Idempotency-Key: REDACTED"))
        #expect(!text.contains("hello"))
    }

    @Test func traceHasTheBodiesWithoutTheirSecrets() async throws {
        let text = Self.text(try await exchangeSecrets(.trace))
        #expect(text.contains(#""input":"hello""#))
        #expect(text.contains(#""secret":"REDACTED""#))
        #expect(text.contains(#""password": "REDACTED""#))
        #expect(text.contains(#""echo": "REDACTED""#))
        #expect(text.contains(#"/a?token=REDACTED&b=1"#))
        #expect(text.contains(#""n": 7"#))
    }

    @Test func bodiesAreBounded() async throws {
        let (logger, entries) = Self.log(.trace)
        let long = String(repeating: "x", count: 1 << 20)
        let server = try ScriptedServer(.json("\"\(long)\""))
        let client = try makeClient(server) { $0.logger = logger }
        try await client.api.send(.any(.post, body: .json(long)))
        let text = Self.text(entries())
        #expect(text.utf8.count < 20_000)
        #expect(text.contains("bytes more"))
    }

    @Test func retriesAndFailuresAreLogged() async throws {
        let (logger, entries) = Self.log(.info)
        let server = try ScriptedServer([.reset], .status(503, body: "SECRET"), .json("{}"))
        let client = try makeClient(server) { $0.logger = logger }
        try await client.api.send(.any())
        let lines = entries()
        #expect(lines.map { "\($0.message)" } == ["No response", "Retry", "Response", "Retry", "Response"])
        #expect(lines[1].metadata["attempt"] == "1")
        #expect(lines[1].metadata["delay"] == "0.5 seconds")
        #expect(lines[3].metadata["reason"] == "status 503")
        #expect(!Self.text(lines).contains("SECRET"))
    }

    @Test func reconnectionsAndEventsAreLogged() async throws {
        let (logger, entries) = Self.log(.trace)
        let server = try ScriptedServer(
            .events([.text("id: 1\ndata: {\"token\": \"SECRET\"}\n\ndata: b"), .close]),
            .raw("HTTP/1.1 204 No Content\r\n\r\n")
        )
        let client = try makeClient(server) { $0.logger = logger }
        for try await _ in client.api.stream(Endpoint(id: "s", method: .get, path: "/s", response: .events)) {}
        let lines = entries()
        #expect(
            lines.map { "\($0.message)" } == ["Request", "Response", "Event", "Reconnect", "Request", "Response"]
        )
        #expect(lines[2].metadata["data"] == #"{"token": "REDACTED"}"#)
        #expect(lines[3].metadata["last-event-id"] == "1")
        #expect(lines[3].metadata["delay"] == "1.0 seconds")
    }

    @Test func hidesKeysOfProviders() async throws {
        let (logger, entries) = Self.log(.trace)
        let server = try ScriptedServer { _, request in
            request["Authorization"] == "Bearer SECRET-2"
                ? .json(#"{"you": "SECRET-2"}"#) : .status(401, body: "SECRET-1")
        }
        let client = try makeClient(server, apiKey: nil) {
            $0.credentialProvider = { rejected in rejected == nil ? "SECRET-1" : "SECRET-2" }
            $0.logger = logger
        }
        try await client.api.send(.any())
        let text = Self.text(entries())
        #expect(text.contains(#"{"you": "REDACTED"}"#))
        #expect(!text.contains("SECRET"))
    }

    @Test func usesTheLoggerOfTheCall() async throws {
        let (clients, clientEntries) = Self.log(.info)
        var (own, ownEntries) = Self.log(.info)
        own[metadataKey: "order"] = "7"
        let server = try ScriptedServer(.json("{}"))
        var options = RequestOptions()
        options.logger = own
        try await makeClient(server) { $0.logger = clients }.api.send(.any(), options: options)
        #expect(clientEntries().isEmpty)
        #expect(ownEntries().first?.metadata["order"] == "7")
    }

    @Test func readsTheLevelFromTheEnvironment() throws {
        func level(_ text: String?, own: Logger? = nil) throws -> Logger.Level? {
            let server = try ScriptedServer()
            return try makeClient(server) {
                $0.environment["HANDINGER_LOG"] = text
                $0.logger = own
            }
            .api.configuration.logger?.logLevel
        }
        #expect(try level("info") == .info)
        #expect(try level("debug") == .debug)
        #expect(try level(" TRACE ") == .trace)
        #expect(try level("off") == nil)
        #expect(try level("") == nil)
        #expect(try level(nil) == nil)
        #expect(try level("verbose") == .info)
        #expect(try level("debug", own: Self.log(.error).logger) == .error)
    }
}
