import Foundation
import HTTPTypes
import HandingerTestSupport
import Testing

@testable import APIRuntime

/// What a transport must do, over URLSession; the client does the rest, the same over every transport.
@Suite(.timeLimit(.minutes(2)), .serialized) struct URLSessionTransportTests {
    private static func client(
        _ server: ScriptedServer,
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) throws -> APIClient {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.transport = URLSessionTransport()
        configuration.maxRetries = 0
        configure(&configuration)
        let metadata = APIMetadata(
            name: "Test",
            version: "1",
            servers: [],
            security: [[.bearer]],
            environmentPrefix: "TEST"
        )
        return try APIClient(metadata: metadata, apiKey: "key", baseURL: server.baseURL, configuration: configuration)
    }

    private static func endpoint(
        _ method: HTTPRequest.Method = .get,
        body: RequestBody? = nil
    ) -> Endpoint<JSONValue> {
        Endpoint(id: "x", method: method, path: "/x", body: body, response: .json)
    }

    @Test func aGetBringsTheResponse() async throws {
        let server = try ScriptedServer(.json(#"{"a":1}"#, headers: [("X-Id", "7")]))
        let response = try await Self.client(server).response(to: Self.endpoint())
        #expect(response.value == ["a": 1])
        #expect(response.headers.first { $0.name.canonicalName == "x-id" }?.value == "7")
        #expect(server.requests.first?["Authorization"] == "Bearer key")
    }

    @Test func aPostSendsItsBody() async throws {
        let server = try ScriptedServer(.json("{}"))
        let chunks = AsyncStream<[UInt8]> { continuation in
            for piece in ["a", "b", "c"] { continuation.yield(Array(piece.utf8)) }
            continuation.finish()
        }
        let client = try Self.client(server)
        _ = try await client.send(Self.endpoint(.post, body: .json("text")))
        _ = try await client.send(Self.endpoint(.post, body: .stream(HTTPBody(chunks))))
        #expect(server.requests.map(\.text) == ["\"text\"", "abc"])
    }

    @Test func aStreamGivesEventsAsTheyCome() async throws {
        let gate = Gate()
        let server = try ScriptedServer(.events([.text("data: a\n\n"), .wait(gate), .text("data: b\n\n"), .close]))
        var events: [String] = []
        let stream = try Self.client(server).stream(
            Endpoint(id: "s", method: .get, path: "/s", response: .events)
        )
        for try await event in stream {
            events.append(event.data)
            gate.open()
        }
        #expect(events == ["a", "b"])
    }

    @Test func cancellingClosesTheConnection() async throws {
        let (reached, closed) = (Gate(), Gate())
        let server = try ScriptedServer([.open(reached), .untilClosed(closed)])
        let client = try Self.client(server)
        let task = Task { try await client.send(Self.endpoint()) }
        #expect(await reached.opens())
        task.cancel()
        #expect(await closed.opens())
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func redirectsAreLeftToTheClient() async throws {
        let other = try ScriptedServer(.json(#"{"at":"other"}"#))
        let server = try ScriptedServer(.status(307, headers: [("Location", "\(other.baseURL)/y")]))
        #expect(try await Self.client(server).send(Self.endpoint()) == ["at": "other"])
        #expect(other.requests.map { $0["Authorization"] } == [nil])
    }

    @Test func silenceTimesOut() async throws {
        let closed = Gate()
        let server = try ScriptedServer([.untilClosed(closed)])
        let client = try Self.client(server) { $0.timeout = .milliseconds(200) }
        let error = await #expect(throws: APIError.self) { try await client.send(Self.endpoint()) }
        #expect(error?.code == .timeout)
        #expect(await closed.opens())
    }

    @Test func aRefusedConnectionWasNotMade() async throws {
        let listener = try Socket.listen()
        let port = Socket.port(of: listener)
        Socket.close(listener)
        let error = await #expect(throws: TransportError.self) {
            let request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(port)", path: "/")
            _ = try await URLSessionTransport().send(request, body: nil, options: TransportOptions())
        }
        #expect(error?.reason == .connectionNotEstablished)
    }

    @Test func moreThanTheBufferHoldsIsAnError() async throws {
        let closed = Gate()
        let big = [UInt8](repeating: 7, count: 8 << 20)
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(big.count + 1)\r\n\r\n"
        let server = try ScriptedServer(.raw(head, then: [.send(big), .untilClosed(closed)]))
        let (_, body) = try await URLSessionTransport(receiveBufferSize: 100_000).send(
            HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/"),
            body: nil,
            options: TransportOptions()
        )
        #expect(await closed.opens())
        let error = await #expect(throws: TransportError.self) { try await body.collect() }
        #expect(error?.reason == .receiveBufferOverflow)
    }

    @Test func aGetWithABodyIsRefusedInWords() async throws {
        let server = try ScriptedServer(.json("{}"))
        let error = await #expect(throws: APIError.self) {
            try await Self.client(server).send(Self.endpoint(.get, body: .json("b")))
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("GET") == true)
    }
}
