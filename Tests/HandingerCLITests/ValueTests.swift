import APIRuntime
import Testing

@testable import HandingerCLI

/// Lossless parsing and writing of JSON values.
@Suite struct ValueTests {
    @Test func keepsOrderAndNumbers() throws {
        let text = #"{"z":1.50,"a":[1e3,-0,12345678901234567890,true,null],"z2":{"":""}}"#
        let tree = try JSONTree(parsing: Array(text.utf8))
        #expect(JSONWriter(isIndented: false).text(of: tree) == text)
        #expect(
            JSONWriter(isIndented: true).text(of: try JSONTree(parsing: Array(#"{"a":[1,{}],"b":[]}"#.utf8))) == """
                {
                  "a": [
                    1,
                    {}
                  ],
                  "b": []
                }
                """
        )
    }

    @Test func decodesStrings() throws {
        let tree = try JSONTree(parsing: Array(#" "\"\\\/\b\f\n\r\té😀\ud83d\ude00\ud83dx\udc00" "#.utf8))
        #expect(tree == .string("\"\\/\u{8}\u{C}\n\r\té😀😀\u{FFFD}x\u{FFFD}"))
    }

    @Test(
        arguments: [
            "", " ", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "1.", ".5", "+1", "1e", "nul", "\"\n\"", "\"\\x\"",
            "\"\\u12\"", "\"", "1 2", "[1]]", "NaN", "'a'", "// c",
        ]
    )
    func rejectsInvalidJSON(text: String) {
        #expect(throws: JSONReadingError.self) { try JSONTree(parsing: Array(text.utf8)) }
    }

    @Test func limitsDepth() {
        let deep = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONReadingError.beyondLimit("it is nested more than 512 levels deep.")) {
            try JSONTree(parsing: deep)
        }
    }

    @Test func keepsTheLastOfRepeatedNames() throws {
        let text = #"{"a":1,"e\u0301":2,"\u00e9":3,"\u0061":4}"#
        let tree = try JSONTree(parsing: Array(text.utf8))
        #expect(tree["a"] == .number("4"))
        #expect(tree["e\u{301}"] == .number("2"))
        #expect(tree["\u{E9}"] == .number("3"))
        #expect(String(decoding: tree.json, as: UTF8.self) == "{\"e\u{301}\":2,\"\u{E9}\":3,\"a\":4}")
    }

    @Test func readsSequences() throws {
        let lines = "\u{FEFF} {\"a\":[1]}\n[2] 3\n\n\"x\"\n"
        #expect(
            try JSONTree.sequence(parsing: Array(lines.utf8)).map { String(decoding: $0.json, as: UTF8.self) }
                == [#"{"a":[1]}"#, "[2]", "3", #""x""#]
        )
        #expect(try JSONTree.sequence(parsing: []) == [])
        #expect(throws: JSONReadingError.invalid("it has ']' at byte 4, where JSON has something else.")) {
            try JSONTree.sequence(parsing: Array("[1] ]".utf8))
        }
    }

    @Test func readsOtherEncodings() throws {
        #expect(try JSONTree(parsing: [0xEF, 0xBB, 0xBF, 0x31]) == .number("1"))
        #expect(try JSONTree(parsing: [0x22, 0, 0x61, 0, 0x22, 0]) == .string("a"))
        #expect(throws: JSONReadingError.invalid("it is not UTF-8.")) { try JSONTree(parsing: [0x22, 0xC3, 0x22]) }
        #expect(try JSONTree(body: [0x22, 0xC3, 0x22]) == .string("\u{FFFD}"))
    }

    @Test(
        arguments: [
            #"{"a":{"b":[1,[2,[]],{"c":null,"d":{}}]},"e":"f"}"#,
            #"["a b","","no","Yes","null","~","1","1.0","0x1","12:30","2024-01-01"," a","a ","a: b","a #b","-","- a","?"]"#,
            #"["line 1\nline 2","line\n","line\n\n","\nline","  a\nb","a\n  b\n\nc","tab\there","\u001b[31m","\u2028","'","\""]"#,
            ##"{"":1,"no":2,"a: b":3,"1":4,"#":5,"key with spaces":6,"multi\nline":7}"##,
            #""text""#, #""two\nlines""#, "1", "true", "null", "[]", "{}", "[[[1],2],[{\"a\":[{\"b\":\"c\\nd\"}]}]]",
            #"["é","😀","\ufeff","\u0085","e\u0301","trailing \nspace "]"#,
        ]
    )
    func yamlRoundTrips(json: String) throws {
        let tree = try JSONTree(parsing: Array(json.utf8))
        let yaml = YAMLWriter().text(of: tree)
        #expect(try YAMLInput.parse(Array(yaml.utf8), origin: "test") == tree, "\(yaml)")
    }

    /// Swift compares whole characters: `#` with a combining mark is another one than the bare `#`.
    @Test func yamlIsEscapedByBytes() throws {
        for special in (0x20...0x7E).map({ String(UnicodeScalar(UInt8($0))) }) {
            for mark in ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}"] {
                let text = special + mark
                for value in [
                    text, "a" + text, "a " + text + " b", "a:" + text, text + "\nb", " " + mark + "\nb", mark,
                ] {
                    let tree = JSONTree.object([
                        JSONTree.Member(name: value, value: .string(value)),
                        JSONTree.Member(name: "list", value: .array([.string(value)])),
                    ])
                    let yaml = YAMLWriter().text(of: tree)
                    #expect(try YAMLInput.parse(Array(yaml.utf8), origin: "test") == tree, "\(yaml)")
                }
            }
        }
    }

    /// Keys over 1,024 characters are explicit, and only printable characters stand unescaped.
    @Test func yamlOfOddKeysAndScalars() throws {
        let members = [
            JSONTree.Member(
                name: String(repeating: "k", count: 2_000),
                value: .object([.init(name: "a", value: .null)])
            ),
            JSONTree.Member(name: String(repeating: "\n", count: 900), value: .string("text")),
            JSONTree.Member(name: String(repeating: "l", count: 1_500), value: .array([.string("a\nb")])),
            JSONTree.Member(name: "\u{FFFE}", value: .string("\u{FFFF}")),
        ]
        let tree = JSONTree.array([.object(members)])
        let yaml = YAMLWriter().text(of: tree)
        #expect(try YAMLInput.parse(Array(yaml.utf8), origin: "test") == tree, "\(yaml)")
        #expect(yaml.contains(#""\ufffe": "\uffff""#))
    }

    @Test func prettyNamesAndTexts() throws {
        let json = #"{"id":"w","on":true,"text":"a\nb","empty":"","list":[{"a":1,"bc":2},"x"],"none":[]}"#
        let tree = try JSONTree(parsing: Array(json.utf8))
        #expect(
            PrettyWriter().text(of: tree, title: "title") == """
                ╭─ title
                │ id     w
                │ on     yes
                │ text   a
                │        b
                │ empty  empty
                │ list
                │   • a   1
                │     bc  2
                │   • x
                │ none   none
                ╰─

                """
        )
    }

    @Test func decodesCharactersAtAnyChunkBoundary() {
        let text = "é😀\u{1B}e\u{301}\r\nx\ry\u{FFFD}"
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var filter = TerminalFilter()
            let shown = filter.filter(Array(bytes[..<cut])) + filter.filter(Array(bytes[cut...])) + filter.finish()
            #expect(shown == "é😀\\u{1B}e\u{301}\nx\\u{D}y\u{FFFD}")
        }
        var filter = TerminalFilter()
        #expect(filter.filter([0x61, 0xF0, 0x9F]) + filter.finish() == "a\u{FFFD}")
    }

    @Test func normalizesArguments() throws {
        let tree = CommandTree.root
        #expect(try tree.normalized(["workers:schedules", "list", "x"]) == ["workers", "schedules", "list", "x"])
        #expect(try tree.normalized(["workers", "schedules:list"]) == ["workers", "schedules", "list"])
        #expect(
            try tree.normalized(["--api-key", "workers", "--debug", "workers", "create", "--input", "a:b"])
                == ["workers", "create", "--api-key", "workers", "--debug", "--input", "a:b"]
        )
        #expect(try tree.normalized(["help", "workers:schedules"]) == ["workers", "schedules", "--help"])
        #expect(try tree.normalized(["-v"]) == ["--version"])
        #expect(try tree.normalized([]) == [])
        #expect(try tree.normalized(["workers", "retrieve", "-"]) == ["workers", "retrieve", "-"])
        #expect(throws: CommandFailure.self) { try tree.normalized(["workers:"]) }
    }
}
