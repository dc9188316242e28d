import APIRuntime
import Foundation
import Handinger
import HandingerServer
import Testing

extension ProcessTests {
    /// The output and the end of streams.
    @Suite struct StreamTests {
        private struct Line: Decodable {
            let event: String
            let id: String?
            let data: JSONValue
        }

        private static func line(_ text: String) throws -> Line {
            try JSONCoding.decode(Line.self, from: Array(text.utf8))
        }

        @Test(arguments: [
            ["create", "--stream"], ["stream-updates"], ["retrieve", "--stream"], ["continue", "--stream"],
        ])
        func printsOneLinePerEvent(arguments: [String]) async throws {
            try await Tool.with { tool, _ in
                var arguments = ["workers"] + arguments
                if !arguments.contains("create") { arguments += ["--worker-id", try await tool.makeWorker()] }
                if !arguments.contains("retrieve"), !arguments.contains("stream-updates") {
                    arguments += ["--input", "Go"]
                }
                let run = try await tool.run(list: arguments)
                #expect(run.status == 0, "\(run.errors)")
                let lines = try run.output.split(separator: "\n").map { try Self.line(String($0)) }
                #expect(lines.last?.event == "done")
                #expect(lines.last?.data["status"] == "completed")
                let ids = lines.compactMap { $0.id.flatMap { Int($0) } }
                #expect(ids == ids.sorted() && ids.count == lines.count)
            }
        }

        @Test func printsEventsImmediately() async throws {
            // The interval is so long that the worker sends only its first two events.
            try await Tool.with(.init(stepInterval: .seconds(3_600))) { tool, _ in
                let running = try tool.start(["workers", "create", "--input", "x", "--stream"])
                let first = try Self.line(try #require(await running.line()))
                #expect(first.event == "worker")
                #expect(try Self.line(try #require(await running.line())).event == "message")
                running.interrupt()
                let run = try await running.end()
                #expect(run.status == 130)
                #expect(run.output.isEmpty)
                let id = try #require(first.data["id"]?.stringValue)
                #expect(
                    run.errors == """
                        Stopped listening after 2 events. What the server does goes on.
                        To look again: handinger workers stream-updates --worker-id \(id)

                        """
                )
            }
        }

        @Test func maxItemsEndsAStream() async throws {
            try await Tool.with(.init(stepInterval: .seconds(3_600))) { tool, _ in
                let run = try await tool.run("workers", "create", "--input", "x", "--stream", "--max-items", "2")
                #expect(run.status == 0)
                #expect(run.output.split(separator: "\n").count == 2)
            }
        }

        @Test func untilEndsAStreamAtAStatus() async throws {
            try await Tool.with(.init(stepInterval: .seconds(3_600))) { tool, _ in
                let run = try await tool.run("workers", "create", "--input", "x", "--stream", "--until", "pending")
                #expect(run.status == 0)
                #expect(run.output.split(separator: "\n").count == 1)
                let wrong = try await tool.run("workers", "create", "--input", "x", "--stream", "--until", "complete")
                #expect(wrong.status == 2)
                #expect(wrong.errors.contains("\"complete\" is not one of running, completed, pending"))
                #expect(wrong.errors.contains("Did you mean \"completed\"?"))
            }
            let events = "data: {\"status\": \"running\"}\n\n"
            try await Tool.withAnswer(headers: [.contentType: "text/event-stream"], body: events) { tool, _ in
                let missed = try await tool.run("workers", "stream-updates", "w", "--until", "completed")
                #expect(missed.status == 1)
                #expect(missed.output.split(separator: "\n").count == 1)
                #expect(missed.errors.contains("The stream ended after 1 event before status was \"completed\""))
            }
        }

        /// A stream begins with the events of the past, in which the worker was completed already.
        @Test func untilIsAboutTheCurrentStatus() async throws {
            try await Tool.with(.init(stepInterval: .milliseconds(20))) { tool, _ in
                let id = try await tool.makeWorker()
                let first = try await tool.run("workers", "stream-updates", id, "--until", "completed")
                #expect(first.status == 0, "\(first.errors)")
                _ = try await tool.run("workers", "continue", id, "--input", "More")
                let second = try await tool.run("workers", "stream-updates", id, "--until", "completed")
                #expect(second.status == 0, "\(second.errors)")
                let now = try await tool.run("workers", "retrieve", id, "--transform", "status", "-r")
                #expect(now.output == "completed\n")
            }
        }

