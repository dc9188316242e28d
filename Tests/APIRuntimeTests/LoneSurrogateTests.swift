@_spi(Generated) import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

/// Lone surrogates, which JavaScript servers send when they cut a text (RFC 8259 section 8.2).
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct LoneSurrogateTests {
    static let cuts = [
        (#"cut \ud83d"#, "cut \u{FFFD}"), (#"\udd8a cut"#, "\u{FFFD} cut"), (#"\ud83d\ud83e\udd8a"#, "\u{FFFD}🦊"),
        (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\ud83dA"#, "\u{FFFD}A"), (#"\ud83d\n"#, "\u{FFFD}\n"),
        (#"\ud800\udbff\udc00\udfff"#, "\u{FFFD}\u{10FC00}\u{FFFD}"), (#"\udfff\ud800"#, "\u{FFFD}\u{FFFD}"),
        (#"\ud83d\\u"#, "\u{FFFD}\\u"), (#"é\udc00日"#, "é\u{FFFD}日"), (#"\ud83d"#, "\u{FFFD}"),
    ]

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONCoding.decode(type, from: Array(text.utf8))
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONCoding.encode(value), as: UTF8.self)
    }

    @Test(arguments: cuts) func isTheReplacementCharacterInAString(json: String, text: String) throws {
        #expect(try decode(String.self, "\"\(json)\"") == text)
        #expect(try decode([String: String].self, #"{"\#(json)": "\#(json)"}"#) == [text: text])
        #expect(try decode([String].self, #"["a", "\#(json)", "b"]"#) == ["a", text, "b"])
    }

    @Test(arguments: cuts) func roundTripsLoneSurrogates(json: String, plain: String) throws {
        let source = #"{"a":"\#(json)","b":[{"\#(json)":"\#(json)"}]}"#
        let value = try decode(JSONValue.self, source)
        #expect(try decode(JSONValue.self, text(value)) == value)
        #expect(value["a"]?.stringValue == plain)
        #expect(value["a"] == .string(plain))
        #expect(value["b"]?[0]?[plain]?.stringValue == plain)
        #expect(value == ["a": .string(plain), "b": [[plain: .string(plain)]]])
        #expect(Set([value, ["a": .string(plain), "b": [[plain: .string(plain)]]]]).count == 1)
        #expect(try value["a"]?.decode(String.self) == plain)
    }

    @Test func everySurrogateIsKept() throws {
        for surrogate in UInt16(0xD800)...0xDFFF {
            let source = "[\"a\\u\(String(surrogate, radix: 16))z\"]"
            let value = try decode(JSONValue.self, source)
            #expect(try text(value) == source)
            #expect(value.description == source)
            #expect(value[0]?.stringValue == "a\u{FFFD}z")
        }
    }

    @Test func twoNamesThatAreCutStayTwo() throws {
        let source = #"{"\ud83d":1,"\ud83e":2}"#
        #expect(try text(decode(JSONValue.self, source)) == source)
    }

    @Test func aMemberCanBeReplaced() throws {
        var value = try decode(JSONValue.self, #"{"\ud83d":1}"#)
        value["\u{FFFD}"] = 2
        #expect(value["\u{FFFD}"] == 2)
        #expect(try text(value) == #"{"\ud83d":2}"#)
        value["\u{FFFD}"] = nil
        #expect(value == [:])
    }

    @Test func otherEncodersGetTheReplacementCharacter() throws {
        let value = try decode(JSONValue.self, #"{"\ud83d":["cut \ud83d"]}"#)
        let bytes = try JSONEncoder().encode(value)
        #expect(String(decoding: bytes, as: UTF8.self) == "{\"\u{FFFD}\":[\"cut \u{FFFD}\"]}")
    }

    /// An unknown union member is kept as JSON.
    @Test func unknownMembersOfUnionsAreWrittenAsTheyCame() throws {
        let source = #"{"type":"lunar","phase":"\ud83c"}"#
        let when = try decode(When.self, source)
        #expect(try decode(JSONValue.self, text(when)) == decode(JSONValue.self, source))
        #expect(try text(when).contains(#""\ud83c""#))
    }

    /// The original encoding of a date is kept as well.
    @Test(arguments: ["2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00Z"])
    func formsOnTheWireAreWrittenAsTheyCame(date: String) throws {
        struct Model: Codable {
            var dates: [String: Date]
            var forms = OriginalEncodings()

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: AnyCodingKey.self)
                dates = try container.decodeCustomCodable([String: Date].self, forKey: "dates", keeping: &forms)
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: AnyCodingKey.self)
                try container.encodeCustomCodable(dates, forKey: "dates", as: forms)
            }
        }
        let source = #"{"dates":{"cut \ud83d":"\#(date)"}}"#
        let model = try decode(Model.self, source)
        #expect(model.dates.keys.first == "cut \u{FFFD}")
        #expect(try text(model) == source)
    }

    @Test func eventsAndBodiesCanHaveThem() async throws {
        let event = ServerSentEvent(data: #"{"delta":"cut \ud83d"}"#)
        #expect(event.json?["delta"]?.stringValue == "cut \u{FFFD}")
        #expect(try event.decode([String: String].self) == ["delta": "cut \u{FFFD}"])

        let stream = try ScriptedServer(.events([.text("data: {\"d\":\"\\ud83d\"}\n\n"), .close]))
        let payloads: Endpoint<DecodedEventStream<[String: String]>> = Endpoint(
            id: "p",
            method: .get,
            path: "/p",
            response: .payloads(in: .events)
        )
        var iterator = try makeClient(stream).api.stream(payloads).makeAsyncIterator()
        #expect(try await iterator.next() == ["d": "\u{FFFD}"])

        let failing = try ScriptedServer(.status(400, body: #"{"error":"no \udd8a"}"#))
        let error = try await apiError { try await makeClient(failing).api.send(.any()) }
        #expect(error.body == ["error": "no \u{FFFD}"])
        #expect(error.message == #"Error code: 400 - {"error":"no \udd8a"}"#)
        let worker = try ScriptedServer(.json(#"{"output_text":"cut \ud83d","n":1}"#))
        #expect(try await makeClient(worker).api.send(.any()) == ["output_text": "cut \u{FFFD}", "n": 1])
    }

    @Test(arguments: [#""\ud83""#, #""\uD83G""#, #""\ud83d\u""#, #""\ud83d\"#, #""\u""#, #""\ud83d"#])
    func escapesThatAreCutAreNoJSON(text: String) {
        #expect(throws: DecodingError.self) { try decode(String.self, text) }
    }
}
