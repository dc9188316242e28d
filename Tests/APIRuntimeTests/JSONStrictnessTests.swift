@_spi(Generated) import APIRuntime
import Foundation
import Testing

/// The index alone decides what is valid JSON, in linear time.
@Suite struct JSONStrictnessTests {
    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONCoding.decode(type, from: Array(text.utf8))
    }

    @Test(arguments: [
        "[1,]", "{\"a\":1,}", "[1,2,]", "[[1,],2]", "{\"a\":[1,]}", "{\"a\":{\"b\":1,}}", "[,]", "{,}", "[1,,2]",
        "[ 1 , ]",
        "[]]", "{}}", "[1]x", "\"a\tb\"", "\"\u{1}\"", "[1 2]", "nan", "[NaN]", "-Infinity", "01", "1.", "{'a':1}",
        "[/*a*/1]", "\u{A0}1", "\u{2028}[]", "tru", "", " ",
    ])
    func rejectsInvalidJSON(text: String) {
        #expect(throws: DecodingError.self) { try decode(JSONValue.self, text) }
        #expect(throws: DecodingError.self) { try decode([Int].self, text) }
        #expect(throws: DecodingError.self) { try decode([String: Int].self, text) }
        #expect((try? JSONValue(parsing: text.utf8)) == nil)
        #expect(ServerSentEvent(data: text).json == nil)
    }

    @Test(arguments: [
        ("[1,]", "']' at byte 3"), ("", "too early"), ("[1", "too early"), ("\"a", "too early"),
        ("[1 \u{7}]", "the byte 7 at byte 3"), ("[1 2]", "'2' at byte 3"),
        (String(repeating: "[", count: 600), "512"),
    ])
    func reportsThePositionAndReason(text: String, words: String) {
        let error = #expect(throws: DecodingError.self) { try decode(JSONValue.self, text) }
        guard case .dataCorrupted(let context)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.debugDescription.contains(words), "\(context.debugDescription)")
    }

    @Test(arguments: [
        String(repeating: "[", count: 500) + "1," + String(repeating: "]", count: 500),
        String(repeating: "{\"a\":", count: 200) + "1," + String(repeating: "}", count: 200),
        String(repeating: "[", count: 510) + "{\"a\":1,\"a\":2}" + String(repeating: "]", count: 510),
        String(repeating: "[{\"a\":", count: 250) + "x" + String(repeating: "}]", count: 250),
    ])
    func reportsErrorsInLinearTime(text: String) {
        let time = ContinuousClock().measure {
            for _ in 0..<10 {
                _ = try? decode(JSONValue.self, text)
                _ = try? decode([[Int]].self, text)
            }
        }
        #expect(time < .milliseconds(200))
    }

    private struct Names: Decodable {
        var values: [Int]
        var keys: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: AnyCodingKey.self)
            keys = container.allKeys.map(\.stringValue)
            values = try container.allKeys.map { try container.decode(Int.self, forKey: $0) }
        }
    }

    @Test(arguments: [
        ["\u{E9}", "e\u{301}"], ["\u{212B}", "\u{C5}", "A\u{30A}"], ["가", "\u{1100}\u{1161}"],
        ["a", "\u{E9}x", "e\u{301}x"],
    ])
    func namesThatDifferInNormalizationAreTwo(names: [String]) throws {
        for count in [0, 70, 3_000] {
            let others = (0..<count).map { "other\($0)" }
            let members = (names + others).enumerated().map { "\"\($1)\":\($0)" }
            let read = try decode(Names.self, "{" + members.joined(separator: ",") + "}")
            #expect(read.values == Array(0..<names.count + count))
            #expect(read.keys.map { Array($0.utf8) } == (names + others).map { Array($0.utf8) })
        }
    }

    private struct Composed: Codable {
        var composed: Int
        var decomposed: Int
        var others: [String: Int]
        static let names = [AnyCodingKey("\u{E9}"), AnyCodingKey("e\u{301}")]

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: AnyCodingKey.self)
            composed = try container.decode(Int.self, forKey: Self.names[0])
            decomposed = try container.decode(Int.self, forKey: Self.names[1])
            others = try container.decodeAdditionalProperties(besides: ["\u{E9}"])
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: AnyCodingKey.self)
            try container.encode(composed, forKey: Self.names[0])
            try container.encode(decomposed, forKey: Self.names[1])
        }
    }

    @Test func namesAreLookedUpAndWrittenByTheirBytes() throws {
        let source = "{\"\u{E9}\":1,\"e\u{301}\":2}"
        let value = try decode(Composed.self, source)
        #expect(value.composed == 1 && value.decomposed == 2)
        #expect(value.others == ["e\u{301}": 2])
        #expect(String(decoding: try JSONCoding.encode(value), as: UTF8.self).utf8.elementsEqual(source.utf8))
        #expect(Set(Composed.names).count == 2)
        let escaped = try decode(Composed.self, #"{"e\u0301":2,"\u00e9":1}"#)
        #expect(escaped.composed == 1 && escaped.decomposed == 2)
    }

    @Test(arguments: [
        #"{"a":1,"a":2}"#, #"{"a":1,"b":0,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"{"\u0061":1,"a":2}"#,
        #"{"a":0,"a":1,"a":2}"#, #"{"b":3,"a":1,"c":4,"a":2,"d":5}"#,
    ])
    func ofOneNameTheLastCounts(text: String) throws {
        struct Model: Decodable {
            var a: Int
            var b: Int?
        }
        #expect(try decode(JSONValue.self, text)["a"] == 2)
        #expect(try decode([String: Int].self, text)["a"] == 2)
        #expect(try decode(Model.self, text).a == 2)
        let names = try decode(Names.self, text)
        #expect(names.keys.filter { $0 == "a" } == ["a"])
        let many = String(text.dropLast()) + "," + (0..<100).map { "\"n\($0)\":\($0)" }.joined(separator: ",") + "}"
        #expect(try decode(JSONValue.self, many)["a"] == 2)
        #expect(try decode(Model.self, many).a == 2)
        #expect(try decode(Names.self, many).keys.count { $0 == "a" } == 1)
    }

    @Test func ofOneNameTheLastCountsAlsoInsideAndAmongMany() throws {
        let text = #"{"a":{"x":1,"x":[1,{"y":1,"y":2}]},"a":{"x":[3,{"y":4,"y":5}],"z":null}}"#
        #expect(try decode(JSONValue.self, text) == ["a": ["x": [3, ["y": 5]], "z": nil]])
        let repeated = "{" + (0..<10_000).map { "\"n\($0 % 100)\":\($0)" }.joined(separator: ",") + "}"
        let values = try decode([String: Int].self, repeated)
        #expect(values.count == 100 && values["n7"] == 9_907)
        #expect(try decode(Names.self, repeated).values == Array(9_900..<10_000))
    }

    @Test(arguments: ["-0.0", "-0", "-0e5", "-0.000", "-0E-9"]) func negativeZeroKeepsItsSign(text: String) throws {
        #expect(try decode(Double.self, text).sign == .minus)
        #expect(try decode(Float.self, text).sign == .minus)
        #expect(try decode(Int.self, text) == 0)
        let value = try decode(JSONValue.self, text)
        #expect(value.description == "-0.0")
        #expect(value.doubleValue?.sign == .minus)
        #expect(value.intValue == 0)
        #expect(value == 0 && Set([value, 0]).count == 1)
        #expect(try JSONCoding.encode(decode(Double.self, text)) == Array("-0.0".utf8))
        #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value)).doubleValue?.sign == .minus)
        #expect(JSONNumber(text)?.description == "-0.0")
    }

    @Test(arguments: [
        "1e-400", "1.0000000000000000000000001", "-1e-400", "9007199254740992.5", "1e-1", "0.99999999999999999999999",
        "123456789012345678.5", "1e400", "4e-324",
    ])
    func rejectsFractionsAsIntegers(text: String) throws {
        #expect(throws: DecodingError.self) { try decode(Int.self, text) }
        #expect(throws: DecodingError.self) { try decode(UInt8.self, text) }
        #expect(throws: DecodingError.self) { try decode(Int128.self, text) }
        #expect(throws: DecodingError.self) { try decode([String: Int].self, "{\"a\":\(text)}") }
        #expect(try decode(JSONValue.self, text).intValue == nil)
        #expect(try decode(JSONNumber.self, text).description == text || text.hasPrefix("1e-1"))
    }

    @Test(arguments: [
        ("1.0", 1), ("10e-1", 1), ("1e2", 100), ("1E+2", 100), ("9007199254740993.0", 9_007_199_254_740_993),
        ("1e18", 1_000_000_000_000_000_000), ("0.0", 0), ("0e-400", 0), ("922337203685477580.7e1", .max),
    ])
    func decodesWholeNumbersInAnyForm(text: String, value: Int) throws {
        #expect(try decode(Int.self, text) == value)
        #expect(try decode(JSONValue.self, text).intValue == value)
    }

    @Test func textsInOtherEncodingsAreAsStrict() throws {
        for encoding in [String.Encoding.utf16, .utf16BigEndian, .utf16LittleEndian, .utf32, .utf32BigEndian] {
            let good = try #require(#"["é🦊\ud83d"]"#.data(using: encoding))
            #expect(try JSONCoding.decode([String].self, from: Array(good)) == ["é🦊\u{FFFD}"])
            let bad = try #require("[1,]".data(using: encoding))
            #expect(throws: DecodingError.self) { try JSONCoding.decode([Int].self, from: Array(bad)) }
        }
        #expect(try decode([Int].self, "\u{FEFF}[1]") == [1])
        #expect(throws: DecodingError.self) { try decode([Int].self, "\u{FEFF}\u{FEFF}[1]") }
        #expect(throws: DecodingError.self) { try JSONCoding.decode([Int].self, from: [0xFE, 0xFF, 0x00]) }
        #expect(throws: DecodingError.self) { try JSONCoding.decode([Int].self, from: [0xFE, 0xFF, 0xD8, 0x00]) }
    }
}
