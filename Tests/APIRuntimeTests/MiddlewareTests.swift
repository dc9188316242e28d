import APIRuntime
import Foundation
import HTTPTypes
import HandingerTestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct MiddlewareTests {
    private static let header = HTTPField.Name.contentLanguage

    @Test func nestsMiddleware() async throws {
        let server = try ScriptedServer(.status(503), .json("{}"))
        let notes = RecordingMiddleware.Notes()
        let client = try makeClient(server) {
            $0.middleware = ["a", "b"].map { RecordingMiddleware(name: $0, notes: notes) }
        }
        var options = RequestOptions()
        options.middleware = [RecordingMiddleware(name: "c", notes: notes)]
        try await client.api.send(.any(), options: options)
        #expect(
            notes.all == [
                "a call any", "b call any", "c call any",
                "a attempt 1 any", "b attempt 1 any", "c attempt 1 any",
                "c attempt 1 503", "b attempt 1 503", "a attempt 1 503",
                "a attempt 2 any", "b attempt 2 any", "c attempt 2 any",
                "c attempt 2 200", "b attempt 2 200", "a attempt 2 200",
                "c call 200", "b call 200", "a call 200",
            ]
        )
        #expect(server.requests.count == 2)
    }

    @Test func hidesCredentials() async throws {
        let schemes: [SecurityScheme] = [
            .bearer, .apiKey(in: .query, name: "api key"), .apiKey(in: .cookie, name: "sid"),
            .apiKey(in: .header, name: "X-Key"),
        ]
        let server = try ScriptedServer(.json("{}"))
        let notes = RecordingMiddleware.Notes()
        let client = try makeClient(server) { $0.middleware = [RecordingMiddleware(name: "m", notes: notes)] }
        let endpoint = Endpoint<JSONValue>(
            id: "any",
            method: .get,
            path: "/x?a=1",
            cookies: [CookieParameter("c", 1)],
            response: .json,
            security: [schemes]
        )
        try await client.api.send(endpoint)
        #expect(notes.requests.count == 2)
        for request in notes.requests {
            #expect(!"\(request) \(request.headerFields) \(request.path ?? "")".contains("test-key"))
        }
        let sent = try #require(server.requests.first)
        #expect(sent["Authorization"] == "Bearer test-key")
        #expect(sent["X-Key"] == "test-key")
        #expect(sent["Cookie"] == "c=1; sid=test-key")
        #expect(sent.target == "/x?a=1&api%20key=test-key")
    }

    @Test func credentialsOfItsOwnWin() async throws {
        let server = try ScriptedServer(.json("{}"))
        let signing = ClosureMiddleware(attempt: { request, body, _, next in
            var request = request
            request.headerFields[.authorization] = "Signature s"
            return try await next(request, body: body)
        })
        let client = try makeClient(server) { $0.middleware = [signing] }
        try await client.api.send(.any())
        #expect(server.requests.first?.values("Authorization") == ["Signature s"])
    }

    @Test func sendsNoCredentialsToOtherOrigins() async throws {
        let other = try ScriptedServer(.json("{}"))
        let server = try ScriptedServer(.json("{}"))
        let rerouting = ClosureMiddleware(call: { request, body, _, next in
            var request = request
            request.authority = "127.0.0.1:\(other.port)"
            return try await next(request, body: body)
        })
        try await makeClient(server) { $0.middleware = [rerouting] }.api.send(.any())
        #expect(server.requests.isEmpty)
        #expect(other.requests.count == 1)
        #expect(other.requests.first?["Authorization"] == nil)
    }

    @Test func changesOfTheRequestReachEveryAttempt() async throws {
        let server = try ScriptedServer(.status(503), .json("{}"))
        let changing = ClosureMiddleware(
            call: { request, _, _, next in
                var request = request
                request.headerFields[Self.header] = "call"
                request.path = "/changed"
                return try await next(request, body: HTTPBody(Array("other".utf8)))
            },
            attempt: { request, body, context, next in
                var request = request
                request.headerFields[Self.header]? += " \(context.attempt)"
                return try await next(request, body: body)
            }
        )
        try await makeClient(server) { $0.middleware = [changing] }.api.send(.any(.post, body: .json("b")))
        let requests = server.requests
        #expect(requests.map { $0["Content-Language"] } == ["call 1", "call 2"])
        #expect(requests.map(\.text) == ["other", "other"])
        #expect(requests.map(\.target) == ["/changed", "/changed"])
        #expect(requests[0]["Idempotency-Key"] == requests[1]["Idempotency-Key"])
    }

    @Test func canRespondWithoutSending() async throws {
        let server = try ScriptedServer()
        func answer(_ status: HTTPResponse.Status, _ text: String, _ type: String) -> ClosureMiddleware {
            let answer = { @Sendable in
                (HTTPResponse(status: status, headerFields: [.contentType: type]), HTTPBody(Array(text.utf8)))
            }
            return ClosureMiddleware(call: { _, _, _, _ in answer() })
        }
        func client(_ middleware: any Middleware) throws -> HandingerClient {
            try makeClient(server) { $0.middleware = [middleware] }
        }
        let json = answer(.ok, #"{"a":1}"#, "application/json")
        #expect(try await client(json).api.send(.any()) == ["a": 1])
        let refusing = answer(.notFound, #"{"e":1}"#, "application/json")
        let error = try await apiError { try await client(refusing).api.send(.any()) }
        #expect(error.code == .notFound)
        #expect(error.body == ["e": 1])
        #expect(error.operation == "any")

        let events = Endpoint<EventStream>(id: "e", method: .get, path: "/e", response: .events)
        var data: [String] = []
        for try await event in try client(answer(.ok, "data: x\n\n", "text/event-stream")).api.stream(events) {
            data.append(event.data)
        }
        #expect(data == ["x"])

        let folder = try TemporaryFolder()
        let file = Endpoint<FileDownload>(id: "f", method: .get, path: "/f", response: .download)
        let target = folder.file("f")
        try await client(answer(.ok, "file", "text/plain")).api.download(file).write(to: target)
        #expect(try String(contentsOf: target, encoding: .utf8) == "file")
        #expect(folder.contents == ["f"])
        #expect(server.requests.isEmpty)
    }

    @Test func canSendAgain() async throws {
        let server = try ScriptedServer(.status(404), .status(404), .json(#"{"a":1}"#))
        let patient = ClosureMiddleware(call: { request, body, _, next in
            while true {
                let (response, content) = try await next(request, body: body)
                if response.status != .notFound { return (response, content) }
            }
        })
        let client = try makeClient(server) { $0.middleware = [patient] }
        #expect(try await client.api.send(.any()) == ["a": 1])
        #expect(server.requests.count == 3)
    }

    @Test func seesErrorStatuses() async throws {
        let server = try ScriptedServer(.status(503, body: #"{"e":1}"#))
        let notes = RecordingMiddleware.Notes()
        let client = try makeClient(server) { $0.middleware = [RecordingMiddleware(name: "m", notes: notes)] }
        let error = try await apiError { try await client.api.send(.any()) }
        #expect(error.code == .serverError)
        #expect(error.body == ["e": 1])
        #expect(error.retries == 2)
        #expect(notes.all.suffix(2) == ["m attempt 3 503", "m call 503"])
    }

    @Test func seesErrors() async throws {
        let server = try ScriptedServer([.reset])
        let notes = RecordingMiddleware.Notes()
        let client = try makeClient(server) { $0.middleware = [RecordingMiddleware(name: "m", notes: notes)] }
        let error = try await apiError { try await client.api.send(.any()) }
        #expect(error.code == .connection)
        #expect(error.retries == 2)
        #expect(notes.all.filter { $0 == "m attempt 1 TransportError" }.count == 1)
        #expect(notes.all.suffix(2) == ["m attempt 3 TransportError", "m call APIError"])
    }

    @Test func errorsEndTheCall() async throws {
        struct Refusal: Error {}
        let server = try ScriptedServer(.json("{}"))
        let failing = [
            ClosureMiddleware(call: { _, _, _, _ in throw Refusal() }),
            ClosureMiddleware(attempt: { _, _, _, _ in throw Refusal() }),
        ]
        for middleware in failing {
            let client = try makeClient(server) { $0.middleware = [middleware] }
            let error = try await apiError { try await client.api.send(.any()) }
            #expect(error.code == .middleware)
            #expect(error.cause is Refusal)
            #expect(error.message.contains("ClosureMiddleware"))
            #expect(error.retries == 0)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func transportErrorsAreRetried() async throws {
        let server = try ScriptedServer(.json("{}"))
        let flaky = ClosureMiddleware(attempt: { request, body, context, next in
            if context.attempt < 3 { throw TransportError(.connectionNotEstablished, "No.") }
            return try await next(request, body: body)
        })
        let client = try makeClient(server) { $0.middleware = [flaky] }
        #expect(try await client.api.response(to: .any(.post)).retries == 2)
        #expect(server.requests.count == 1)
    }

    @Test func changesSurviveANewKey() async throws {
        let server = try ScriptedServer { _, request in
            request["Authorization"] == "Bearer new" ? .json("{}") : .status(401)
        }
        let tagging = ClosureMiddleware(call: { request, body, _, next in
            var request = request
            request.headerFields[Self.header] = "t"
            return try await next(request, body: body)
        })
        let client = try makeClient(server, apiKey: nil) {
            $0.credentialProvider = { rejected in rejected == nil ? "old" : "new" }
            $0.middleware = [tagging]
        }
        try await client.api.send(.any(.post, body: .json("b")))
        #expect(server.requests.map { $0["Authorization"] } == ["Bearer old", "Bearer new"])
        #expect(server.requests.map { $0["Content-Language"] } == ["t", "t"])
    }

    @Test func canChangeDownloads() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(.status(200, body: "some text", contentType: "text/plain"))
        let shouting = ClosureMiddleware(call: { request, body, _, next in
            let (response, content) = try await next(request, body: body)
            // Read once as a whole, then again in chunks for the file.
            #expect(try await content.collect() == Array("some text".utf8))
            let loud = content.map { Array(String(decoding: $0, as: UTF8.self).uppercased().utf8) }
            return (response, HTTPBody(loud))
        })
        let client = try makeClient(server) { $0.middleware = [shouting] }
        let file = Endpoint<FileDownload>(id: "f", method: .get, path: "/f", response: .download)
        let target = folder.file("f")
        let written = try await client.api.download(file).write(to: target)
        #expect(try String(contentsOf: target, encoding: .utf8) == "SOME TEXT")
        #expect(written.byteCount == 9)
        #expect(folder.contents == ["f"])
        #expect(server.requests.count == 1)
    }

    @Test func streamsPassInPieces() async throws {
        let gate = Gate()
        let server = try ScriptedServer(.events([.text("data: a\n\n"), .wait(gate), .text("data: b\n\n"), .close]))
        let notes = RecordingMiddleware.Notes()
        let passing = ClosureMiddleware(
            call: { request, body, context, next in
                #expect(context.expectsStreaming)
                let (response, content) = try await next(request, body: body)
                return (response, HTTPBody(content.map { $0 }, length: content.length))
            }
        )
        let client = try makeClient(server) {
            $0.middleware = [passing, RecordingMiddleware(name: "m", notes: notes)]
        }
        let events = Endpoint<EventStream>(id: "e", method: .get, path: "/e", response: .events)
        var data: [String] = []
        for try await event in client.api.stream(events) {
            data.append(event.data)
            gate.open()
        }
        #expect(data == ["a", "b"])
        #expect(notes.all == ["m call e", "m attempt 1 e", "m attempt 1 200", "m call 200"])
    }

    @Test func deadlineIncludesMiddleware() async throws {
        let server = try ScriptedServer(.json("{}"))
        let clock = ManualClock()
        let slow = ClosureMiddleware(call: { request, body, context, next in
            #expect(context.timeRemaining == .seconds(10))
            try await clock.sleep(for: .seconds(60))
            return try await next(request, body: body)
        })
        let client = try makeClient(server) {
            $0.clock = clock
            $0.deadline = .seconds(10)
            $0.middleware = [slow]
        }
        let task = Task { try await client.api.send(.any()) }
        await clock.sleeper(within: .seconds(60))
        await clock.sleeper(within: .seconds(10))
        clock.advance(by: .seconds(10))
        let error = try await apiError { try await task.value }
        #expect(error.code == .timeout)
        #expect(server.requests.isEmpty)
    }
}
