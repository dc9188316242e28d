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

    @Test func theEnumerationThatListsAValueIsChosen() throws {
        #expect(try roundTrip(Occasion.self, #""spring""#) == .season(.spring))
        #expect(try roundTrip(Occasion.self, #""full""#) == .phase(.full))
        #expect(try roundTrip(Occasion.self, "5") == .integer(5))
        #expect(try roundTrip(Occasion.self, #""noon""#) == .unknown("noon"))
    }

    @Test func constantsOfOneKindAreOneEnumerationAmongOtherTypes() throws {
        #expect(try roundTrip(Reminder.self, "4") == .integer(._4))
        #expect(try roundTrip(Reminder.self, #""always""#) == .string(.always))
        #expect(try roundTrip(Reminder.self, "true") == .boolean(true))
    }

    @Test func namesThatCouldBeTypesHideNone() throws {
        let state = try roundTrip(状态.self, #"{"状态": {"last": {}}}"#)
        #expect(state.状态Value?.last != nil)
        #expect(try roundTrip(Login.self, #"{"digits": "12"}"#) == ._2faValue(_2fa(digits: "12")))
    }

    @Test func anInlineSchemaThatAReferenceNamesHasOneType() throws {
        let shelf = try roundTrip(Shelf.self, #"{"top": {"weight": 1}, "bottom": {"weight": 2}}"#)
        #expect(shelf == Shelf(top: ShelfTop(weight: 1), bottom: ShelfTop(weight: 2)))
    }

    @Test func aUnionCarriesItsDiscriminator() throws {
        #expect(String(decoding: try JSONCoding.encode(Action.click(Click(x: 1))), as: UTF8.self).contains("click"))
        let press = try JSONCoding.decode(Action.self, from: JSONCoding.encode(Action.press(Press(key: "a"))))
        #expect(press == .press(Press(actionType: "press", key: "a")))
        // Of several names, the one it was read with.
        _ = try roundTrip(Action.self, #"{"x": 1, "actionType": "tap"}"#)
    }

    @Test func aParentIsAUnionOfThoseThatExtendIt() throws {
        let machine = try roundTrip(
            Machine.self,
            #"{"model": "Mill", "axes": 3, "parts": [{"model": "Lathe", "speed": 9}, {"model": "Machine"}, {"model": "X"}]}"#
        )
        let parts: [Machine] = [
            .lathe(Lathe(model: "Lathe", speed: 9)), .machine(Machine.Base(model: "Machine")), .unknown(["model": "X"]),
        ]
        #expect(machine == .mill(Mill(model: "Mill", parts: parts, axes: 3)))
    }

    @Test func aNullOfAnyTypeComesBack() throws {
        let patch = try roundTrip(Patch.self, #"{"op": "add", "value": null, "gone": null, "never": null}"#)
        #expect(patch == Patch(op: "add", value: .null, gone: .null, never: .null))
        #expect(try roundTrip(Patch.self, #"{"op": "remove"}"#) == Patch(op: "remove"))
    }

    /// Dates and bytes have many spellings (RFC 3339, section 5.6; RFC 4648); a value that was read is written as it came.
    @Test func datesKeepTheirSpellingInListsAndMaps() throws {
        let date = "2024-05-01T14:00:00.50+02:00"
        let diary = try roundTrip(
            Diary.self,
            """
            {"named": ["\(date)", "2024-05-01T12:00:00Z"], "maybe": [null, "\(date)"], "byName": {"a": "\(date)"},
             "files": ["_-8"], "other": "\(date)", "usual": "2024-05-01T12:00:00Z"}
            """
        )
        #expect(diary.additionalProperties["other"] == diary.named[0])
        var changed = diary
        changed.additionalProperties["other"] = diary.named[1]
        let json = try JSONCoding.decode(JSONValue.self, from: JSONCoding.encode(changed))
        #expect(json["other"] == "2024-05-01T12:00:00Z")
    }
}
