import Foundation
import HandingerFixtureAPI
import Testing

/// What the generated models keep.
@Suite struct ModelTests {
    private func roundTrip<Value: Codable>(_ type: Value.Type, _ json: String) throws -> (Value, JSONValue, JSONValue) {
        let value = try JSONCoding.decode(type, from: Array(json.utf8))
        let before = try JSONCoding.decode(JSONValue.self, from: Array(json.utf8))
        let after = try JSONCoding.decode(JSONValue.self, from: JSONCoding.encode(value))
        return (value, before, after)
    }

    @Test func everyPropertyAndTheUnknownOnesComeBack() throws {
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

    @Test func aMissingRequiredPropertyIsNamed() {
        #expect {
            try JSONCoding.decode(Animal.self, from: Array(#"{"id": "a", "name": "M", "kind": "cat"}"#.utf8))
        } throws: { error in
            String(describing: error).contains("bornAt")
        }
    }

    @Test func theDiscriminatorDecidesEvenWhereTheRestIsWrong() {
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
    func untaggedMembersAreTriedFromTheMostDemanding(_ json: String, _ expected: Value) throws {
        let (value, before, after) = try roundTrip(Value.self, json)
        #expect(value == expected)
        #expect(before == after)
    }

    @Test func oddValuesHaveNamesOfTheirOwn() {
        let members: [Kind] = [
            .cat, .catCapitalized, .seaSpaceLion, .seaMinusLion, .plus1, .minus1, .empty, ._2Legs, .default, .selfValue,
            .noneValue,
            .éléphant, .u1f98a, .unknown,
        ]
        #expect(members == Kind.knownValues)
        #expect(Set(Kind.knownValues.map(\.rawValue)).count == 14)
    }

    @Test func modelsNamedLikeSwiftTypesLeaveThoseAlone() throws {
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

    @Test func typesNestedUnderTheNameOfAnother() throws {
        let inner = File.Owner.File(of: File())
        #expect(File(owner: .init(file: inner)).owner?.file?.of == File())
    }
}
