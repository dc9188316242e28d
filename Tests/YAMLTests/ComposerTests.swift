import HandingerGeneratorDiagnostics
import HandingerGeneratorYAML
import Testing

@Suite struct ComposerTests {
    @Test(arguments: [
        ("", "null"), ("~", "null"), ("null", "null"), ("Null", "null"), ("NULL", "null"), ("nUll", #""nUll""#),
        ("true", "true"), ("False", "false"), ("TRUE", "true"), ("yes", #""yes""#), ("no", #""no""#), ("on", #""on""#),
        ("0", "0"), ("-12", "-12"), ("+7", "7"), ("012", "12"), ("0o17", "15"), ("0x1F", "31"), ("0x", #""0x""#),
        ("0o8", #""0o8""#), ("1_000", #""1_000""#), ("12:30", #""12:30""#), ("2024-01-01", #""2024-01-01""#),
        ("9223372036854775807", "9223372036854775807"), ("9223372036854776000", "#9223372036854776000"),
        ("0xFFFFFFFFFFFFFFFF", "#0xFFFFFFFFFFFFFFFF"), ("1.5", "#1.5"), ("1.", "#1."), (".5", "#.5"), (".", #"".""#),
        ("-1e3", "#-1e3"), ("1e", #""1e""#), ("e3", #""e3""#), (".inf", "#.inf"), ("-.INF", "#-.INF"),
        (".nan", "#.nan"),
        ("1.2.3", #""1.2.3""#), ("3.1.0", #""3.1.0""#), ("-", "[null]"), ("+", #""+""#), ("'1'", #""1""#),
        (#""true""#, #""true""#), ("|\n 1\n", #""1\n""#), ("!!str 1", #""1""#), ("!!int '3'", "3"),
        ("!!float 3", "#3"), ("!!null ''", "null"), ("!!bool 'true'", "true"), ("!local 1", #""1""#), ("! 1", #""1""#),
        ("!!binary AA==", #""AA==""#),
    ])
    func scalarsFollowTheCoreSchema(text: String, expected: String) {
        #expect(Outcome("- " + text).plain == "[\(expected)]" || Outcome("- " + text).plain == expected)
    }

    @Test func numbersBeyondInt64KeepTheirValue() throws {
        let node = try #require(Outcome("[9223372036854776000, -1e400, 0x10000000000000000]").node?.sequence)
        #expect(node.map(\.number) == [0x1p63, -.infinity, 0x1p64])
        #expect(node.map(\.integer) == [nil, nil, nil])
    }

    @Test func nodesHaveTheirStartLocation() throws {
        let root = try #require(Outcome("a:\n  - bé: {c: 1}\n").node)
        let list = try #require(root["a"])
        let entry = try #require(list.sequence?.first?.mapping?.first)
        #expect(root.location == SourceLocation(line: 1, column: 1))
        #expect(list.location == SourceLocation(line: 2, column: 3))
        #expect(entry.keyLocation == SourceLocation(line: 2, column: 5))
        #expect(entry.value.location == SourceLocation(line: 2, column: 9))
        #expect(entry.value.mapping?.first?.keyLocation == SourceLocation(line: 2, column: 10))
    }

    @Test func pointersFindNodes() throws {
        let root = try #require(Outcome("a/b:\n  - x\n  - {'~': {'': 5}, 200: y}\n").node)
        func find(_ text: String) -> String? { JSONPointer(parsing: text).flatMap { root.node(at: $0) }?.plain }
        #expect(find("") == root.plain)
        #expect(find("/a~1b/1/~0/") == "5")
        #expect(find("/a~1b/1/200") == #""y""#)
        #expect(find("/a~1b/2") == nil)
        #expect(find("/a~1b/01") == nil)
        #expect(find("/a~1b/0/x") == nil)
        #expect(find("/missing") == nil)
    }

    @Test func keysAreFoundAmongMany() throws {
        let text = (0..<5_000).map { "key\($0): \($0)\n" }.joined()
        var mapping = try #require(Outcome(text).node?.mapping)
        #expect(mapping.count == 5_000)
        #expect((0..<5_000).allSatisfy { (number: Int) in mapping["key\(number)"]?.integer == number })
        #expect(mapping["key5000"] == nil)
        mapping.entries.removeFirst()
        #expect(mapping["key0"] == nil)
        #expect(mapping["key4999"]?.integer == 4_999)
    }

    @Test func keysThatDifferInNormalisationAreDistinct() throws {
        let mapping = try #require(Outcome("\u{E9}: 1\ne\u{301}: 2\n").node?.mapping)
        #expect(mapping.map(\.value.integer) == [1, 2])
        #expect(mapping["e\u{301}"]?.integer == 2)
    }

    @Test(arguments: [
        ("a: &x {b: 1}\nc: *x\n", #"{a: {b: 1}, c: {b: 1}}"#),
        ("a: &x 1\nb: &x 2\nc: *x\n", "{a: 1, b: 2, c: 2}"),
        ("&k key: 1\nb: *k\n", #"{key: 1, b: "key"}"#),
        ("a: &x 200\n*x : b\n", #"{a: 200, 200: "b"}"#),
        ("base: &b {x: 1, y: 2}\nm:\n  a: 0\n  <<: *b\n  y: 3\n", "{base: {x: 1, y: 2}, m: {a: 0, x: 1, y: 3}}"),
        ("- &a {x: 1, y: 1}\n- &b {y: 2, z: 2}\n- <<: [*a, *b]\n", "[{x: 1, y: 1}, {y: 2, z: 2}, {x: 1, y: 1, z: 2}]"),
        ("<<: {a: 1}\nb: 2\n", "{a: 1, b: 2}"),
        ("'<<': {a: 1}\n", "{<<: {a: 1}}"),
    ])
    func aliasesAndMergeKeys(text: String, expected: String) {
        #expect(Outcome(text).plain == expected)
    }
}

/// Documents of tens of thousands of events.
@Suite struct LargeDocumentTests {
    private let entries = (0..<20_000).map { "key\($0): &anchor\($0) value \($0)\n" }.joined()

    @Test func entriesKeepTheirOrder() throws {
        let mapping = try #require(Outcome(entries).node?.mapping)
        #expect(mapping.count == 20_000)
        for (index, entry) in mapping.enumerated() {
            let isRight =
                entry.key == "key\(index)" && entry.value.string == "value \(index)"
                && entry.keyLocation == SourceLocation(line: index + 1, column: 1)
            guard isRight else {
                Issue.record("\(entry) is number \(index)")
                return
            }
        }
    }

    @Test func aSyntaxErrorFollowsEarlierProblems() {
        let errors = Outcome(entries + "key0: twice\nlast: [1\n").errors
        #expect(errors.count == 2)
        #expect(errors.first?.hasPrefix("20001:1: the key 'key0' stands twice in this mapping, first at 1:1") == true)
        #expect(errors.last?.contains("the list that begins at 20002:7 is not closed") == true)
    }

    @Test func aSecondDocumentIsRejectedAtOnce() {
        let expected = ["2:1: a second document begins here; give each document a file of its own"]
        for _ in 0..<20 { #expect(Outcome("a: 1\n---\n" + entries).errors == expected) }
    }
}
