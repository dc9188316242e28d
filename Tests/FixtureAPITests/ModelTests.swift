import Foundation
import HandingerFixtureAPI
import Testing

/// Round trips of the generated models.
@Suite struct ModelTests {
    private func roundTrip<Value: Codable>(_ type: Value.Type, _ json: String) throws -> (Value, JSONValue, JSONValue) {
        let value = try JSONCoding.decode(type, from: Array(json.utf8))
        let before = try JSONCoding.decode(JSONValue.self, from: Array(json.utf8))
        let after = try JSONCoding.decode(JSONValue.self, from: JSONCoding.encode(value))
        return (value, before, after)
    }

    @Test func knownAndUnknownPropertiesRoundTrip() throws {
        let (animal, before, after) = try roundTrip(
            Animal.self,
            """
            {"id": "a", "name": "Momo", "aliases": ["M"], "kind": "griffin", "weight": 1.5,
             "bornAt": "2024-02-29T12:00:00.123456Z", "nickname": null,
             "mother": {"id": "m", "name": "M", "kind": "Cat", "bornAt": null, "mother": null,
                        "habitat": {"biome": "water", "depth": 2, "salt": true}},
             "siblings": [], "habitat": {"biome": "land", "inside": {"biome": "air", "height": 3}},
             "feedings": ["2024-01-01T00:00:00Z"], "vaccinations": {"x": "2024-01-02T00:00:00Z"},
             "chip": "AAEC", "priority": 7, "items": [1, "x", null], "class": "c", "default": true, "init": "i",
             "self": "s", "Type": "t", "container": "k", "snake_case": "1", "snakeCase": "2", "snake-case": "3",
             "additionalProperties": "4", "hashValue": "5", "schema": {"type": {"deep": [9007199254740993]}},
             "status": "asleep", "location": {"lat": 1, "lon": 2, "zoom": 3, "grid": [{"cell": "x", "n": 1}]},
             "fur": {"length": 3}}
            """
        )
        #expect(before == after)
        #expect(animal.kind == Kind(rawValue: "griffin") && !animal.kind.isKnown)
        #expect(animal.nickname == .null)
        #expect(animal.mother?.habitat == .water(.init(depth: 2, additionalProperties: ["salt": true])))
        #expect(animal.chip == Data([0, 1, 2]))
        #expect(animal.priority == Priority(rawValue: 7))
        #expect(animal.feedings == [Date(timeIntervalSince1970: 1_704_067_200)])
        #expect(animal.location?.additionalProperties == ["zoom": 3])
        #expect(animal.location?.grid?.first?.cell == "x")
        #expect(animal.status == .asleep)
        #expect(animal.additionalProperties == ["fur": ["length": 3]])
        guard case .land(let land) = animal.habitat, case .unknown(let air) = land.inside else {
            Issue.record("\(animal.habitat)")
            return
        }
        #expect(air == ["biome": "air", "height": 3])
    }

