import HandingerGeneratorDiagnostics
import Testing

@Suite struct DiagnosticsTests {
    private func render(_ text: String, line: Int, column: Int, _ message: String = "m") -> String {
        let renderer = DiagnosticRenderer(file: SourceFile(name: "a.yaml", bytes: Array(text.utf8)))
        let location = SourceLocation(line: line, column: column)
        return renderer.render(Diagnostic(.error, message, at: location, JSONPointer(["a/b", "0"])))
    }

    @Test func onlyTheFirstDiagnosticsAreShownAndTheRestCounted() {
        var diagnostics = DiagnosticList()
        let limit = DiagnosticRenderer.limit
        for line in 1...(limit + 2) {
            diagnostics.warning("w", at: SourceLocation(line: line, column: 1), JSONPointer())
        }
        for line in 1...(limit + 1) {
            diagnostics.error("e", at: SourceLocation(line: 2 * line, column: 1), JSONPointer())
        }
        let file = SourceFile(name: "a.yaml", bytes: [])
        let lines = DiagnosticRenderer(file: file).render(diagnostics).split(separator: "\n")
        #expect(lines.count == 2 * limit + 2)
        #expect(lines.prefix(3) == ["a.yaml:1:1: warning: w", "a.yaml:2:1: error: e", "a.yaml:2:1: warning: w"])
        #expect(
            lines.suffix(2) == [
                "a.yaml: error: 1 more error not shown; correct these first",
                "a.yaml: warning: 2 more warnings not shown; correct these first",
            ]
        )
    }

    @Test func aDiagnosticShowsItsLine() {
        #expect(render("x: 1\r\ny:  é2\n", line: 2, column: 6) == "a.yaml:2:6: error: m [/a~1b/0]\ny:  é2\n     ^")
    }

    @Test func thePointerOfTheRootIsLeftOut() {
        let renderer = DiagnosticRenderer(file: SourceFile(name: "a.yaml", bytes: []))
        #expect(renderer.render(Diagnostic(.warning, "m", at: .start, JSONPointer())) == "a.yaml:1:1: warning: m")
    }

    @Test func tabsKeepTheCaretBelowItsPlace() {
        #expect(render("\ta:\tb", line: 1, column: 5).hasSuffix("\n\ta:\tb\n\t  \t^"))
    }

    @Test func aFaultAfterTheLineHasACaret() {
        #expect(render("abc\n", line: 1, column: 4).hasSuffix("\nabc\n   ^"))
        #expect(render("abc\n\n", line: 2, column: 1) == "a.yaml:2:1: error: m [/a~1b/0]")
        #expect(render("abc\n", line: 9, column: 9) == "a.yaml:9:9: error: m [/a~1b/0]")
    }

    @Test func longLinesAreClipped() {
        let text = String(repeating: "a", count: 5_000) + "X" + String(repeating: "b", count: 5_000)
        let lines = render(text, line: 1, column: 5_001).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[1].count == 102)
        #expect(lines[1].dropFirst(lines[2].count - 1).first == "X")
        #expect(render(String(repeating: "a", count: 5_000), line: 1, column: 3).hasSuffix("a…\n  ^"))
    }

    @Test func documentTextCannotControlTheTerminal() {
        let text = "k: \u{1B}[31m\u{202E}\u{200B}é"
        let shown = render(text, line: 1, column: 11, "bad \u{1B}]0;\u{7}\n name")
        #expect(
            shown == "a.yaml:1:11: error: bad \\u{1B}]0;\\u{7}\\u{A} name [/a~1b/0]\n"
                + "k: \\u{1B}[31m\\u{202E}\\u{200B}é\n" + String(repeating: " ", count: 29) + "^"
        )
        let renderer = DiagnosticRenderer(file: SourceFile(name: "a\u{1B}.yaml", bytes: []))
        let place = JSONPointer(["\u{202E}"])
        #expect(
            renderer.render(Diagnostic(.error, "m", at: .start, place)) == "a\\u{1B}.yaml:1:1: error: m [/\\u{202E}]"
        )
    }

    @Test func diagnosticsAreSortedAndEachOnce() {
        var list = DiagnosticList()
        list.warning("w", at: SourceLocation(line: 2, column: 1), JSONPointer())
        list.error("b", at: SourceLocation(line: 1, column: 2), JSONPointer())
        list.error("a", at: SourceLocation(line: 1, column: 2), JSONPointer())
        list.error("a", at: SourceLocation(line: 1, column: 2), JSONPointer())
        let renderer = DiagnosticRenderer(file: SourceFile(name: "f", bytes: []))
        #expect(renderer.render(list) == "f:1:2: error: a\nf:1:2: error: b\nf:2:1: warning: w\n")
    }

    @Test(arguments: [
        ("requried", "required"), ("propertys", "properties"), ("Type", "type"), ("stirng", "string"),
        ("/components/schemas/Wroker", "/components/schemas/Worker"),
    ])
    func similarNamesAreSuggested(typed: String, expected: String) {
        let candidates = ["required", "properties", "type", "string", "/components/schemas/Worker", "x"]
        #expect(closestMatch(for: typed, among: candidates) == expected)
    }

    @Test func distantNamesAreNotSuggested() {
        #expect(closestMatch(for: "banana", among: ["required", "type", "a", ""]) == nil)
        #expect(closestMatch(for: "a", among: ["b", "c"]) == nil)
        #expect(closestMatch(for: "type", among: ["type"]) == nil)
    }

    @Test(arguments: ["", "/a~1b/~0", "/", "//x"])
    func pointersRoundTrip(text: String) {
        #expect(JSONPointer(parsing: text)?.description == text)
    }

    @Test(arguments: ["a", "/~", "/~2", "#/a"])
    func invalidPointersAreNil(text: String) {
        #expect(JSONPointer(parsing: text) == nil)
    }
}
