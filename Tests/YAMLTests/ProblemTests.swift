import HandingerGeneratorDiagnostics
import HandingerGeneratorYAML
import Testing

@Suite struct ProblemTests {
    @Test(arguments: [
        ("a:\n\tb: 1", "2:1: a tab stands here where YAML allows only spaces; indent with spaces [/a]"),
        ("a: b\n\tc: d", "2:1: a tab stands here where YAML allows only spaces; indent with spaces [/a]"),
        ("a: @x", "1:4: a value cannot begin with '@'; put it in quotes [/a]"),
        ("a: `x`", "1:4: a value cannot begin with '`'; put it in quotes [/a]"),
        (
            "a: b: c",
            "1:5: ':' cannot stand here; put a value that contains ': ' in quotes, or check the indentation"
        ),
        (
            "a: 1\n b: 2",
            "2:3: ':' cannot stand here; put a value that contains ': ' in quotes, or check the indentation"
        ),
        (
            "a:\n  b: 1\n c: 2",
            "3:2: 'c' stands where a key of the mapping that begins at 1:1 is expected; check indentation and quotes"
        ),
        (
            "- a\nb: 1",
            "2:1: 'b' stands where '-' is expected for the list that begins at 1:1; check the indentation [/1]"
        ),
        (
            #"{"a": {"b": 1"#,
            "1:14: the mapping that begins at 1:7 is not closed: ',' or '}' is expected, not the end [/a]"
        ),
        ("a: [1,\n  2\n", "3:1: the list that begins at 1:4 is not closed: ',' or ']' is expected, not the end [/a/2]"),
        (#"{"a" "b"}"#, "1:6: the mapping that begins at 1:1 is not closed: ',' or '}' is expected, not '\"'"),
        (#"a: "x"#, "1:6: the quoted text that begins at 1:4 is not closed [/a]"),
        ("[a]]", "1:4: ']' closes nothing; remove it, or add the bracket that opens it"),
        ("- a\n-b", "2:1: this line is no 'key: value'; add the ':' or check the indentation [/1]"),
        ("[1,,2]", "1:4: a value is expected here, not ',' [/1]"),
        (
            #"a: "\q""#,
            #"1:5: this escape is not known in double quotes; write '\\' for a backslash, or use single quotes [/a]"#
        ),
        ("a: 1\n---\nb: 2\n", "2:1: a second document begins here; give each document a file of its own"),
        ("{a: 1, [b]: 2}", "1:8: a key must be a scalar, not a list or a mapping"),
        ("a: !!int x", "1:4: 'x' is no !!int [/a]"),
        ("a: &x [*x]", "1:8: the alias '*x' stands inside of what it stands for [/a/0]"),
        ("a: &worker 1\nb: *wroker", "2:4: no anchor '&wroker' stands before this alias; did you mean 'worker'? [/b]"),
        ("<<: 1", "1:1: the merge key '<<' takes a mapping or a list of mappings"),
        ("x:\n  <<: [{}, a]", "2:3: the merge key '<<' takes a mapping or a list of mappings [/x]"),
    ])
    func problemsHaveAPlaceAndAFix(text: String, expected: String) {
        #expect(Outcome(text).errors == [expected])
    }

    @Test func allProblemsComeInOneRun() {
        let text = """
            paths:
              a: 1
              b: *gone
              a: 2
              ? {x: 1}
              : [*lost]
              200: x
              "200": y
              c: {d: [
            """
        #expect(
            Outcome(text).errors == [
                "3:6: no anchor '&gone' stands before this alias [/paths/b]",
                "4:3: the key 'a' stands twice in this mapping, first at 2:3; remove or rename one [/paths/a]",
                "5:5: a key must be a scalar, not a list or a mapping [/paths]",
                "6:6: no anchor '&lost' stands before this alias [/paths//0]",
                "8:3: the key '200' stands twice in this mapping, first at 7:3; remove or rename one [/paths/200]",
                "9:11: a value is expected here, not the end [/paths/c/d/0]",
            ]
        )
    }

    @Test func duplicatesAreFoundAmongMany() {
        let text = (0..<40).map { "k\($0): 1\n" }.joined() + "k3: 2\nk39: 2\n"
        #expect(
            Outcome(text).errors == [
                "41:1: the key 'k3' stands twice in this mapping, first at 4:1; remove or rename one [/k3]",
                "42:1: the key 'k39' stands twice in this mapping, first at 40:1; remove or rename one [/k39]",
            ]
        )
    }
}