    @Test func missingRequiredPropertiesAreNamed() {
        #expect {
            try JSONCoding.decode(Animal.self, from: Array(#"{"id": "a", "name": "M", "kind": "cat"}"#.utf8))
        } throws: { error in
            String(describing: error).contains("bornAt")
        }
    }

    @Test func discriminatorTakesPrecedenceOverContents() {
        #expect {
            try JSONCoding.decode(Shape.self, from: Array(#"{"shape": "round", "side": 2}"#.utf8))
        } throws: { error in
            String(describing: error).contains("radius")
        }
    }

    @Test(arguments: [
        (#""x""#, Value.string("x")), ("1", .integer(1)), ("true", .boolean(true)), (#"["a"]"#, .stringList(["a"])),
        (#"{"color": "red"}"#, .filter(Filter(color: "red"))),
        (#"{"takenAt": "1970-01-01T00:00:00Z"}"#, .photoMeta(PhotoMeta(takenAt: Date(timeIntervalSince1970: 0)))),
        ("1.5", .unknown(1.5)), ("null", .unknown(.null)),
    ])
    func untaggedMembersAreTriedFromTheMostSpecific(_ json: String, _ expected: Value) throws {
        let (value, before, after) = try roundTrip(Value.self, json)
        #expect(value == expected)
        #expect(before == after)
    }

    /// Servers leave out the offset (ASP.NET) or the seconds.
    @Test(arguments: [
        ("2023-08-18T21:14:00.3956592", 1_692_393_240.3956592), ("2023-08-18T21:14Z", 1_692_393_240),
        ("9999-12-31T23:59:59.9999999Z", 253_402_300_799.99997),
    ])
    func datesAreReadInUTCAndWrittenAsTheyCame(text: String, seconds: Double) throws {
        let json = #"{"takenAt": "\#(text)"}"#
        var (meta, before, after) = try roundTrip(PhotoMeta.self, json)
        #expect(before == after)
        #expect(abs(meta.takenAt.timeIntervalSince1970 - seconds) < 1e-4)
        meta.takenAt = Date(timeIntervalSince1970: 0)
        #expect(try JSONValue(encoding: meta) == ["takenAt": "1970-01-01T00:00:00Z"])
        // In a list there is no place to keep the text.
        let list = try JSONCoding.decode([Date].self, from: Array(#"["\#(text)"]"#.utf8))
        #expect(try JSONCoding.encode(list).count > 20)
    }

    /// An error names the place and the value, and does not deny that the response is JSON.
    @Test(arguments: [
        (#""total": 5.5"#, "$.total", "5.5"), (#""total": 9223372036854775808"#, "$.total", "9223372036854775808"),
        (#""total": 1e400"#, "$.total", "1e400"), (#""total": "7""#, "$.total", #""7""#),
        (#""total": -9223372036854775809"#, "$.total", "-9223372036854775809"), (#""total": [1]"#, "$.total", "[1]"),
        (#""data": [{"name": 5}]"#, "$.data[0].name", "5"),
    ])
    func aValueThatDoesNotFitIsNamed(member: String, path: String, found: String) async throws {
        let recorder = Recorder("{\(member.contains("data") ? "" : #""data": [], "#)\(member), \"next\": null}")
        await #expect { try await recorder.client.animals.list() } throws: { error in
            let text = "\(error)"
            return text.contains("at \(path)") && text.contains("ound \(found).") && !text.contains("not valid JSON")
        }
    }

    @Test(arguments: ["5.5", "9223372036854775808", "true", #""a""#, "{}", "null"])
    func aWholeBodyThatDoesNotFitIsNamed(body: String) async throws {
        let recorder = Recorder(body)
        let endpoint = Endpoint<Int>(id: "count", method: .get, path: "/count", response: .json)
        await #expect { try await recorder.client.api.send(endpoint) } throws: { error in
            let text = "\(error)"
            return text.contains("at $") && text.contains("ound \(body).") && !text.contains("not valid JSON")
        }
    }

    @Test func unusualEnumerationValuesGetDistinctNames() {
        let members: [Kind] = [
            .cat, .catCapitalized, .seaSpaceLion, .seaMinusLion, .plus1, .minus1, .empty, ._2Legs, .default, .selfValue,
            .noneValue,
            .éléphant, .u1f98a, .unknown,
        ]
        #expect(members == Kind.knownValues)
        #expect(Set(Kind.knownValues.map(\.rawValue)).count == 14)
    }

    @Test func modelsNamedLikeSwiftTypesDoNotShadowThem() throws {
        let (task, before, after) = try roundTrip(
            ErrorModel.self,
            #"{"message": "m", "task": {"event": {"a": "b"}, "date": {"day": 1}}}"#
        )
        #expect(before == after)
        #expect(task.task?.date?.day == 1)
        let error: any Error = CancellationError()
        #expect(error is CancellationError)
        let _: Task<Void, Never> = Task {}
        #expect(StringModel(text: "x").text == "x")
    }

    @Test func nestedTypesWithTheNameOfAnotherType() throws {
        let inner = File.Owner.File(of: File())
        #expect(File(owner: .init(file: inner)).owner?.file?.of == File())
    }
}