        @Test func limitsImplyAStream() async throws {
            try await Tool.with(.init(stepInterval: .seconds(3_600))) { tool, _ in
                for limit in [["--max-items", "1"], ["--until", "pending"]] {
                    let run = try await tool.run(list: ["workers", "create", "--input", "x"] + limit)
                    #expect(run.status == 0, "\(run.errors)")
                    #expect(try Self.line(run.output).event == "worker")
                    let refused = try await tool.run(
                        list: ["workers", "create", "--input", "x", "--no-stream"] + limit
                    )
                    #expect(refused.status == 2)
                    #expect(refused.errors.contains("\(limit[0]) needs a stream, which \"stream\" refuses"))
                }
                let both = ["workers", "create", "--input", "x", "--until", "completed", "--max-items", "2"]
                let missed = try await tool.run(list: both)
                #expect(missed.status == 1)
                #expect(missed.errors.contains("ended after 2 events before status was \"completed\""))
            }
        }

        @Test func streamTakesAValue() async throws {
            try await Tool.withAnswer(body: "{}") { tool, server in
                for (flag, path) in [("--stream=true", "?stream=true"), ("--stream=false", "")] {
                    _ = try await tool.run("workers", "retrieve", "w", flag)
                    #expect(server.requests.last?.head.path == "/api/workers/w" + path)
                }
                _ = try await tool.run("workers", "create", "--input", "--stream=true")
                #expect(server.requests.last?.body == #"{"input":"--stream=true"}"#)
            }
        }

        @Test func showsAStatusLineOnATerminal() async throws {
            try await Tool.with(.init(stepInterval: .seconds(3_600))) { tool, _ in
                let terminal = try Terminal()
                var tool = tool
                tool.environment["TERM"] = "xterm"
                let command = ["workers", "create", "--input", "x", "--stream", "--max-items", "2"]
                let run = try await tool.start(command, errors: terminal.program).end()
                #expect(run.status == 0)
                #expect(run.output.split(separator: "\n").count == 2)
                let shown = try terminal.shown()
                #expect(shown.contains("pending · 2 events · "), "\(shown)")
                // The status line is erased at the end.
                #expect(shown.hasSuffix("\r\u{1B}[2K"), "\(shown.debugDescription)")
                tool.environment["TERM"] = "dumb"
                let dumb = try Terminal()
                _ = try await tool.start(command, errors: dumb.program).end()
                #expect(try dumb.shown().isEmpty)
            }
        }

        @Test func endsQuietlyIfTheReaderCloses() async throws {
            try await Tool.with { tool, _ in
                let id = try await tool.makeWorker()
                for arguments in [["workers", "stream-updates", id], ["workers", "retrieve", id], ["--help"]] {
                    let pipe = Pipe()
                    try pipe.fileHandleForReading.close()
                    let running = try tool.start(arguments, output: pipe.fileHandleForWriting)
                    try pipe.fileHandleForWriting.close()
                    let run = try await running.end()
                    #expect(run.status == 0, "\(arguments)")
                    #expect(run.errors.isEmpty, "\(arguments)")
                }
            }
        }

        @Test func formatsOfEvents() async throws {
            let body = "event: a\nid: 7\ndata: {\"b\":\ndata: 1}\n\ndata: text\n\n: comment\n\n"
            let server = try await StubServer(headers: [.contentType: "text/event-stream"], body: body)
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL]
            func stream(_ format: String) async throws -> String {
                try await tool.run("workers", "stream-updates", "w", "--format", format).output
            }
            #expect(
                try await stream("auto") == """
                    {"event":"a","id":"7","data":{"b":1}}
                    {"event":"message","id":"7","data":"text"}

                    """
            )
            #expect(try await stream("raw") == "{\"b\":\n1}\ntext\n")
            #expect(
                try await stream("yaml") == """
                    ---
                    event: a
                    id: "7"
                    data:
                      b: 1
                    ---
                    event: message
                    id: "7"
                    data: text

                    """
            )
            await server.stop()
        }

        @Test func reportsErrorEvents() async throws {
            let body = "data: 1\n\nevent: error\ndata: {\"error\": \"out of order\"}\n\n"
            let server = try await StubServer(headers: [.contentType: "text/event-stream"], body: body)
            var tool = try Tool()
            defer { tool.remove() }
            tool.environment = ["HANDINGER_API_KEY": "key", "HANDINGER_BASE_URL": server.baseURL]
            let run = try await tool.run("workers", "stream-updates", "w")
            #expect(run.status == 6)
            #expect(run.output == "{\"event\":\"message\",\"data\":1}\n")
            #expect(run.errors.contains("out of order"))
            await server.stop()
        }
    }
}
