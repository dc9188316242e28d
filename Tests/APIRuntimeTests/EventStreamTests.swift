import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct EventStreamTests {
    private func stream(_ server: ScriptedServer) throws -> EventStream {
        try makeClient(server).workers.createStreaming(input: "x")
    }

    @Test func givesEventsOfEveryKind() async throws {
        let text = ": hi\n\nevent: ping\n\ndata: hello\n\ndata: [DONE]\n\nid: 7\ndata: {\"a\": 1}\n\ndata:\n\ndata: cut"
        let server = try ScriptedServer(.status(200, body: text, contentType: "text/event-stream"))
        var events: [ServerSentEvent] = []
        for try await event in try stream(server) { events.append(event) }
        #expect(events.map(\.data) == ["hello", "[DONE]", "{\"a\": 1}", ""])
        #expect(events[2].id == "7")
        #expect(events[2].json == ["a": 1])
        #expect(try events[2].decode([String: Int].self) == ["a": 1])
        #expect(events[0].json == nil)
        #expect(throws: APIError.self) { try events[0].decode(Int.self) }
        let request = try #require(server.requests.first)
        #expect(request["Accept"] == "text/event-stream")
        #expect(request.values("Accept-Encoding") == ["identity"])
        #expect(request.text == #"{"input":"x","stream":true}"#)
    }

    @Test func sendsNothingUntilTheFirstEventIsAskedFor() async throws {
        let server = try ScriptedServer(.events([.text("data: a\n\n"), .close]))
        let stream = try stream(server)
        var iterator = stream.makeAsyncIterator()
        #expect(server.requests.isEmpty)
        #expect(try await iterator.next()?.data == "a")
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
        #expect(server.requests.count == 1)
    }

    @Test func deliversEventsImmediately() async throws {
        let gate = Gate()
        let server = try ScriptedServer(.events([.text("data: a\n\n"), .wait(gate), .text("data: b\n\n"), .close]))
        var iterator = try stream(server).makeAsyncIterator()
        #expect(try await iterator.next()?.data == "a")
        gate.open()
        #expect(try await iterator.next()?.data == "b")
    }

    @Test func retriesErrorStatuses() async throws {
        let server = try ScriptedServer(.status(503), .status(404, body: #"{"error":"gone"}"#))
        let error = try await apiError { for try await _ in try stream(server) {} }
        #expect(error.code == .notFound)
        #expect(error.body == ["error": "gone"])
        #expect(error.retries == 1)
        #expect(error.operation == "workers.create")
    }

    @Test func anotherContentTypeIsAnError() async throws {
        let server = try ScriptedServer(.json(#"{"id":"w"}"#))
        let error = try await apiError { for try await _ in try stream(server) {} }
        #expect(error.code == .responseValidation)
        #expect(error.message.contains("application/json"))
        #expect(error.body == ["id": "w"])
    }

    @Test func rejectsEventStreamsAsJSON() async throws {
        let server = try ScriptedServer(.events([.text("data: a\n\n"), .close]))
        let error = try await apiError { try await makeClient(server).workers.create(input: "x") }
        #expect(error.code == .responseValidation)
        #expect(error.message.contains("text/event-stream"))
    }

    @Test func throwsErrorEvents() async throws {
        let text = "data: a\n\nevent: error\ndata: {\"error\":\"quota\"}\n\ndata: b\n\n"
        let server = try ScriptedServer(.events([.text(text), .close]))
        var iterator = try stream(server).makeAsyncIterator()
        #expect(try await iterator.next()?.data == "a")
        let error = try await apiError { try await iterator.next() }
        #expect(error.code == .streamFailure)
        #expect(error.body == ["error": "quota"])
        #expect(try await iterator.next() == nil)
    }

    @Test func throwsErrorEventsWithoutJSON() async throws {
        for (text, body) in [
            ("event: error\ndata: out of credits\n\n", JSONValue.string("out of credits")),
            ("event: error\ndata\n\n", .string("")),
        ] {
            let server = try ScriptedServer(.status(200, body: text, contentType: "text/event-stream"))
            let error = try await apiError { for try await _ in try stream(server) {} }
            #expect(error.code == .streamFailure)
            #expect(error.body == body)
            #expect(error.operation == "workers.create")
        }
    }

    /// The reader gives up at the limit if a server never ends a line.
    @Test func limitsLines() async throws {
        let closed = Gate()
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        let pieces = (0..<100).map { _ in ScriptedServer.Step.send(piece) }
        let server = try ScriptedServer(.events([.text("data: ")] + pieces + [.untilClosed(closed)]))
        let error = try await apiError { for try await _ in try stream(server) {} }
        #expect(error.code == .limitExceeded)
        #expect(await closed.opens())
    }

    @Test func joinsAMillionDataLines() async throws {
        let lines = String(repeating: "data\n", count: 1_000_000)
        let server = try ScriptedServer(.status(200, body: lines + "\n", contentType: "text/event-stream"))
        var sizes: [Int] = []
        for try await event in try stream(server) { sizes.append(event.data.utf8.count) }
        #expect(sizes == [999_999])
        let client = try makeClient(server) { $0.maximumEventSize = 100_000 }
        let error = try await apiError { for try await _ in client.workers.createStreaming(input: "x") {} }
        #expect(error.code == .limitExceeded)
    }

    @Test func reportsInterruptions() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        for end in [ScriptedServer.Step.close, .reset] {
            let gate = Gate()
            let server = try ScriptedServer(.raw(head, then: [.text("9\r\ndata: a\n\n\r\n"), .wait(gate), end]))
            var iterator = try stream(server).makeAsyncIterator()
            #expect(try await iterator.next()?.data == "a")
            gate.open()
            let error = try await apiError { try await iterator.next() }
            #expect(error.code == .streamInterrupted)
            #expect(error.isConnectionError)
            #expect(error.operation == "workers.create")
            #expect(server.requests.count == 1)
        }
    }

    @Test func droppingTheIteratorClosesTheConnection() async throws {
        let closed = Gate()
        let server = try ScriptedServer(.events([.text("data: a\n\n"), .untilClosed(closed)]))
        let stream = try stream(server)
        for try await _ in stream { break }
        #expect(await closed.opens())
        withExtendedLifetime(stream) {}
    }

    @Test func cancellationEndsTheStreamAndClosesTheConnection() async throws {
        let (first, closed) = (Gate(), Gate())
        let server = try ScriptedServer(.events([.text("data: a\n\n"), .untilClosed(closed)]))
        let stream = try stream(server)
        let task = Task {
            for try await _ in stream { first.open() }
        }
        #expect(await first.opens())
        task.cancel()
        #expect(await closed.opens())
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func reportsOversizedEvents() async throws {
        let server = try ScriptedServer(.events([.text("data: \(String(repeating: "x", count: 5_000))\n\n"), .close]))
        let client = try makeClient(server) { $0.maximumEventSize = 1_000 }
        let error = try await apiError { for try await _ in client.workers.createStreaming(input: "x") {} }
        #expect(error.code == .limitExceeded)
        #expect(error.operation == "workers.create")
    }

    @Test @MainActor func worksOnTheMainActor() async throws {
        var seen: [String] = []
        let server = try ScriptedServer(.events([.text("data: a\n\ndata: b\n\n"), .close]))
        for try await event in try stream(server) {
            MainActor.assertIsolated()
            seen.append(event.data)
        }
        #expect(seen == ["a", "b"])
    }

    @Test func decodesNoContentAsAnEmptyStream() async throws {
        let server = try ScriptedServer(.raw("HTTP/1.1 204 No Content\r\n\r\n"))
        for try await _ in try stream(server) { Issue.record("no event expected") }
    }
}
