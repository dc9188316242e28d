@_spi(Generated) import APIRuntime
import Foundation
import Testing

/// The runtime's decoder agrees with Foundation's on all valid JSON; for invalid JSON see ``JSONStrictnessTests``.
@Suite struct JSONDecodingTests {
    private func foundation<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }

    private func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        try? JSONCoding.decode(type, from: Array(text.utf8))
    }

    private func expectSame<Value: Decodable & Equatable>(
        _ type: Value.Type,
        _ text: String,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(decoded(type, text) == foundation(type, text), "\(type) of \(text)", sourceLocation: location)
    }

    @Test(arguments: [
        "0", "-0", "1", "-1", "1.0", "1e2", "1E+2", "10e-1", "1.5", "127", "128", "255", "256", "-129", "65536",
        "2147483648", "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "18446744073709551616", "-9223372036854775808", "-9223372036854775809", "0.1", "1e308", "1e309", "5e-324",
        "123456789012345678", "1234567890123456789", "0.30000000000000004", "null", "true", "\"1\"", "[]", "{}",
    ])
    func numbers(_ text: String) {
        expectSame(Int.self, text)
        expectSame(Int8.self, text)
        expectSame(UInt16.self, text)
        expectSame(Int64.self, text)
        expectSame(UInt64.self, text)
        expectSame(Double.self, text)
        expectSame(Float.self, text)
        expectSame(Decimal.self, text)
        expectSame(Bool.self, text)
        expectSame(String.self, text)
        expectSame(Int?.self, text)
        #expect(decoded(Double.self, text)?.sign == foundation(Double.self, text)?.sign)
    }

    @Test(arguments: [
        #""""#, #""plain""#, #""é 日本 🦊""#, #""\"\\\/\b\f\n\r\t""#, #""\u0041\u00e9\u65e5""#, #""\ud83e\udd8a""#,
        #""\u0000""#, #""\x""#, #""\u12""#, "\"tab\there\"", "\"open",
        #" "spaces"  "#, #""a" "b""#, "\u{FEFF}\"bom\"",
    ])
    func strings(_ text: String) {
        expectSame(String.self, text)
    }

    /// The parser reads strings eight bytes at a time.
    @Test func findsSpecialBytesAtAnyPosition() {
        let specials = [
            "\\n", "\\u00e9", "\\\"", "\\", "\"", "é", "日", "\u{1F}", "\u{0}", "\u{7F}", " ", "!", "#", "[", "]",
        ]
        for special in specials {
            for place in 0..<20 {
                let text = String(repeating: "a", count: place) + special
                for rest in 0..<10 {
                    expectSame(String.self, "\"" + text + String(repeating: "z", count: rest) + "\"")
                }
                expectSame([String: Int].self, "{\"\(text)\": 1, \"\(text)b\": 2}")
            }
        }
    }

    @Test(arguments: [
        "", " ", "nul", "truth", "tru", "01", "1.", ".5", "+1", "-", "1e", "[,1]", "[1 2]", "[1", "]", "{", "}",
        "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1 \"b\":2}", "[1]]", "{\"a\":1}}", "// no", "[1]/**/",
        "'a'",
        "NaN", "Infinity", "\u{0}",
    ])
    func agreesAboutInvalidJSON(_ text: String) {
        expectSame(JSONValue.self, text)
        expectSame([Int].self, text)
    }

    @Test func textsThatAreNotUTF8() throws {
        #expect(throws: DecodingError.self) { try JSONCoding.decode(String.self, from: [0x22, 0xC3, 0x28, 0x22]) }
        let utf16 = try #require(#"["é"]"#.data(using: .utf16))
        #expect(try JSONCoding.decode([String].self, from: Array(utf16)) == ["é"])
    }

    @Test func nestingHasALimit() {
        let levels = 100_000
        let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect(decoded(JSONValue.self, text) == nil)
        #expect(decoded(JSONValue.self, String(repeating: "[", count: 500) + String(repeating: "]", count: 500)) != nil)
    }

    private struct Pair: Codable, Equatable {
        var a: Int?
        var b: [String: [Int?]]
    }

    @Test(arguments: [
        #"{"a":1,"b":{}}"#, #"{"b":{"x":[1,null,3],"y":[]},"a":null}"#, #"{"b":{}}"#, #"{"a":1}"#, #"{"a":"1","b":{}}"#,
        #"{"a":1,"b":[]}"#, #"{"a":1,"b":{"x":[true]}}"#, #"{"b":{},"c":{"a":5},"a":7}"#, #"{"\u0061":4,"b":{}}"#,
        #"[]"#, #"null"#,
    ])
    func objects(_ text: String) {
        expectSame(Pair.self, text)
    }

    @Test func ofTwoMembersOfOneNameTheLastCountsInWhateverOrderOneAsks() throws {
        struct Backwards: Decodable, Equatable {
            var a: Int
            var b: Int

            enum CodingKeys: CodingKey { case a, b }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                b = try container.decode(Int.self, forKey: .b)
                a = try container.decode(Int.self, forKey: .a)
            }
        }
        for text in [#"{"a":1,"b":2,"a":3}"#, #"{"a":1,"b":2,"\u0061":3}"#] {
            let value = try JSONCoding.decode(Backwards.self, from: Array(text.utf8))
            #expect(value.a == 3 && value.b == 2)
        }
    }

    @Test func manyMembersInAnyOrder() throws {
        let names = (0..<3_000).map { "name\($0)" }
        let text = "{" + names.map { "\"\($0)\":\($0.utf8.count)" }.joined(separator: ",") + "}"
        struct Reader: Decodable {
            var total = 0

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: AnyCodingKey.self)
                for key in container.allKeys.reversed() { total += try container.decode(Int.self, forKey: key) }
                #expect(!container.contains("absent"))
            }
        }
        let reader = try JSONCoding.decode(Reader.self, from: Array(text.utf8))
        #expect(reader.total == names.reduce(0) { $0 + $1.utf8.count })
        #expect(decoded([String: Int].self, text) == foundation([String: Int].self, text))
    }

    @Test func nestedAndSuperContainers() throws {
        struct Nested: Decodable, Equatable {
            var x: Int
            var list: [Int] = []
            var last: Int
            var path: String

            enum Key: String, CodingKey { case outer, x, list, `super` }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Key.self)
                let outer = try container.nestedContainer(keyedBy: Key.self, forKey: .outer)
                x = try outer.decode(Int.self, forKey: .x)
                var elements = try outer.nestedUnkeyedContainer(forKey: .list)
                while !elements.isAtEnd {
                    if try elements.decodeNil() { continue }
                    list.append(try elements.decode(Int.self))
                }
                let above = try container.superDecoder()
                last = try above.singleValueContainer().decode(Int.self)
                path = (above.codingPath + elements.codingPath).map(\.stringValue).joined(separator: ".")
            }
        }
        let text = #"{"outer":{"list":[1,null,2],"x":7},"super":9}"#
        expectSame(Nested.self, text)
        let value = try JSONCoding.decode(Nested.self, from: Array(text.utf8))
        #expect(value.list == [1, 2] && value.path == "super.outer.list")
    }

    @Test func typesOfFoundation() throws {
        struct Values: Codable, Equatable {
            var url: URL
            var data: Data
            var decimal: Decimal
        }
        expectSame(Values.self, #"{"url":"https://example.com/a?b","data":"AAEC","decimal":12345678901234567890.123}"#)
        expectSame(Values.self, #"{"url":"","data":"!","decimal":1}"#)
        let date = try JSONCoding.decode([Date].self, from: Array(#"["2024-05-01T12:00:00Z"]"#.utf8))
        #expect(date == [Date(timeIntervalSince1970: 1_714_564_800)])
    }

    @Test func errorsNameThePath() {
        let error = #expect(throws: DecodingError.self) {
            try JSONCoding.decode([[String: Int]].self, from: Array(#"[{"a":1},{"b":"2"}]"#.utf8))
        }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["Index 1", "b"])
    }
}
