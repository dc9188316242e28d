import HandingerGeneratorDiagnostics
import HandingerGeneratorYAML
import Testing

/// Encodings, JSON, and characters that libyaml misreads.
@Suite struct InputTests {
    private static let text = "naïve: ['😀', x]\n"
    private static let expected = #"{naïve: ["😀", "x"]}"#

    @Test func everyEncodingReadsTheSame() {
        let units = Array(Self.text.utf16)
        let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let utf8 = Array(Self.text.utf8)
        for bytes in [utf8, [0xEF, 0xBB, 0xBF] + utf8, [0xFF, 0xFE] + little, little, [0xFE, 0xFF] + big, big] {
            let outcome = Outcome(bytes)
            #expect(outcome.plain == Self.expected)
            #expect(outcome.node?.mapping?.first?.keyLocation == .start)
            #expect(outcome.node?["naïve"]?.sequence?.last?.location == SourceLocation(line: 1, column: 14))
        }
    }

    @Test(
        arguments: [
            ([], "1:1: the document is empty"),
            (Array("# nothing\n".utf8), "1:1: the document is empty"),
            (
                Array("a: b\nc: x".utf8) + [0xE9] + Array("y\n".utf8),
                "2:5: byte 0xE9 is not valid UTF-8; save the file as UTF-8"
            ),
            (
                Array("a: b\né: x".utf8) + [0xF0, 0x9F, 0x98],
                "2:5: byte 0xF0 is not valid UTF-8; save the file as UTF-8"
            ),
            ([0x61, 0xED, 0xA0, 0x80], "1:2: byte 0xED is not valid UTF-8; save the file as UTF-8"),
            (
                Array("a: b\r\nc: \0".utf8),
                "2:4: a NUL byte stands here, which no YAML or JSON text may have; "
                    + "remove it, or write it as an escape in quotes"
            ),
            (
                Array("a: \u{1B}[0m".utf8),
                "1:4: the control character U+001B stands here, which no YAML or JSON text may have; "
                    + "remove it, or write it as an escape in quotes"
            ),
            (
                [0xFF, 0xFE, 0x61, 0, 0x3D, 0xD8, 0x62, 0],
                "1:2: the file is UTF-16, and half a character stands here; save the file as UTF-8"
            ),
            (
                [0xFE, 0xFF, 0, 0x61, 0],
                "1:2: the file is UTF-16, and half a character stands here; save the file as UTF-8"
            ),
            ([0x61, 0, 0, 0, 0x62, 0, 0, 0], "1:1: the file is UTF-32, which is not supported; save it as UTF-8"),
        ] as [([UInt8], String)]
    )
    func undecodableBytesAreErrors(bytes: [UInt8], expected: String) {
        #expect(Outcome(bytes).errors == [expected])
    }

    @Test(arguments: [
        (#"{"a":"\ud83d\ude00\/\"\\\b\u00e9"}"#, "{a: \("😀/\"\\\u{8}é".debugDescription)}"),
        (#"["\\ud83d", "\\\ud83d\ude00"]"#, #"["\\ud83d", "\\😀"]"#),
        (#"a: \ud83d"#, #"{a: "\\ud83d"}"#),
        (#"a: '\ud83d\ude00'"#, #"{a: "\\ud83d\\ude00"}"#),
        ("\t{\t\"a\"\n:\t1\n}\n\t\n", "{a: 1}"),
        ("[1,-2.5e+3,true,null,{},[],\"\"]", "[1, #-2.5e+3, true, null, {}, [], \"\"]"),
        (#"{"":{"<<":1}}"#, "{: {<<: 1}}"),
    ])
    func jsonIsRead(text: String, expected: String) {
        #expect(Outcome(text).plain == expected)
    }

    @Test(arguments: [
        "\u{7F}", "\u{80}", "\u{85}", "\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}",
    ])
    func quotedTextKeepsEveryCharacter(character: String) throws {
        // The neighbours are possible substitutes of the character, so that a mix-up would show.
        let value = "a \(character)\u{10F000}\u{10F03F} b"
        let node = try #require(Outcome("- \"\(value)\"\n- '\(value)'\n- x").node?.sequence)
        #expect(
            node.map { $0.string.map { Array($0.utf8) } } == [Array(value.utf8), Array(value.utf8), Array("x".utf8)]
        )
        #expect(node[2].location.line == 3)
    }

    @Test func unquotedControlsAreErrors() {
        #expect(Outcome("a: x\u{7F}").errors == ["1:4: the character U+007F can stand only in quotes [/a]"])
        #expect(Outcome("a: x\u{2028}y").plain == "{a: \("x\u{2028}y".debugDescription)}")
    }

    @Test func aLoneSurrogateIsAnError() {
        let expected = [#"1:2: \ud83d is half of a surrogate pair and names no character; give both halves [/0]"#]
        #expect(Outcome(#"["\ud83d"]"#).errors == expected)
        #expect(Outcome(#"["\ud83d\u0041"]"#).errors == expected)
    }

    @Test func keysOfAnyLengthAreRead() throws {
        let key = String(repeating: "k", count: 3_000)
        let node = try #require(Outcome(#"{"x": {"\#(key)": 1, "\#(key)2" : 2, "y": 3}}"#).node?["x"]?.mapping)
        #expect(node.map(\.value.integer) == [1, 2, 3])
        #expect(node.map(\.keyLocation.column) == [8, 3_015, 6_024])
        #expect(node.map(\.value.location.column) == [3_012, 6_021, 6_029])
    }
}
