import APIRuntime
import Foundation
import Testing

@Suite struct ServerSentEventDecoderTests {
    /// The events of a stream in the given chunks.
    static func decode(_ chunks: [[UInt8]]) throws -> [ServerSentEvent] {
        var decoder = ServerSentEventDecoder()
        var events: [ServerSentEvent] = []
        for chunk in chunks {
            decoder.push(chunk)
            while let event = try decoder.next() { events.append(event) }
        }
        return events
    }

    /// A stream as one chunk, as every possible two chunks, and byte by byte.
    static func divisions(of bytes: [UInt8]) -> [[[UInt8]]] {
        let halves = (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        return [[bytes], bytes.map { [$0] }, bytes.flatMap { [[], [$0]] }] + halves
    }

    static let cases: [(stream: String, events: [ServerSentEvent])] = [
        ("data: a\n\n", [ServerSentEvent(data: "a")]),
        ("data: a\r\rdata: b\r\n\r\ndata: c\n\n", ["a", "b", "c"].map { ServerSentEvent(data: $0) }),
        ("data\n\n", [ServerSentEvent(data: "")]),
        ("data\ndata\n\n", [ServerSentEvent(data: "\n")]),
        ("data:a\ndata:  b\ndata: c:d\n\n", [ServerSentEvent(data: "a\n b\nc:d")]),
        (": comment\n:\nevent: ping\ndata: {}\n\n", [ServerSentEvent(event: "ping", data: "{}")]),
        (
            "event: ping\n\nid: 1\n\nretry: 5\n\ndata: x\n\n",
            [ServerSentEvent(data: "x", id: "1", retry: .milliseconds(5))]
        ),
        (
            "id: 1\ndata: a\n\n\n\n\ndata: b\n\nid\ndata: c\n\n",
            [
                ServerSentEvent(data: "a", id: "1"), ServerSentEvent(data: "b", id: "1"), ServerSentEvent(data: "c"),
            ]
        ),
        ("id: 1\u{0}2\ndata: a\n\n", [ServerSentEvent(data: "a")]),
        ("retry: 1x\nretry:\nretry: -1\nretry: 9999999999999999999x\ndata: a\n\n", [ServerSentEvent(data: "a")]),
        ("data: a\n", []), ("data: a", []), ("", []), ("\n\n\n", []),
        (
            "\u{FEFF}data: a\n\n\u{FEFF}data: b\n\ndata: c\n\n",
            [ServerSentEvent(data: "a"), ServerSentEvent(data: "c")]
        ),
        ("data: é€😀\u{2028}x\u{85}\n\n", [ServerSentEvent(data: "é€😀\u{2028}x\u{85}")]),
        ("data:\u{301}x\n\n", [ServerSentEvent(data: "\u{301}x")]),
        ("Data: a\ndataa: b\n data: c\neventx: d\n\n", []),
        ("data: [DONE]\n\n", [ServerSentEvent(data: "[DONE]")]),
    ]

    @Test(arguments: cases.indices) func decodesInAnyDivision(index: Int) throws {
        let (stream, events) = Self.cases[index]
        for chunks in Self.divisions(of: Array(stream.utf8)) {
            #expect(try Self.decode(chunks) == events, "\(chunks)")
        }
    }

    @Test func replacesInvalidUTF8() throws {
        let bytes = Array("data: ".utf8) + [0xFF, 0xE2, 0x82] + Array("\n\n".utf8)
        #expect(try Self.decode([bytes]) == [ServerSentEvent(data: "\u{FFFD}\u{FFFD}")])
    }

    @Test func deliversAnEventAtItsBlankLine() throws {
        var decoder = ServerSentEventDecoder()
        decoder.push(Array("data: a\r\n\r".utf8))
        #expect(try decoder.next()?.data == "a")
        decoder.push(Array("\ndata: b\r".utf8))
        #expect(try decoder.next() == nil)
        decoder.push(Array("\r".utf8))
        #expect(try decoder.next()?.data == "b")
    }

    @Test func rejectsLargeEventsAtOnce() throws {
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        var decoder = ServerSentEventDecoder()
        decoder.push(Array("data: ".utf8))
        var pushed = 0
        let error = #expect(throws: APIError.self) {
            while pushed < 100 << 20 {
                decoder.push(chunk)
                pushed += chunk.count
                _ = try decoder.next()
            }
        }
        #expect(error?.code == .limitExceeded)
        #expect(pushed < 9 << 20)

        var small = ServerSentEventDecoder(maximumEventSize: 100)
        small.push(Array(String(repeating: "data: 123456789\n", count: 20).utf8))
        #expect(throws: APIError.self) { try small.next() }
    }

    /// The size limit depends on the event, not on how its bytes are split.
    @Test(arguments: [
        ("data: 0123456789\n\n", true), ("data: 0123456789a\n\n", false), ("data:0123456789\n\n", true),
        ("data:0123456789a\n\n", false), ("data: 01234\ndata: 5678\n\n", true),
        ("data: 01234\ndata: 56789\n\n", false), (": 0123456789abcd\ndata: a\n\n", true),
        (": 0123456789abcde\ndata: a\n\n", false), ("id: 0123456789abcde\n\n", false),
        ("data\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\n\n", true),
        ("data\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\n\n", false),
    ])
    func limitIsExactForAnyChunks(text: String, fits: Bool) throws {
        let bytes = Array(text.utf8)
        for size in 1...bytes.count {
            var decoder = ServerSentEventDecoder(maximumEventSize: 10)
            var error: (any Error)?
            do {
                for start in stride(from: 0, to: bytes.count, by: size) {
                    decoder.push(Array(bytes[start..<min(start + size, bytes.count)]))
                    while try decoder.next() != nil {}
                }
            } catch let thrown {
                error = thrown
            }
            #expect((error == nil) == fits, "in pieces of \(size)")
        }
    }

    static let hugeRetries: [(String, Int64)] = [
        ("9223372036854775807", .max), ("9223372036854775808", .max), ("99999999999999999999", .max),
        ("18446744073709551616", .max), (String(repeating: "9", count: 400), .max),
        ("9223372036854775806", .max - 1), (String(repeating: "0", count: 400) + "7", 7),
        ("5" + String(repeating: "0", count: 30), .max),
    ]

    @Test(arguments: hugeRetries)
    func clampsHugeRetryValues(digits: String, milliseconds: Int64) throws {
        let text = "retry: 5\nretry: \(digits)\ndata: a\n\n"
        #expect(try Self.decode([Array(text.utf8)]).first?.retry == .milliseconds(milliseconds))
    }

    @Test(arguments: [16, 4_096, 65_536])
    func timeIsLinearHoweverTheStreamIsMade(chunkSize: Int) throws {
        let size = 1 << 18
        let streams = [
            Array("data: \(String(repeating: "x", count: size))\n\n".utf8),
            Array(String(repeating: "data\n", count: size / 5).utf8) + [0x0A],
            Array(String(repeating: "data: a\r\r", count: size / 9).utf8),
            Array(String(repeating: ":\n", count: size / 2).utf8),
            Array(String(repeating: "\r", count: size).utf8),
        ]
        for stream in streams {
            let start = ContinuousClock.now
            var decoder = ServerSentEventDecoder(maximumEventSize: size * 2)
            for offset in stride(from: 0, to: stream.count, by: chunkSize) {
                decoder.push(Array(stream[offset..<min(offset + chunkSize, stream.count)]))
                while try decoder.next() != nil {}
            }
            // Quadratic behaviour takes far longer; the bound is generous because other work shares the machine.
            #expect(ContinuousClock.now - start < .seconds(20))
        }
    }
}
