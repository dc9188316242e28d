import HandingerGeneratorModel
import Testing

@Suite struct SwiftNameTests {
    @Test(arguments: [
        ("created_at", "createdAt"), ("workerId", "workerID"), ("worker-ids", "workerIDs"), ("URL", "url"),
        ("costUsd", "costUSD"), ("HTMLParser", "htmlParser"), ("MAX_VALUE", "maxValue"), ("nextRunAt", "nextRunAt"),
        ("$ref", "ref"), ("@type", "type"), ("+1", "plus1"), ("-1", "minus1"), ("etc/GMT+1", "etcGMTPlus1"),
        ("etc/GMT-1", "etcGMT1"), ("1024x1024", "_1024x1024"), ("2 legs", "_2Legs"), ("", "empty"), ("---", "unnamed"),
        ("éléphant", "éléphant"), ("日本", "日本"), ("🦊", "u1f98a"), ("a\u{200B}b", "aB"), ("a\u{202E}b", "aB"),
        ("self", "selfValue"), ("init", "initValue"), ("none", "noneValue"), ("hashValue", "hashValueValue"),
        // Only `hashValue` is a member of every value.
        ("hash", "hash"),
        ("class", "class"), ("default", "default"), ("await", "awaitValue"), ("inout", "inoutValue"),
        ("let", "letValue"), ("var", "varValue"), ("application/json", "applicationJSON"), ("v1.2", "v12"),
    ])
    func member(_ text: String, _ expected: String) {
        #expect(SwiftName.member(text) == expected)
    }

    @Test(arguments: [
        ("worker-file", "WorkerFile"), ("WorkerSchedule", "WorkerSchedule"), ("workerId", "WorkerID"),
        ("OAuth2Token", "OAuth2Token"), ("foo.bar.Baz", "FooBarBaz"), ("3d model", "_3dModel"), ("URLs", "URLs"),
    ])
    func type(_ text: String, _ expected: String) {
        #expect(SwiftName.type(text) == expected)
    }

    @Test(arguments: [
        ("files", "File"), ("output", "OutputItem"), ("categories", "Category"), ("boxes", "Box"),
        ("addresses", "Address"), ("status", "StatusItem"), ("news", "NewsItem"), ("class", "ClassItem"),
    ])
    func element(_ plural: String, _ expected: String) {
        #expect(SwiftName.element(of: plural) == expected)
    }

    @Test(arguments: [("worker-file", "WorkerFile"), ("日本", "日本Type"), ("1a", "_1aType"), ("𝒜", "𝒜Type"), ("ñ", "Ñ")])
    func nestedTypeNamesDifferFromProperties(_ text: String, _ expected: String) {
        #expect(SwiftName.nestedType(text) == expected)
        #expect(SwiftName.nestedType(text) != SwiftName.member(text))
    }

    @Test func longNamesAreCut() {
        #expect(SwiftName.member(String(repeating: "x", count: 10_000)).count == 80)
        #expect(SwiftName.type("1" + String(repeating: "é", count: 10_000)).count == 81)
        #expect(SwiftName.member(String(repeating: "x", count: 120)).count == 120)
    }

    @Test(arguments: ["class", "default", "continue", "in", "self"])
    func keywordsAreQuotedWhereTheyAreDeclared(_ keyword: String) {
        #expect(SwiftName.declared(keyword) == "`\(keyword)`")
    }

    @Test func ordinaryNamesAreNotQuoted() {
        #expect(SwiftName.declared("input") == "input")
        #expect(SwiftName.declared("actor") == "actor")
    }

    @Test(arguments: [
        "Error", "Task", "Date", "URL", "Type", "Self", "Protocol", "String", "Result", "Decoder", "Data",
    ])
    func reservedTypeNamesGetASuffix(_ name: String) {
        #expect(NameTable.typeName(name) == name + "Model")
    }

    @Test func collisionsAreNumberedInTheOrderTheyCome() {
        var names = NameTable()
        #expect(["a", "b", "a", "a", "b"].map { names.claim($0) } == ["a", "b", "a2", "a3", "b2"])
        #expect(names.claim("a2") == "a2_2")
    }
}
