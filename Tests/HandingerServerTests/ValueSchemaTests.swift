import APIRuntime
import Foundation
import Testing

@testable import HandingerServer

@Suite struct ValueSchemaTests {
    private static let when: ValueSchema = .oneOf(
        discriminator: "type",
        [
            "scheduled": .object(
                properties: ["date": .string(format: "date-time"), "type": .constant("scheduled")],
                required: ["date", "type"]
            ),
            "delayed": .object(
                properties: [
                    "delayInSeconds": .integer(minimum: 1, maximum: 31_536_000), "type": .constant("delayed"),
                ],
                required: ["delayInSeconds", "type"]
            ),
        ]
    )
    private static let schedule: ValueSchema = .object(
        properties: [
            "input": .string(minLength: 1),
            "when": .reference { when },
            "budget": .string(enumeration: ["low", "standard", "high"]),
        ],
        required: ["input", "when"]
    )

    private func reasons(_ json: String, _ schema: ValueSchema) throws -> [String] {
        try schema.violations(of: JSONCoding.decode(JSONValue.self, from: Array(json.utf8))).map(\.description)
    }

    @Test(arguments: [
        (#"{"input":"x","when":{"type":"delayed","delayInSeconds":5}}"#, []),
        (#"{"input":"x","when":{"type":"delayed","delayInSeconds":5.0},"added":[1]}"#, []),
        (#"{"input":"x","when":{"type":"scheduled","date":"2030-01-01T00:00:00Z"},"budget":"low"}"#, []),
        (#"{"input":"x","when":{"type":"scheduled","date":"2019-12-27T18:11:19.117"}}"#, []),
        ("[]", ["The body must be an object"]),
        ("{}", ["input: is missing", "when: is missing"]),
        (#"{"input":"","when":{}}"#, ["input: must be at least 1 character long", "when.type: is missing"]),
        (#"{"input":1,"when":[]}"#, ["input: must be a string", "when: must be an object"]),
        (#"{"input":"x","when":{"type":"weekly"}}"#, ["when.type: must be delayed or scheduled"]),
        (#"{"input":"x","when":{"type":7}}"#, ["when.type: must be delayed or scheduled"]),
        (#"{"input":"x","when":{"type":"delayed"}}"#, ["when.delayInSeconds: is missing"]),
        (
            #"{"input":"x","when":{"type":"delayed","delayInSeconds":0}}"#,
            ["when.delayInSeconds: must be at least 1"]
        ),
        (
            #"{"input":"x","when":{"type":"delayed","delayInSeconds":1e300}}"#,
            ["when.delayInSeconds: must be a whole number"]
        ),
        (
            #"{"input":"x","when":{"type":"delayed","delayInSeconds":31536001}}"#,
            ["when.delayInSeconds: must be at most 31536000"]
        ),
        (
            #"{"input":"x","when":{"type":"delayed","delayInSeconds":1.5}}"#,
            ["when.delayInSeconds: must be a whole number"]
        ),
        (
            #"{"input":"x","when":{"type":"scheduled","date":"tomorrow"}}"#,
            ["when.date: must be a date and time such as 2030-01-31T09:00:00Z"]
        ),
        (
            #"{"input":"x","when":{"type":"scheduled","date":"2030-01-01T00:00:00Z"},"budget":"lavish"}"#,
            ["budget: must be low, standard or high"]
        ),
    ])
    func findsViolations(json: String, expected: [String]) throws {
        #expect(try reasons(json, Self.schedule) == expected)
    }

    @Test func validatesCompositions() throws {
        #expect(try reasons("null", .null) == [])
        #expect(try reasons("0", .null) == ["The body must be null"])
        #expect(try reasons("null", .nullable(.boolean)) == [])
        #expect(try reasons("1", .nullable(.boolean)) == ["The body must be true or false"])
        #expect(try reasons("[1,[]]", .any) == [])
        #expect(try reasons("1.0", .constant(1)) == [])
        #expect(try reasons("2", .constant(1)) == ["The body must be 1"])
        let list: ValueSchema = .array(items: .string(), minItems: 1, maxItems: 2)
        #expect(try reasons("[]", list) == ["The body must have at least 1 elements"])
        #expect(
            try reasons(#"["a","a",1]"#, list) == [
                "The body must have at most 2 elements",
                "[2]: must be a string",
            ]
        )
        let closed: ValueSchema = .object(properties: ["a": .any], additional: nil)
        #expect(try reasons(#"{"a":1,"b":2}"#, closed) == ["b: is not a property that is allowed here"])
        #expect(try reasons(#"{"a":1}"#, .object(additional: .string())) == ["a: must be a string"])
        let either: [ValueSchema] = [.integer(), .number(minimum: 5)]
        #expect(try reasons("6", .anyOf(either)) == [])
        #expect(try reasons("4.5", .anyOf(either)).count == 1)
        let open: ValueSchema = .number(exclusiveMinimum: 0, exclusiveMaximum: 1)
        #expect(try reasons("0.5", open) == [])
        #expect(try reasons("0", open) == ["The body must be more than 0"])
        #expect(try reasons("1", open) == ["The body must be less than 1"])
        #expect(try reasons(#""é👍🏽""#, .string(minLength: 3, maxLength: 3)) == [])
        #expect(try reasons(#""ab1""#, .string(pattern: "^[a-z]+$")) == ["The body must match ^[a-z]+$"])
        #expect(try reasons(#""x[""#, .string(pattern: "[")) == [])
    }

    @Test func convertsParametersToTheirSchemas() {
        #expect(ValueSchema.boolean.value(ofTexts: ["true"]) == true)
        #expect(ValueSchema.boolean.value(ofTexts: ["TRUE"]) == "TRUE")
        #expect(ValueSchema.integer().value(ofTexts: ["12"]) == 12)
        #expect(ValueSchema.integer().value(ofTexts: ["1.5"]) == "1.5")
        #expect(ValueSchema.number().value(ofTexts: ["1.5"]) == 1.5)
        #expect(ValueSchema.number().value(ofTexts: ["nan"]) == "nan")
        #expect(ValueSchema.nullable(.integer()).value(ofTexts: ["3"]) == 3)
        #expect(ValueSchema.string().value(ofTexts: ["3"]) == "3")
        #expect(ValueSchema.string().value(ofTexts: ["3", "4"]) == ["3", "4"])
        #expect(ValueSchema.array(items: .integer()).value(ofTexts: ["3", "4"]) == [3, 4])
    }

    @Test func addsTheTimeZoneToDates() throws {
        let value: JSONValue = ["input": "x", "when": ["type": "scheduled", "date": "2030-01-31 09:00:00.5"]]
        let canonical = Self.schedule.canonical(value)
        #expect(canonical["when"]?["date"] == "2030-01-31 09:00:00.5Z")
        #expect(Self.schedule.canonical(canonical) == canonical)
        #expect(
            ValueSchema.array(items: .nullable(.anyOf([.string(format: "date-time")]))).canonical(
                ["2030-01-31T09:00:00", nil, "x"]) == ["2030-01-31T09:00:00Z", nil, "x"]
        )
    }
}
