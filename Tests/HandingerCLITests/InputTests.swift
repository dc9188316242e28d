import APIRuntime
import Foundation
import Testing

/// The mapping of command input to the request.
@Suite struct InputTests {
    /// Runs a command against a server that accepts any request.
    private func send(
        _ arguments: String...,
        input: String? = nil,
        files: [String: Data] = [:]
    ) async throws -> StubServer.Received {
        let server = try await StubServer(body: "{}")
        var tool = try Tool()
        defer { tool.remove() }
        for (name, data) in files { try tool.write(data, name) }
        tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL]
        let run = try await tool.run(list: arguments, input: input)
        await server.stop()
        guard run.status == 0, let request = server.requests.first else {
            throw ToolFailure("status \(run.status): \(run.errors)")
        }
        return request
    }

    @Test func sendsOnlyGivenValues() async throws {
        let request = try await send("workers", "create", "--input", "x")
        #expect(request.body == #"{"input":"x"}"#)
        let noStream = try await send("workers", "create", "--input", "x", "--no-stream", "--budget", "unlimited")
        #expect(noStream.body == #"{"input":"x","budget":"unlimited","stream":false}"#)
    }

    @Test func flagsOverrideAPipedMap() async throws {
        let piped = "workerId: w 1\ninput: from the pipe\nbudget: low\nfresh: {a: [1, 2.50]}\n"
        let request = try await send("workers", "continue", "--budget", "high", input: piped)
        #expect(request.head.path == "/api/workers/w%201")
        #expect(request.body == #"{"input":"from the pipe","budget":"high","fresh":{"a":[1,2.5]}}"#)
    }

    @Test func pipedMapsMayBeJSONAndUseFlagNames() async throws {
        let request = try await send("workers", "continue", input: #"{"worker-id": "w", "input": "x"}"#)
        #expect(request.head.path == "/api/workers/w")
        #expect(request.body == #"{"input":"x"}"#)
    }

    @Test func ignoresAnEmptyPipe() async throws {
        #expect(try await send("workers", "create", "--input", "x", input: " \n").body == #"{"input":"x"}"#)
    }

    @Test func filesAreEmbedded() async throws {
        let files = ["note.txt": Data("line 1\nline 2".utf8), "picture": Data([0, 0xFF, 1])]
        let forms = [
            ("@note.txt", #"line 1\nline 2"#),
            ("@file://note.txt", #"line 1\nline 2"#),
            ("@data://note.txt", "bGluZSAxCmxpbmUgMg=="),
            ("@picture", "AP8B"),
            (#"\@note.txt"#, "@note.txt"),
            ("me@example.com", "me@example.com"),
        ]
        for (form, text) in forms {
            let request = try await send("workers", "create", "--input", form, files: files)
            #expect(request.body == "{\"input\":\"\(text)\"}", "\(form)")
        }
    }

    @Test func embeddedStandardInputIsNotMerged() async throws {
        let request = try await send("workers", "create", "--input", "@-", input: "budget: low")
        #expect(request.body == #"{"input":"budget: low"}"#)
    }

    @Test func filesAreEmbeddedInYAMLOfFlagsButNotInPipedData() async throws {
        let files = ["cron.txt": Data("0 9 * * 1".utf8)]
        let inFlag = try await send(
            "workers:schedules",
            "create",
            "--worker-id",
            "w",
            "--input",
            "x",
            "--when",
            "{type: cron, cron: '@cron.txt'}",
            files: files
        )
        #expect(inFlag.body == #"{"input":"x","when":{"cron":"0 9 * * 1","type":"cron"}}"#)
        let piped = try await send("workers", "create", input: "input: '@cron.txt'", files: files)
        #expect(piped.body == #"{"input":"@cron.txt"}"#)
    }

    @Test func pathsAreEscaped() async throws {
        let request = try await send("workers", "retrieve-file", "--worker-id", "w", "a b/../é?")
        #expect(request.head.path == "/api/workers/w/files/a%20b%2F..%2F%C3%A9%3F")
    }

    @Test func streamQueryFlagRequestsEvents() async throws {
        let server = try await StubServer(headers: [.contentType: "text/event-stream"], body: "data: 1\n\n")
        var tool = try Tool()
        defer { tool.remove() }
        tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL]
        let run = try await tool.run("workers", "retrieve", "w", "--stream")
        #expect(run.output == "{\"event\":\"message\",\"data\":1}\n")
        #expect(server.requests.first?.head.path == "/api/workers/w?stream=true")
        #expect(server.requests.first?.head.headerFields[.accept] == "text/event-stream")
        await server.stop()
    }
}
