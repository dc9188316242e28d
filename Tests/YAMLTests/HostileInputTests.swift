import HandingerGeneratorDiagnostics
import HandingerGeneratorYAML
import Testing

@Suite(.timeLimit(.minutes(5))) struct HostileInputTests {
    @Test(arguments: ["[", "{", "{\"a\":", "[{a: "])
    func deepNestingEndsAtOnce(opening: String) {
        let text = String(repeating: opening, count: 1_000_000)
        let clock = ContinuousClock()
        var outcome = Outcome("")
        let duration = clock.measure { outcome = Outcome(text) }
        #expect(outcome.errors.count == 1)
        #expect(outcome.errors.first?.contains("nested more than \(Limits().depth) levels deep") == true)
        #expect(duration < .seconds(60))
    }

    @Test func nestingUpToTheLimitIsRead() {
        let depth = Limits().depth
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(Outcome(text).node != nil)
        #expect(Outcome("[" + text + "]").errors.count == 1)
        let indented = (0...depth).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        let place = "\(depth + 1):\(depth + 1)"
        #expect(Outcome(indented).errors.first?.hasPrefix("\(place): the document is nested more") == true)
    }

    @Test func aliasBombsEndAtOnce() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...20 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let errors = Outcome(text).errors
        #expect(errors.count == 1)
        #expect(errors.first?.contains("aliases make the document too large") == true)
    }

    @Test func aliasesCannotNestDeeperThanTheLimit() {
        var limits = Limits()
        limits.depth = 128
        var text = "- &a0 x\n"
        for level in 1...200 { text += "- &a\(level) [*a\(level - 1)]\n" }
        #expect(
            Outcome(text, limits: limits).errors
                == ["129:10: aliases nest the document more than 128 levels deep [/128/0]"]
        )
    }

    @Test func limitsAreErrorsAtTheirPlace() {
        var limits = Limits()
        limits.nodes = 4
        #expect(Outcome("[a,\nb, c, d]", limits: limits).errors == ["2:7: the document has more than 4 values [/3]"])
        limits = Limits()
        limits.documentBytes = 8
        #expect(
            Outcome("a: 123456", limits: limits).errors
                == ["1:1: the file has 9 bytes; documents of at most 8 bytes are read"]
        )
        limits = Limits()
        limits.errors = 3
        let errors = Outcome(String(repeating: "a: 1\n", count: 10), limits: limits).errors
        #expect(errors.count == 4)
        #expect(errors.last?.hasSuffix("there are more than 3 errors; the rest of the document was not read") == true)
    }

    @Test func manyDirectivesAreRefused() {
        let text = (0..<100_000).map { "%TAG !t\($0)! tag:x,2000:\n" }.joined() + "---\na"
        #expect(Outcome(text).errors == ["102:1: the document has more than 100 directives"])
    }

    @Test func largeFlatDocumentsAreReadInLinearTime() {
        let clock = ContinuousClock()
        let duration = clock.measure {
            let keys = (0..<100_000).map { "\"k\($0)\": 1" }.joined(separator: ",")
            #expect(Outcome("{\(keys)}").node?.mapping?.count == 100_000)
            #expect(Outcome("\"" + String(repeating: "\u{7F}", count: 2_000_000) + "\"").node != nil)
        }
        #expect(duration < .seconds(60))
    }

    /// Every prefix of a text, and every text with one byte changed, gives a tree or an error.
    @Test func brokenTextNeverTraps() {
        let text = Array(
            "%YAML 1.2\n---\na: &x [1, 'q', \"\\ud83d\\ude00\u{2028}\"]\n<<: {b: *x}\n? |\n  t\n: !!str é\n".utf8
        )
        for index in text.indices {
            _ = Outcome(Array(text[..<index]))
            for byte: UInt8 in [0, 0x09, 0x0A, 0x22, 0x2A, 0x3A, 0x5B, 0x7B, 0x7F, 0x80, 0xC2, 0xF4, 0xFF] {
                var changed = text
                changed[index] = byte
                _ = Outcome(changed)
            }
        }
    }
}
