@_spi(Generated) import APIRuntime
import Foundation
import Testing

@Suite struct ModelTests {
    private func roundTrip<Value: Codable>(_ type: Value.Type, _ json: String) throws -> (Value, String) {
        let value = try JSONCoding.decode(type, from: Array(json.utf8))
        return (value, String(decoding: try JSONCoding.encode(value), as: UTF8.self))
    }

    @Test func everyKindOfPropertyRoundTrips() throws {
        let json =
            #"{"id":"w","created_at":5,"error":null,"object":"worker","seen":"2024-05-01T12:00:00.250Z","#
            + #""due":["1970-01-01T00:00:00Z"],"costs":{"modelCostUSD":1.5},"#
            + #""parent":{"id":"p","created_at":null,"error":null,"object":"worker","due":[],"costs":null},"#
            + #""extra":{"deep":[1,{"a":null}]},"more":18446744073709551615}"#
        let (worker, written) = try roundTrip(Worker.self, json)
        #expect(written == json)
        #expect(worker.costs?.modelCostUSD == 1.5)
        #expect(worker.parent?.id == "p")
        #expect(worker.parent?.costs == .null)
        #expect(worker.parent?.parent == nil)
        #expect(worker.additionalProperties["extra"]?["deep"]?[0] == 1)
        #expect(try JSONDecoder().decode(Worker.self, from: JSONEncoder().encode(worker)) == worker)
    }

    /// Unchanged dates are encoded as they were decoded, with any encoder.
    @Test(arguments: [
        "2024-05-01T12:00:00.123456+02:00", "2024-05-01T12:00:00.000Z", "2024-05-01 12:00:00+0200",
        "2024-05-01t12:00:00-05", "2024-05-01T12:00:00.1234567890Z", "2016-12-31T23:59:60Z", "2024-05-01T12:00:00Z",
    ])
    func datesAreWrittenBackInTheirForm(text: String) throws {
        let json =
            #"{"id":"w","created_at":5,"error":null,"object":"worker","seen":"\#(text)","due":["\#(text)"]}"#
        let (worker, written) = try roundTrip(Worker.self, json)
        #expect(written == json)
        #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(worker))["seen"] == .string(text))
        #expect(worker.seen == RFC3339.date(from: text))

        var changed = worker
        changed.seen = Date(timeIntervalSince1970: 0)
        changed.due.append(Date(timeIntervalSince1970: 0))
        let usual = try #require(worker.seen.flatMap(RFC3339.string))
        #expect(try JSONValue(encoding: changed)["seen"] == "1970-01-01T00:00:00Z")
        #expect(try JSONValue(encoding: changed)["due"] == [.string(usual), "1970-01-01T00:00:00Z"])
        changed.seen = worker.seen
        changed.due.removeLast()
        #expect(try JSONCoding.encode(changed) == Array(json.utf8))

        // The original encoding does not take part in equality.
        let made = Worker(id: "w", createdAt: 5, seen: worker.seen, due: worker.due)
        #expect(made == worker)
        #expect(made.hashValue == worker.hashValue)
        #expect(try JSONValue(encoding: made)["seen"] == .string(usual))
    }

