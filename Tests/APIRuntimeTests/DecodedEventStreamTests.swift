import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct DecodedEventStreamTests {
    private struct Step: Decodable, Sendable, Equatable {
        var step: Int
    }

    private func steps(
        _ answer: ScriptedServer.Answer,
        in format: DecodedEventStream<Step>.Format
    ) async throws -> DecodedEventStream<Step> {
        let server = try ScriptedServer(answer)
        let endpoint = Endpoint(id: "steps", method: .get, path: "/s", response: .payloads(in: format))
        return try await makeClient(server).api.send(endpoint)
    }

    private func collect(_ stream: DecodedEventStream<Step>) async throws -> [Int] {
        var steps: [Int] = []
        for try await value in stream { steps.append(value.step) }
        return steps
    }

    @Test func valuesOfEventsWithoutTheirEndMark() async throws {
        let text = ": hi\n\nid: 1\n\ndata: {\"step\":1}\n\ndata:\n\nevent: x\ndata: {\"step\":2}\n\ndata: [DONE]\n\n"
        let answer = ScriptedServer.Answer.status(200, body: text, contentType: "text/event-stream")
        #expect(try await collect(steps(answer, in: .events)) == [1, 2])
    }

    @Test func valuesOfLines() async throws {
        let lines = "{\"step\":1}\r\n\n\u{1E}{\"step\":2}\n{\"step\":3}"
        let answer = ScriptedServer.Answer.status(200, body: lines, contentType: "application/jsonl")
        #expect(try await collect(steps(answer, in: .lines)) == [1, 2, 3])
    }

    @Test(arguments: [
        (
            DecodedEventStream<Step>.Format.events,
            "data: {\"step\":1}\n\ndata: {\"step\":\"x\"}\n\ndata: {\"step\":3}\n\n"
        ),
        (.lines, "{\"step\":1}\n{\"step\":\"x\"}\n{\"step\":3}\n"),
    ])
    private func decodingErrorsNameTheCall(format: DecodedEventStream<Step>.Format, body: String) async throws {
        let type = format == .events ? "text/event-stream" : "application/jsonl"
        let stream = try await steps(.status(200, body: body, contentType: type), in: format)
        var iterator = stream.makeAsyncIterator()
        #expect(try await iterator.next() == Step(step: 1))
        let error = try await apiError { try await iterator.next() }
        #expect(error.code == .responseValidation)
        #expect(error.operation == "steps")
        #expect(error.request?.url.hasSuffix("/s") == true)
        #expect(error.status == .ok)
        #expect(error.message.contains("$.step"))
        // An invalid value does not end the stream.
        #expect(try await iterator.next() == Step(step: 3))
        #expect(try await iterator.next() == nil)
    }

    /// Keeps its decoder.
    private struct Keeper: Decodable, @unchecked Sendable {
        // Unchecked, because it stays within one test.
        let decoder: any Decoder

        init(from decoder: any Decoder) throws {
            self.decoder = decoder
        }
    }

    /// The memory of one event is reused for the next, unless a decoder still refers to it.
    @Test func retainedDecodersKeepTheirEvent() async throws {
        let text = (1...4).map { "data: {\"step\":\($0)}\n\n" }.joined()
        let server = try ScriptedServer(.status(200, body: text, contentType: "text/event-stream"))
        let endpoint = Endpoint<DecodedEventStream<Keeper>>(
            id: "steps",
            method: .get,
            path: "/s",
            response: .payloads(in: .events)
        )
        var kept: [Keeper] = []
        for try await keeper in try makeClient(server).api.stream(endpoint) { kept.append(keeper) }
        #expect(try kept.map { try Step(from: $0.decoder).step } == [1, 2, 3, 4])
    }

    @Test func linesThatBreakOffAreAnError() async throws {
        let answer = ScriptedServer.Answer.raw(
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"step\":1}\n{\"st",
            then: [.close]
        )
        var iterator = try await steps(answer, in: .lines).makeAsyncIterator()
        #expect(try await iterator.next() == Step(step: 1))
        let error = try await apiError { try await iterator.next() }
        #expect(error.code == .connection)
        #expect(error.operation == "steps")
    }
}
