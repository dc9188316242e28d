import Foundation
import HandingerFixtureAPI
import Testing

/// Values whose bytes depend on a decision of the generator.
@Suite struct MeaningTests {
    /// Decodes the JSON and expects that encoding gives the same JSON.
    private func roundTrip<Value: Codable>(_ type: Value.Type, _ json: String) throws -> Value {
        let value = try JSONCoding.decode(type, from: Array(json.utf8))
        let before = try JSONCoding.decode(JSONValue.self, from: Array(json.utf8))
        let after = try JSONCoding.decode(JSONValue.self, from: JSONCoding.encode(value))
        #expect(before == after)
        return value
    }

    @Test func nullInEverySpellingComesBack() throws {
        let nulls = try roundTrip(Spellings.self, #"{"color": null, "either": null, "note": null, "filter": null}"#)
        #expect(nulls == Spellings(color: nil, either: .null, note: .null, filter: .null))
        let values = try roundTrip(Spellings.self, #"{"color": "cat", "either": 1, "filter": {"color": "red"}}"#)
        #expect(values == Spellings(color: .cat, either: .value(.integer(1)), filter: .value(Filter(color: "red"))))
    }

    @Test func constantsOfAUnionAreAnEnumeration() throws {
        #expect(try roundTrip(Level.self, "2") == .high)
        #expect(try roundTrip(Level.self, "1") == .low)
        #expect(try roundTrip(Level.self, "7") == Level(rawValue: 7))
    }

    @Test func constantsOfSeveralKinds() throws {
        #expect(try roundTrip(Limit.self, "3") == .integer(3))
        #expect(try roundTrip(Limit.self, "true") == .boolean(true))
        #expect(try roundTrip(Limit.self, #""none""#) == .string("none"))
    }
}
