import APIRuntimeTesting
import Foundation
import HandingerFixtureAPI
import Testing

/// Less common constructs of documents.
@Suite struct CoverageTests {
    private func roundTrip<Value: Codable>(_ type: Value.Type, _ json: String) throws -> Value {
        let value = try JSONCoding.decode(type, from: Array(json.utf8))
        #expect(try JSONValue(parsing: json.utf8) == JSONValue(parsing: JSONCoding.encode(value)))
        return value
    }

    @Test func unionsBesidePropertiesIncludeTheProperties() throws {
        let car = try roundTrip(Vehicle.self, #"{"wheels": 4, "doors": 5}"#)
        #expect(car == .car(wheels: 4, doors: 5))
        #expect(car.wheels == 4)
        #expect(try roundTrip(Vehicle.self, #"{"wheels": 2, "gears": 7}"#) == .bike(wheels: 2, gears: 7))
    }

    @Test func uniquePropertiesSelectTheMember() throws {
        #expect(try roundTrip(Either.self, #"{"right": "r", "both": "b"}"#) == .right(right: "r", both: "b"))
        #expect(try roundTrip(Either.self, #"{"left": "l"}"#) == .left(left: "l"))
    }

    @Test func membersWithTheSameTagAreTried() throws {
        #expect(try roundTrip(Part.self, #"{"type": "text", "spans": ["a"]}"#) == .rich(spans: ["a"]))
        #expect(try roundTrip(Part.self, #"{"type": "text", "text": "a"}"#) == .text("a"))
        #expect(try roundTrip(Part.self, #"{"type": "image", "url": "u"}"#) == .image(url: "u"))
        #expect(try roundTrip(Part.self, #""plain""#) == .string("plain"))
        #expect(try roundTrip(Part.self, #"{"type": "audio"}"#) == .unknown(["type": "audio"]))
    }

    @Test func booleanDiscriminatorSelectsTheMember() throws {
        #expect(try roundTrip(Outcome.self, #"{"ok": true, "note": "n"}"#) == .okTrue(note: "n"))
        #expect(try roundTrip(Outcome.self, #"{"ok": false, "note": "n"}"#) == .failed(note: "n"))
        #expect(try roundTrip(Outcome.self, #"{"ok": "maybe"}"#) == .unknown(["ok": "maybe"]))
    }

    @Test func numericDiscriminatorSelectsTheMemberWithADefault() throws {
        #expect(try roundTrip(Version.self, #"{"version": 1, "one": "a"}"#) == .versionOne(.init(version: 1, one: "a")))
        let two = try roundTrip(Version.self, #"{"version": 2, "two": "b"}"#)
        guard case .versionTwo(let payload) = two else {
            Issue.record("\(two)")
            return
        }
        #expect(payload.two == "b")
        #expect(try roundTrip(Version.self, #"{"one": "a"}"#) == .versionOne(.init(one: "a")))
        #expect(try roundTrip(Version.self, "[1]") == .unknown([1]))
    }

    @Test func nestedUnionsDecodeOnlyKnownMembers() throws {
        #expect(try roundTrip(Inner.self, #""a""#) == .outer(.string("a")))
        #expect(try roundTrip(Inner.self, "1") == .integer(1))
        #expect(try roundTrip(Inner.self, #"{"ok": true}"#) == .outcome(.okTrue()))
        #expect(try roundTrip(Inner.self, "[]") == .unknown([]))
        // The nested union would recurse here.
        #expect(try roundTrip(Outer.self, "1") == .unknown(1))
        #expect(try roundTrip(Outer.self, #"{"ok": true}"#) == .outcome(.okTrue()))
    }

    @Test func unmatchedValuesDecodeAsTheUnconstrainedMember() throws {
        #expect(try roundTrip(Open.self, #""a""#) == .string("a"))
        #expect(try roundTrip(Open.self, #"{"a": 1}"#) == .unknown(["a": 1]))
    }

    @Test func nullableAllOfPartsKeepTheirProperties() throws {
        #expect(try roundTrip(Extended.self, #"{"text": "t", "extra": "e"}"#) == Extended(text: "t", extra: "e"))
    }

    @Test func constantsAreDefaultsOfRequiredProperties() throws {
        #expect(try roundTrip(Tagged.self, #"{"kind": "description", "number": -3}"#) == Tagged())
    }

    @Test func tuplesDecodeAsLists() throws {
        #expect(try roundTrip(Pair.self, #"["a", 1]"#) == [.string("a"), .integer(1)])
    }

    @Test func enumerationsWithSeveralTypes() throws {
        #expect(try roundTrip(Mixed.self, #""auto""#) == .auto)
        #expect(try roundTrip(Mixed.self, "1") == ._1)
        #expect(try roundTrip(Mixed.self, #"["new"]"#).isKnown == false)
    }

    @Test func recursiveLists() throws {
        let tree = try roundTrip(Tree.self, "[[], [[]]]")
        #expect(tree == Tree([Tree([]), Tree([Tree([])])]))
    }

    @Test func bodiesAreJSONOrMultipart() async throws {
        let recorder = Recorder(#"["a", 1]"#)
        _ = try await recorder.client.imports.create(urls: ["u"])
        let file = FileUpload(Data("x".utf8), filename: "a.csv")
        let answer = try await recorder.client.imports.createMultipart(files: [file, file])
        #expect(recorder.sent[0].text == #"{"urls":["u"]}"#)
        #expect(recorder.sent[1].headers[.contentType]?.hasPrefix("multipart/form-data") == true)
        guard case .pair(let pair) = answer else {
            Issue.record("\(String(describing: answer))")
            return
        }
        #expect(pair == [.string("a"), .integer(1)])
    }

    @Test func responsesMayBeEmpty() async throws {
        let recorder = Recorder("", status: .noContent)
        #expect(try await recorder.client.imports.create(urls: []) == nil)
    }

    @Test func jsonLinesDecodeAsValues() async throws {
        let recorder = Recorder(
            "{\"type\":\"image\"}\n\n\"a\"\n\u{1E}{\"type\":\"text\",\"text\":\"b\"}",
            contentType: "application/x-ndjson"
        )
        var parts: [Part] = []
        for try await part in try recorder.client.sightings.follow() { parts.append(part) }
        #expect(parts == [.image(), .string("a"), .text("b")])
    }

    @Test func eventsDecodeAsValues() async throws {
        let recorder = Recorder(
            ": hello\n\ndata: \"a\"\n\nevent: x\ndata: {\"type\":\"image\"}\n\ndata: [DONE]\n\n",
            contentType: "text/event-stream"
        )
        var parts: [Part] = []
        for try await part in try recorder.client.chat() { parts.append(part) }
        #expect(parts == [.string("a"), .image()])
    }

    @Test func webhooksHavePayloadTypes() throws {
        let payload = try JSONCoding.decode(AnimalEscapedWebhook.self, from: Array(#""gone""#.utf8))
        #expect(payload == .string("gone"))
    }
}
