import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

/// The cases of `sse-cases.json` in the folder that `HANDINGER_TEST_DATA` names.
@Suite(
    .timeLimit(.minutes(5)),
    .opensConnections,
    .enabled(if: ProcessInfo.processInfo.environment["HANDINGER_TEST_DATA"] != nil)
)
struct ServerSentEventConformanceTests {
    struct File: Decodable {
        struct Case: Decodable {
            struct Event: Decodable, Equatable {
                var event: String
                var data: String
                var id: String
                var retry: Int?

                init(_ event: ServerSentEvent) {
                    self.event = event.event
                    data = event.data
                    id = event.id ?? ""
                    retry = event.retry.map { Int($0 / .milliseconds(1)) }
                }
            }
            struct Final: Decodable {
                var last_event_id: String
                var retry: Int?
            }
            var name: String
            var input_base64: Data
            var events: [Event]
            var final: Final
        }
        struct Timeliness: Decodable {
            var name: String
            var chunks_base64: [Data]
            var events_after_chunk: [Int]
        }
        var cases: [Case]
        var timeliness: [Timeliness]
    }

    private func load() throws -> File {
        let folder = try #require(ProcessInfo.processInfo.environment["HANDINGER_TEST_DATA"])
        let data = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent("sse-cases.json"))
        return try JSONDecoder().decode(File.self, from: data)
    }

    @Test func decodesCasesInAnyChunks() throws {
        for example in try load().cases {
            let bytes = [UInt8](example.input_base64)
            var divisions = [1, 2, 3, 7, 64].map { size in
                stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
            }
            divisions.append([bytes])
            if bytes.count < 400 { divisions += ServerSentEventDecoderTests.divisions(of: bytes) }
            for chunks in divisions {
                var decoder = ServerSentEventDecoder(maximumEventSize: 64 << 20)
                var events: [File.Case.Event] = []
                for chunk in chunks {
                    decoder.push(chunk)
                    while let event = try decoder.next() { events.append(File.Case.Event(event)) }
                }
                #expect(events == example.events, "\(example.name)")
                #expect(decoder.lastEventID == example.final.last_event_id, "\(example.name)")
                #expect(decoder.retry.map { Int($0 / .milliseconds(1)) } == example.final.retry, "\(example.name)")
            }
        }
    }

    @Test func decodesCasesOverASocket() async throws {
        // The client ends a stream at an event of this type, so those cases are left out.
        let cases = try load().cases.filter { !$0.events.contains { $0.event == "error" } }
        let server = try ScriptedServer { index, _ in
            let bytes = [UInt8](cases[index].input_base64)
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: \(bytes.count)\r\n\r\n"
            return .raw(head, then: [.send(bytes)])
        }
        let client = try makeClient(server) { $0.maximumEventSize = 64 << 20 }
        for example in cases {
            var events: [File.Case.Event] = []
            for try await event in client.api.stream(.events) { events.append(File.Case.Event(event)) }
            #expect(events == example.events, "\(example.name)")
        }
        #expect(server.requests.count == cases.count)
    }

    @Test func eventsAreOutInTime() throws {
        for example in try load().timeliness {
            var decoder = ServerSentEventDecoder()
            var count = 0
            for (chunk, expected) in zip(example.chunks_base64, example.events_after_chunk) {
                decoder.push([UInt8](chunk))
                while try decoder.next() != nil { count += 1 }
                #expect(count == expected, "\(example.name)")
            }
        }
    }
}
