import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct EventStreamReconnectTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let unframedHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"

    private static let events = [
        "id: 1\ndata: one\n\n", "retry: 250\nevent: step\nid: 2\ndata: zwölf\n\n",
        ": ping\n\nid: 3\ndata: a\ndata: b\n\n",
        "id: 4\r\ndata: {\"a\": \"日本\"}\r\n\r\n", "id: 5\ndata: last\n\n",
    ]
    private static let data = ["one", "zwölf", "a\nb", "{\"a\": \"日本\"}", "last"]

    enum Cut: CaseIterable {
        case end, endWithoutFraming, reset, brokenChunk
    }

    private static func chunk(_ bytes: some Collection<UInt8>) -> [UInt8] {
        bytes.isEmpty ? [] : Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
    }

    private static func whole(_ events: some Collection<String>) -> ScriptedServer.Answer {
        .raw(head, then: [.send(chunk(Array(events.joined().utf8))), .text("0\r\n\r\n")])
    }

    private func stream(
        _ server: ScriptedServer,
        method: HTTPRequest.Method = .get,
        options: RequestOptions = RequestOptions(),
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) throws -> EventStream {
        let client = try makeClient(server, configure: configure)
        return client.api.stream(Endpoint(id: "s", method: method, path: "/s", response: .events), options: options)
    }

    private func collect(_ stream: EventStream) async throws -> [String] {
        var data: [String] = []
        for try await event in stream { data.append(event.data) }
        return data
    }

    @Test(arguments: Cut.allCases) func cutAtEachByteEveryEventComesOnce(_ cut: Cut) async throws {
        let bytes = Array(Self.events.joined().utf8)
        // Without framing, a response without a byte equals an empty stream.
        for offset in (cut == .endWithoutFraming ? 1 : 0)...bytes.count {
            let piece = Array(bytes[..<offset])
            let server = try ScriptedServer { index, request in
                if index > 0 {
                    let next = request["Last-Event-ID"].flatMap(Int.init) ?? 0
                    return next == Self.events.count
                        ? .raw("HTTP/1.1 204 No Content\r\n\r\n") : Self.whole(Self.events[next...])
                }
                switch cut {
                case .end: return .raw(Self.head, then: [.send(Self.chunk(piece)), .close])
                case .endWithoutFraming: return .raw(Self.unframedHead, then: [.send(piece), .close])
                case .reset: return .raw(Self.head, then: [.send(Self.chunk(piece)), .reset])
                case .brokenChunk: return .raw(Self.head, then: [.send(Self.chunk(piece)), .text("zz\r\n"), .close])
                }
            }
            let clock = RecordingClock()
            #expect(try await collect(stream(server) { $0.clock = clock }) == Self.data, "\(cut) at \(offset)")
            let requests = server.requests
            #expect(requests.count <= 2, "\(cut) at \(offset)")
            // A reset may discard bytes that had already arrived.
            if requests.count == 2, cut != .reset {
                let complete = String(decoding: piece, as: UTF8.self).replacing("\r\n", with: "\n")
                    .replacing("\r", with: "\n")
                    .components(separatedBy: "\n\n").dropLast().filter { $0.contains("data:") }.count
                let resumed = requests[1]["Last-Event-ID"].flatMap(Int.init) ?? 0
                #expect(resumed == complete, "\(cut) at \(offset)")
                #expect(clock.sleeps.count == 1)
            }
        }
    }

    @Test func delaysBackOffFromTheServersDelay() async throws {
        let server = try ScriptedServer { index, _ in
            switch index {
            case 0: .raw(Self.head, then: [.send(Self.chunk("retry: 3000\nid: 1\ndata: a\n\n".utf8)), .close])
            case 7: Self.whole(["id: 2\ndata: b\n\n"])
            case 3: .raw(Self.head, then: [.reset])
            default: .status(503)
            }
        }
        let clock = RecordingClock()
        #expect(try await collect(stream(server) { $0.clock = clock }) == ["a", "b"])
        #expect(clock.sleeps == [3, 6, 12, 24, 30, 30, 30].map { .seconds($0) })

        let jittered = RecordingClock()
        let cut = ScriptedServer.Answer.raw(Self.head, then: [.send(Self.chunk("id: 1\ndata: a\n\n".utf8)), .close])
        let other = try ScriptedServer(cut, .status(500), Self.whole(["id: 2\ndata: b\n\n"]))
        let stream = try stream(other) {
            $0.clock = jittered
            $0.random = { 0.5 }
        }
        #expect(try await collect(stream) == ["a", "b"])
        #expect(jittered.sleeps == [.seconds(0.75), .seconds(1.5)])
    }

    @Test func respectsALongerRetryAfter() async throws {
        let cut = ScriptedServer.Answer.raw(Self.head, then: [.send(Self.chunk("id: 1\ndata: a\n\n".utf8)), .close])
        let server = try ScriptedServer(cut, .status(503, headers: [("Retry-After", "7")]), Self.whole([]))
        let clock = RecordingClock()
        #expect(try await collect(stream(server) { $0.clock = clock }) == ["a"])
        #expect(clock.sleeps == [.seconds(1), .seconds(7)])

        let long = try ScriptedServer(cut, .status(503, headers: [("Retry-After", "90")]))
        let error = try await apiError { try await collect(stream(long)) }
        #expect(error.retryAfter == .seconds(90))
        #expect(long.requests.count == 2)
    }

    @Test func givesUpAfterManyFruitlessConnections() async throws {
        let cut = ScriptedServer.Answer.raw(Self.head, then: [.send(Self.chunk("id: 1\ndata: a\n\n".utf8)), .close])
        let server = try ScriptedServer(cut, .status(500))
        let error = try await apiError { try await collect(stream(server)) }
        #expect(error.code == .streamInterrupted)
        #expect(error.status?.code == 500)
        #expect(server.requests.count == 9)
        let options = {
            var options = RequestOptions(); options.reconnectPolicy = .never; return options
        }()
        let never = try ScriptedServer(cut, Self.whole([]))
        #expect(try await apiError { try await collect(stream(never, options: options)) }.code == .streamInterrupted)
        #expect(never.requests.count == 1)
    }

    @Test func waitsStayBoundedWhateverTheServerAndTheRulesSay() async throws {
        let events = "retry: 9223372036854775807\nid: 1\ndata: a\n\n"
        let cut = ScriptedServer.Answer.raw(Self.head, then: [.send(Self.chunk(events.utf8)), .close])
        let server = try ScriptedServer(cut, .status(500))
        let clock = RecordingClock()
        let error = try await apiError {
            try await collect(
                stream(server) {
                    $0.clock = clock
                    $0.reconnectPolicy.maximumAttempts = 100
                }
            )
        }
        #expect(error.code == .streamInterrupted)
        #expect(clock.sleeps == Array(repeating: .seconds(30), count: 100))
    }

    @Test func doesNotResendSingleUseBodies() async throws {
        let cut = ScriptedServer.Answer.raw(Self.head, then: [.send(Self.chunk("id: 1\ndata: a\n\n".utf8)), .close])
        let server = try ScriptedServer(cut, Self.whole(["id: 2\ndata: b\n\n"]))
        let chunks = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array("once".utf8))
            continuation.finish()
        }
        let endpoint = Endpoint(
            id: "s",
            method: .post,
            path: "/s",
            body: .stream(HTTPBody(chunks)),
            response: .events,
            isRetrySafe: true
        )
        let client = try makeClient(server)
        let error = try await apiError { try await collect(client.api.stream(endpoint)) }
        #expect(error.code == .streamInterrupted)
        #expect(server.requests.map(\.text) == ["once"])
    }

    @Test func withoutIDsAGapIsSignalled() async throws {
        let server = try ScriptedServer(.raw(Self.head, then: [.send(Self.chunk("data: a\n\n".utf8)), .close]))
        var iterator = try stream(server).makeAsyncIterator()
        #expect(try await iterator.next()?.data == "a")
        let error = try await apiError { try await iterator.next() }
        #expect(error.code == .streamInterrupted)
        #expect(error.message.contains("no event IDs"))
        #expect(server.requests.count == 1)
        #expect(try await iterator.next() == nil)

        let midEvent = try ScriptedServer(.raw(Self.unframedHead, then: [.text("data: a\n\ndata: b\n"), .close]))
        #expect(try await apiError { try await collect(stream(midEvent)) }.code == .streamInterrupted)
    }

    @Test func doesNotReconnectUnsafeRequests() async throws {
        let cut = ScriptedServer.Answer.raw(Self.head, then: [.send(Self.chunk("id: 1\ndata: a\n\n".utf8)), .close])
        let server = try ScriptedServer(cut, Self.whole([]))
        let error = try await apiError { try await collect(stream(server, method: .post)) }
        #expect(error.code == .streamInterrupted)
        #expect(server.requests.count == 1)

        let allowed = try ScriptedServer(cut, Self.whole(["id: 2\ndata: b\n\n"]))
        let options = RequestOptions(isRetrySafe: true)
        #expect(try await collect(stream(allowed, method: .post, options: options)) == ["a", "b"])
        let keys = allowed.requests.map { $0["Idempotency-Key"] }
        #expect(keys.count == 2 && keys[0] != nil && keys[0] == keys[1])
    }

    @Test func endsAfterNoContentAndClientErrors() async throws {
        let cut = ScriptedServer.Answer.raw(Self.head, then: [.send(Self.chunk("id: 1\ndata: a\n\n".utf8)), .close])
        let ended = try ScriptedServer(cut, .raw("HTTP/1.1 204 No Content\r\n\r\n"))
        #expect(try await collect(stream(ended)) == ["a"])
        for status in [400, 401, 404, 410, 429] {
            let server = try ScriptedServer(cut, .status(status))
            let error = try await apiError { try await collect(stream(server)) }
            #expect(error.status?.code == status)
            #expect(server.requests.count == 2)
        }
        let json = try ScriptedServer(cut, .json("{}"))
        #expect(try await apiError { try await collect(stream(json)) }.code == .responseValidation)
        #expect(json.requests.count == 2)
    }

    /// A load balancer does this while its servers are replaced.
    @Test func reconnectsAfterAnEmptyConnection() async throws {
        let cut = ScriptedServer.Answer.raw(Self.head, then: [.send(Self.chunk("id: 1\ndata: a\n\n".utf8)), .close])
        let server = try ScriptedServer(cut, [.close], [.reset], Self.whole(["id: 2\ndata: b\n\n"]))
        #expect(try await collect(stream(server)) == ["a", "b"])
        #expect(server.requests.map { $0["Last-Event-ID"] } == [nil, "1", "1", "1"])
    }

    /// The call's own base URL decides whether an end may be a lost connection, not the client's.
    @Test func usesTheBaseURLOfTheCall() async throws {
        let server = try ScriptedServer(
            .raw(Self.unframedHead, then: [.text("id: 1\ndata: a\n\n"), .close]),
            Self.whole(["id: 2\ndata: b\n\n"])
        )
        let client = try makeClient(server).copy(baseURL: "https://api.example.com")
        var options = RequestOptions()
        options.baseURL = server.baseURL
        #expect(try await collect(client.api.stream(.events, options: options)) == ["a", "b"])
    }

    @Test func skipsRepeatedEvents() async throws {
        let start = "id: 1\ndata: a\n\ndata: ping\n\nid: 2\ndata: b\n\n"
        let server = try ScriptedServer(
            .raw(Self.head, then: [.send(Self.chunk(start.utf8)), .close]),
            Self.whole([start, "id: 3\ndata: c\n\n"])
        )
        #expect(try await collect(stream(server)) == ["a", "ping", "b", "c"])

        // An ID shared by several events identifies none of them.
        let same = try ScriptedServer(
            .raw(Self.head, then: [.send(Self.chunk("id: 1\ndata: a\n\nid: 1\ndata: b\n\n".utf8)), .close]),
            Self.whole(["id: 1\ndata: c\n\n"])
        )
        #expect(try await collect(stream(same)) == ["a", "b", "c"])
    }

    @Test func reconnectsAfterSilence() async throws {
        let clock = ManualClock()
        let reached = Gate()
        let closed = Gate()
        let first = ScriptedServer.Answer.raw(
            Self.head,
            then: [.send(Self.chunk("retry: 0\nid: 1\ndata: a\n\n".utf8)), .untilClosed(closed)]
        )
        let server = try ScriptedServer(first, Self.whole(["id: 2\ndata: b\n\n"]))
        let stream = try stream(server) {
            $0.clock = clock
            $0.timeout = .seconds(10)
        }
        let task = Task {
            var data: [String] = []
            for try await event in stream {
                data.append(event.data)
                reached.open()
            }
            return data
        }
        // Only the first stream must time out, neither its response nor its continuation.
        #expect(await reached.opens())
        // Each chunk restarts the timeout, so the clock advances just far enough: the next connection must not time out
        // too.
        repeat {
            clock.advance(by: .seconds(10))
        } while await !closed.opens(within: 0.1)
        #expect(try await task.value == ["a", "b"])
        #expect(server.requests[1]["Last-Event-ID"] == "1")
    }
}
