@_spi(Generated) import APIRuntime
import Foundation
import Testing

@Suite struct JSONTests {
    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONCoding.encode(value), as: UTF8.self)
    }

    private func parse(_ text: String) throws -> JSONValue {
        try JSONValue(parsing: text.utf8)
    }

    @Test func writesDeclarationOrderWithoutSpaceOrEscapes() throws {
        struct Request: Encodable {
            var input = "a/b \"é\" \u{1}\n\\ \u{2028}"
            var when = When.delayed(delayInSeconds: 5)
            var budget: Budget? = Budget(rawValue: "high")
            var unset: String?
            var none: Nullable<Int>? = .null
        }
        let expected =
            "{\"input\":\"a/b \\\"é\\\" \\u0001\\n\\\\ \u{2028}\",\"when\":{\"type\":\"delayed\","
            + "\"delayInSeconds\":5},\"budget\":\"high\",\"none\":null}"
        #expect(try text(Request()) == expected)
    }

    @Test func dictionariesAreSortedWhateverTheirTypes() throws {
        #expect(try text(["b": 1, "a": 2, "é": 3, "C": 4]) == #"{"C":4,"a":2,"b":1,"é":3}"#)
        #expect(try text([2: "x", 1: "y"]) == #"{"1":"y","2":"x"}"#)
        #expect(
            try text(["z": ["b": Date(timeIntervalSince1970: 0), "a": nil]])
                == #"{"z":{"a":null,"b":"1970-01-01T00:00:00Z"}}"#
        )
    }

    @Test func writesFoundationTypesAsAPIsExpectThem() throws {
        struct All: Encodable {
            var date = Date(timeIntervalSince1970: 0.5)
            var data = Data([1, 2, 3])
            var url = URL(string: "https://a/b?c")
            var decimal = Decimal(string: "1.10")
            var uuid = UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F")
            var float: Float = 0.1
            var double = 1e300
            var whole = 5.0
            var small = Int8(-5)
        }
        let expected =
            #"{"date":"1970-01-01T00:00:00.500Z","data":"AQID","url":"https://a/b?c","decimal":1.1,"#
            + #""uuid":"E621E1F8-C36C-495A-93FC-0C247A3E6E5F","float":0.1,"double":1e+300,"whole":5,"small":-5}"#
        #expect(try text(All()) == expected)
        #expect(throws: EncodingError.self) { try text([Double.nan]) }
        #expect(throws: EncodingError.self) { try text(Float.infinity) }
        #expect(throws: EncodingError.self) { try text(Date.distantFuture.addingTimeInterval(1e13)) }
    }

    @Test func subclassesNestedContainersAndEmptyValues() throws {
        class Base: Encodable {
            var a = 1
        }
        final class Derived: Base {
            var b = 2
            enum Keys: String, CodingKey { case b, list, inner }
            override func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Keys.self)
                try container.encode(b, forKey: .b)
                var list = container.nestedUnkeyedContainer(forKey: .list)
                try list.encode(1)
                var inner = list.nestedContainer(keyedBy: Keys.self)
                try inner.encodeNil(forKey: .inner)
                try super.encode(to: container.superEncoder())
                try super.encode(to: encoder)
            }
        }
        struct Empty: Encodable {}
        #expect(try text(Derived()) == #"{"b":2,"list":[1,{"inner":null}],"super":{"a":1},"a":1}"#)
        #expect(try text([Empty()]) == "[{}]")
        #expect(try text([Int]()) == "[]")
        #expect(try text("x") == #""x""#)
        #expect(try text(nil as Int?) == "null")
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
        "170141183460469231731687303715884105727", "9007199254740993", "1.5", "-0.25", "1e-07", "\"\"", "\"a\\\"b\"",
        "[]",
        "{}", "[[],{\"a\":[1,{\"b\":null}]}]", "{\"a\":1,\"b\":[true,\"x\"]}",
    ])
    func roundTrips(json: String) throws {
        let value = try parse(json)
        #expect(value.description == json)
        #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode([value])) == .array([value]))
    }

    @Test func numbersAreEqualAsJSON() throws {
        #expect(try parse("[1, 1.0, 1e0, 10e-1]") == [1, 1, 1.0, 1])
        #expect(Set([try parse("100"), try parse("1e2")]).count == 1)
        #expect(try parse("1.5") != 1)
        #expect(try parse("9007199254740993") != parse("9007199254740992"))
        #expect(try parse("9223372036854775808").intValue == nil)
        #expect(try parse("9223372036854775808").doubleValue == 9223372036854775808)
        #expect(JSONNumber(UInt64.max).integer == Int128(UInt64.max))
    }

    @Test(arguments: [
        "1e400", "-1E+400", "1e-400", "0.1000000000000000055511151231257827", "3.14159265358979323846264338327950288",
        "170141183460469231731687303715884105728", "1e99999999999999999999", "-0.12345678901234567890e-320",
    ])
    func numbersBeyondDoubleAreKept(json: String) throws {
        let value = try parse(json)
        #expect(value.description == json)
        #expect(try text(["n": [value]]) == "{\"n\":[\(json)]}")
        #expect(value.intValue == nil)
        #expect(try parse("[\(json)]")[0] == value)
    }

    @Test func spellingsOfLargeNumbersAreEqual() throws {
        #expect(try parse("1e400") == parse("10.0E+399"))
        #expect(try parse("1e400") != parse("-1e400"))
        #expect(try parse("1e30") == 1_000_000_000_000_000_000_000_000_000_000)
        #expect(Set([try parse("1e400"), try parse("0.1e401"), try parse("1e401")]).count == 2)
        #expect(try parse("1e400").doubleValue == .infinity)
        #expect(try parse("1e-400").doubleValue == 0)
        #expect(try parse("[-0, 0e9, 0.0e-99999999999999999999]") == [0, 0, 0])
        for text in ["", "-", "01", "1.", ".5", "1e", "1e+", "0x1", "1 ", "+1", "NaN", "1_0"] {
            #expect(JSONNumber(text) == nil, "\(text)")
        }
    }

    @Test func literalsAndSubscripts() throws {
        var value: JSONValue = ["type": "cron", "every": [1, 2.5, nil], "on": true, "n": -3]
        #expect(value["every"]?[0]?.intValue == 1)
        #expect(value["every"]?[1]?.doubleValue == 2.5)
        #expect(value["every"]?[2]?.isNull == true)
        #expect(value["every"]?[3] == nil)
        #expect(value["on"]?.boolValue == true)
        #expect(value["missing"] == nil)
        #expect(value["type"]?["x"] == nil)
        value["type"] = "x\(1)"
        value["n"] = nil
        #expect(value == ["type": "x1", "every": [1, 2.5, nil], "on": true])
        #expect(value["type"]?.stringValue == "x1")
        #expect(value.objectValue?.count == 3)
        #expect(value["every"]?.arrayValue?.count == 3)
        #expect(try JSONValue(encoding: ["a": [1]]) == ["a": [1]])
        #expect(try value.decode([String: JSONValue].self)["on"] == true)
    }

    @Test func propertiesOfUnknownMembers() throws {
        let value: JSONValue = ["id": "x", "at": "1970-01-01T00:00:01Z", "n": "no"]
        #expect(value.property("id", default: "") == "x")
        #expect(value.property("n", default: 7) == 7)
        #expect(value.property("missing", default: [1] as [Int]) == [1])
        #expect(value.customCodableProperty("at", default: Date.distantPast) == Date(timeIntervalSince1970: 1))
        #expect(JSONValue.null.property("id", default: "none") == "none")
    }

    @Test func deepAndBrokenDocumentsAreErrors() {
        #expect(throws: DecodingError.self) { try parse(String(repeating: "[", count: 100_000)) }
        for text in ["", "{", "{\"a\":}", "nul", "1 2", "'a'", "01"] {
            #expect(throws: DecodingError.self, "\(text)") { try parse(text) }
        }
    }
}