    @Test func formsOfEveryPresenceAreKept() throws {
        struct Model: Codable {
            var at: Date?
            var maybe: Nullable<Date>?
            var data: Data
            var forms = OriginalEncodings()

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: AnyCodingKey.self)
                at = try container.decodeCustomCodableRequiredNullable(Date.self, forKey: "at", keeping: &forms)
                maybe = try container.decodeCustomCodableNullableIfPresent(Date.self, forKey: "maybe", keeping: &forms)
                data = try container.decodeCustomCodable(Data.self, forKey: "data", keeping: &forms)
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: AnyCodingKey.self)
                try container.encodeCustomCodable(at, forKey: "at", as: forms)
                try container.encodeCustomCodableIfPresent(maybe, forKey: "maybe", as: forms)
                try container.encodeCustomCodable(data, forKey: "data", as: forms)
            }
        }
        for json in [
            #"{"at":"2024-05-01T12:00:00+02:00","maybe":"2024-05-01 12:00:00Z","data":"-_8"}"#,
            #"{"at":null,"maybe":null,"data":"+/8="}"#, #"{"at":"2024-05-01T12:00:00.50Z","data":""}"#,
        ] {
            #expect(try roundTrip(Model.self, json).1 == json)
        }
        var model = try roundTrip(Model.self, #"{"at":"2024-05-01T12:00:00+02:00","maybe":null,"data":""}"#).0
        model.at = nil
        #expect(try JSONValue(encoding: model)["at"] == .null)
    }

    @Test func recursionCopiesAndCompares() {
        let leaf = Worker(id: "leaf", createdAt: nil)
        var tree = Worker(id: "root", createdAt: 1, parent: Indirect(leaf))
        let copy = tree
        tree.parent?.id = "changed"
        #expect(copy.parent?.id == "leaf")
        #expect(tree != copy)
        tree.parent?.id = "leaf"
        #expect(tree == copy)
        #expect(tree.hashValue == copy.hashValue)
        #expect(Indirect(leaf) == Indirect(leaf))
    }

    @Test func nullAndMissingAreToldApart() throws {
        struct Update: Codable, Equatable {
            var note: Nullable<String>?
        }
        #expect(try JSONCoding.encode(Update()) == Array("{}".utf8))
        #expect(try JSONCoding.encode(Update(note: .null)) == Array(#"{"note":null}"#.utf8))
        #expect(try JSONCoding.encode(Update(note: "x")) == Array(#"{"note":"x"}"#.utf8))
        let numbers: [Nullable<Double>] = [1, 2.5, .null, Nullable(nil)]
        #expect(numbers.map(\.wrapped) == [1, 2.5, nil, nil])
        let flags: [Nullable<Bool>] = [true, .null]
        #expect(flags.map(\.isNull) == [false, true])
    }

    @Test func unknownEnumValuesAreKept() throws {
        let (budget, written) = try roundTrip([Budget].self, #"["low","galactic"]"#)
        #expect(budget[0] == .low)
        #expect(budget.map(\.isKnown) == [true, false])
        #expect("\(budget[1])" == "galactic")
        #expect(written == #"["low","galactic"]"#)
        struct Level: ExtensibleEnum {
            let rawValue: Int
            static let knownValues = [Level(rawValue: 1)]
        }
        struct Mixed: ExtensibleEnum {
            let rawValue: JSONValue
            static let knownValues = [Mixed(rawValue: nil), Mixed(rawValue: 1)]
        }
        #expect(try roundTrip([Level].self, "[1,9]").1 == "[1,9]")
        #expect(try roundTrip([Mixed].self, "[null,1,\"x\"]").0.map(\.isKnown) == [true, true, false])
    }

    @Test func theDiscriminatorDecides() throws {
        let (known, written) = try roundTrip(When.self, #"{"type":"delayed","delayInSeconds":5}"#)
        #expect(known == .delayed(delayInSeconds: 5))
        #expect(known.type == "delayed")
        #expect(written == #"{"type":"delayed","delayInSeconds":5}"#)
        let error = #expect(throws: DecodingError.self) {
            try roundTrip([When].self, #"[{"type":"delayed","delayInSeconds":"soon"}]"#)
        }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("expected a type mismatch")
            return
        }
        #expect(context.codingPath.map(\.stringValue).last == "delayInSeconds")
    }

    @Test(arguments: [
        #"{"a":[1,2.50],"type":"lunar"}"#, #"{"a":1}"#, #"{"type":5}"#, #"{"type":null}"#, "\"text\"", "[1]", "null",
        "7",
    ])
    func unknownUnionMembersAreKeptWhole(json: String) throws {
        let (value, written) = try roundTrip([When].self, "[\(json)]")
        let original = try JSONValue(parsing: json.utf8)
        #expect(value == [.unknown(original)])
        #expect(try JSONValue(parsing: written.utf8) == [original])
        #expect(value[0].type == (original["type"]?.stringValue ?? ""))
    }

    @Test func unionsWithoutADiscriminatorAreTriedInOrder() throws {
        enum Choice: Decodable, Equatable {
            case number(Int)
            case date(Date)
            case list([String])
            case unknown(JSONValue)
            init(from decoder: any Decoder) throws {
                if let member = decoder.attempt(Int.self) {
                    self = .number(member)
                } else if let member = decoder.attemptCustomCodable(Date.self) {
                    self = .date(member)
                } else if let member = decoder.attempt([String].self) {
                    self = .list(member)
                } else {
                    self = .unknown(try JSONValue(from: decoder))
                }
            }
        }
        let json = #"[1,"1970-01-01T00:00:00Z",["a"],"x",1.5]"#
        let expected: [Choice] = [
            .number(1), .date(Date(timeIntervalSince1970: 0)), .list(["a"]), .unknown("x"), .unknown(1.5),
        ]
        #expect(try JSONCoding.decode([Choice].self, from: Array(json.utf8)) == expected)
    }

    @Test func convertedTypesNest() throws {
        let value: [String: [Nullable<Date>]] = ["a": [.null, .value(Date(timeIntervalSince1970: 0))]]
        let json = try JSONCoding.encode(CustomCoded(value))
        #expect(String(decoding: json, as: UTF8.self) == #"{"a":[null,"1970-01-01T00:00:00Z"]}"#)
        #expect(try JSONCoding.decode(CustomCoded<[String: [Nullable<Date>]]>.self, from: json).value == value)
        for text in ["AQID", "AQI=", "AQI", "-_-_", "+/+/"] {
            _ = try JSONCoding.decode(CustomCoded<Data>.self, from: Array("\"\(text)\"".utf8))
        }
        #expect(throws: DecodingError.self) { try JSONCoding.decode(CustomCoded<Data>.self, from: Array("\"!\"".utf8)) }
        #expect(try JSONCoding.decode(CustomCoded<Date?>.self, from: Array("null".utf8)).value == nil)
    }

    @Test func requiredNullablePropertiesMustBeThere() throws {
        struct Model: Decodable {
            var at: Date?
            var maybe: Nullable<Date>?
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: AnyCodingKey.self)
                at = try container.decodeCustomCodableRequiredNullable(Date.self, forKey: "at")
                maybe = try container.decodeCustomCodableNullableIfPresent(Date.self, forKey: "maybe")
            }
        }
        let model = try JSONCoding.decode(Model.self, from: Array(#"{"at":null,"maybe":null}"#.utf8))
        #expect(model.at == nil)
        #expect(model.maybe == .null)
        #expect(throws: DecodingError.self) { try JSONCoding.decode(Model.self, from: Array("{}".utf8)) }
    }
}
