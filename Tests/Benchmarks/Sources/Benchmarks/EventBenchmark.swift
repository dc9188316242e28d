import APIRuntime
import Floors
import HTTPTypes

/// Decoding of server-sent events, compared with a state machine that only counts and with a search for newlines.
struct EventBenchmark {
    /// An event stream in chunks as received from a connection.
    private struct Input {
        let name: String
        let chunks: [[UInt8]]

        var count: Int { chunks.reduce(0) { $0 + $1.count } }
    }

    func figures() async throws -> [Figure] {
        let small = Input(name: "120-byte events, 16 KiB chunks", chunks: Self.cut(Self.smallEvents, 16_384))
        let tokens = Input(name: "token-like, a chunk an event", chunks: Self.tokens)
        let line = Input(name: "256 KiB lines", chunks: Self.cut(Self.lines(of: 256 << 10, count: 32), 16_384))
        var figures: [Figure] = []
        for input in [small, tokens, line] { figures += try push(input) }
        for input in [small, tokens] { figures.append(try await pull(input)) }
        figures.append(try linearity())
        let server = try Server()
        let bulk = "typed events over loopback"
        figures += try await overLoopback(bulk, "/events", megabytes: 20, from: server, sessionTarget: 5.4)
        let flushed = "typed events over loopback, each flushed"
        figures += try await overLoopback(flushed, "/flushed", megabytes: 2, from: server, sessionTarget: 1.2)
        return figures
    }

    // MARK: - Inputs

    private static var smallEvents: [UInt8] {
        var text = ""
        for index in 0..<60_000 {
            text += "id: \(100_000 + index)\nevent: progress\n"
            text +=
                "data: {\"step\":\(index % 10),\"text\":\"Looking for the answer in the documents, please wait\"}\n\n"
        }
        return Array(text.utf8)
    }

    private static var tokens: [[UInt8]] {
        (0..<60_000).map { Array("data: {\"delta\":{\"text\":\" token\($0)\"}}\n\n".utf8) }
    }

    private static func lines(of length: Int, count: Int) -> [UInt8] {
        let line = Array("data: ".utf8) + Array(repeating: UInt8(ascii: "x"), count: length) + Array("\n\n".utf8)
        return Array((0..<count).map { _ in line }.joined())
    }

    private static func cut(_ bytes: [UInt8], _ size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }

    // MARK: - Figures

    private static func decode(_ chunks: [[UInt8]]) throws {
        var decoder = ServerSentEventDecoder()
        for chunk in chunks {
            decoder.push(chunk)
            while let event = try decoder.next() { keep(event) }
        }
    }

    private static func runStates(_ chunks: [[UInt8]]) {
        var machine = floor_event_states()
        for chunk in chunks { floor_event_stream(&machine, chunk, chunk.count) }
        keep(machine)
    }

    private func push(_ input: Input) throws -> [Figure] {
        let times = try seconds([
            { try Self.decode(input.chunks) },
            { Self.runStates(input.chunks) },
            { for chunk in input.chunks { keep(floor_newlines(chunk, chunk.count)) } },
        ])
        let name = "events pushed: \(input.name)"
        return [
            .rate(name, input.count, times[0], floor: times[1], "a state machine", target: 2.5),
            .rate(name, input.count, times[0], floor: times[2], "memchr", target: nil),
        ]
    }

    private func pull(_ input: Input) async throws -> Figure {
        let client = try Server.client(baseURL: "http://localhost", transport: ChunkTransport(chunks: input.chunks))
        let endpoint = Endpoint<EventStream>(id: "events", method: .get, path: "/events", response: .events)
        let times = try await seconds([
            { for try await event in client.stream(endpoint) { keep(event) } },
            { Self.runStates(input.chunks) },
        ])
        let name = "events pulled: \(input.name)"
        return .rate(name, input.count, times[0], floor: times[1], "a state machine", target: 5)
    }

    /// The cost of a byte in a line of 4 MiB, compared with a line of 256 KiB.
    private func linearity() throws -> Figure {
        let short = Self.cut(Self.lines(of: 256 << 10, count: 32), 16_384)
        let long = Self.cut(Self.lines(of: 4 << 20, count: 2), 16_384)
        let times = try seconds([{ try Self.decode(long) }, { try Self.decode(short) }])
        return .rate("events pushed: 4 MiB lines", 8 << 20, times[0], floor: times[1], "256 KiB lines", target: 1.5)
    }

    /// Typed payloads compared with the bare bytes through the same transport and through `URLSession`.
    ///
    /// - Parameters:
    ///   - path: `/events` sends many events at once; `/flushed` flushes each, as a server does that produces them one by one.
    ///   - sessionTarget: The maximum ratio to `URLSession`.
    private func overLoopback(
        _ name: String,
        _ path: String,
        megabytes: Int,
        from server: Server,
        sessionTarget: Double
    ) async throws -> [Figure] {
        let client = try server.client
        let path = "\(path)/\(megabytes)"
        let events = Endpoint<DecodedEventStream<Payload>>(
            id: "events",
            method: .get,
            path: RequestPath(path),
            response: .payloads(in: .events)
        )
        let request = HTTPRequest(url: server.baseURL, path: path)
        let session = PlainURLSession()
        // The number of wakeups varies between runs, most of all if each event is flushed.
        let times = try await seconds(
            rounds: 15,
            [
                { for try await payload in client.stream(events) { keep(payload) } },
                {
                    let options = TransportOptions(expectsStreaming: true)
                    let (_, body) = try await Server.transport.send(request, body: nil, options: options)
                    for try await chunk in body { keep(chunk) }
                },
                { keep(try await session.byteCount(of: request)) },
            ]
        )
        let count = megabytes * 1_000_000
        return [
            .rate(name, count, times[0], floor: times[1], "the transport's bytes", target: 1.3),
            .rate(name, count, times[0], floor: times[2], "URLSession's bytes", target: sessionTarget),
        ]
    }
}

/// A transport that responds with prepared chunks.
private struct ChunkTransport: Transport {
    let chunks: [[UInt8]]

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        var response = HTTPResponse(status: .ok)
        response.headerFields[.contentType] = "text/event-stream"
        response.headerFields[.transferEncoding] = "chunked"
        return (response, HTTPBody(chunks: chunks))
    }
}
