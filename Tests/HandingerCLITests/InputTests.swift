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
        #expect(try await send("workers", "create", "--input", "x", "-", input: " \n").body == #"{"input":"x"}"#)
    }

    @Test func aHyphenReadsAMapOfOptionalValues() async throws {
        let request = try await send("workers", "continue", "w", "-", "--input", "x", input: "budget: low\ninput: y\n")
        #expect(request.head.path == "/api/workers/w")
        #expect(request.body == #"{"input":"x","budget":"low"}"#)
    }

    /// It may belong to the script that calls the command: `while read id; do handinger …; done <ids`.
    @Test func standardInputIsNotReadWithoutNeed() async throws {
        let request = try await send("workers", "create", "--input", "x", input: "budget: low")
        #expect(request.body == #"{"input":"x"}"#)
        try await Tool.withAnswer(body: "{}") { tool, server in
            let script = "while read id; do \(Tool.folderOfPrograms)/handinger workers retrieve $id; done"
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments = ["-c", script]
            shell.environment = tool.environment
            let pipe = Pipe()
            try pipe.fileHandleForWriting.write(contentsOf: Data("one\ntwo\nthree\n".utf8))
            try pipe.fileHandleForWriting.close()
            shell.standardInput = pipe
            let run = try await RunningTool(shell, output: nil, errors: nil).end()
            #expect(run.status == 0, "\(run.errors)")
            let paths = server.requests.map(\.head.path)
            #expect(paths == ["/api/workers/one", "/api/workers/two", "/api/workers/three"])
        }
    }

    /// Programs that start others often leave the pipe open.
    @Test func anOpenPipeWithoutDataDoesNotHang() async throws {
        try await Tool.withAnswer(body: "{}") { tool, _ in
            for (arguments, status) in [(["retrieve", "w"], 0), (["retrieve"], 2)] as [([String], Int32)] {
                let pipe = Pipe()
                let run = try await tool.start(["workers"] + arguments, pipe: pipe).end()
                #expect(run.status == status, "\(run.errors)")
                try pipe.fileHandleForWriting.close()
            }
        }
    }

    @Test(arguments: ["- buy milk", "", "--help", "--budget", "-1", "---\ntitle: x\n---", "--", "-"])
    func valuesMayBeginWithAHyphen(value: String) async throws {
        let request = try await send("workers", "create", "--input", value)
        #expect(try JSONCoding.decode(JSONValue.self, from: Array(request.body.utf8)) == ["input": .string(value)])
        let attached = try await send("workers", "create", "--input=\(value)")
        #expect(attached.body == request.body)
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
