import APIRuntime
import Foundation
import Testing

@testable import HandingerCLI

/// The viewer without a terminal: key presses and rendered lines.
@Suite struct ExplorerTests {
    private static let json = """
        {"id":"w","files":[{"name":"a.md","size":1.50},{"name":"b\\u001b[2J.md","size":2}],"empty":[],"on":true,\
        "text":"line 1\\nline 2","none":null}
        """

    private static func state(
        _ keys: String = "",
        size: TerminalSize = TerminalSize(columns: 40, rows: 10)
    ) throws
        -> ExplorerState
    {
        var state = ExplorerState(try JSONTree(parsing: Array(json.utf8)), size: size)
        for key in keys { _ = state.press(.character(key)) }
        return state
    }

    private static func shown(_ state: ExplorerState) -> [String] {
        ExplorerScreen(palette: .plain).lines(of: state).map { line in
            line.replacing("\u{1B}[7m", with: ">").replacing("\u{1B}[0m", with: "")
        }
    }

    @Test func startsWithTheRootExpanded() throws {
        #expect(
            Self.shown(try Self.state()) == [
                ">▾ {6}", "    id: \"w\"", "  ▸ files: [2]", "    empty: []", "    on: true",
                "  ▸ text: \"line 1\\nline 2\"", "    none: null", "", "", "1/7  @this  (? for keys)",
            ]
        )
    }

    @Test func expandsAndCollapsesLines() throws {
        var state = try Self.state("jj")
        _ = state.press(.right)
        _ = state.press(.right)
        _ = state.press(.enter)
        #expect(
            Self.shown(state)[2...6] == [
                "  ▾ files: [2]", ">    ▾ 0: {2}", "        name: \"a.md\"", "        size: 1.50", "    ▸ 1: {2}",
            ]
        )
        _ = state.press(.left)
        _ = state.press(.left)
        #expect(Self.shown(state)[2...3] == [">  ▾ files: [2]", "    ▸ 0: {2}"])
        _ = state.press(.left)
        #expect(Self.shown(state)[2...3] == [">  ▸ files: [2]", "    empty: []"])
    }

    @Test func expandsAndCollapsesAllAndKeepsTheCursorVisible() throws {
        var state = try Self.state("e")
        #expect(state.visible.count == 15)
        _ = state.press(.end)
        _ = state.press(.character("/"))
        for character in "1.50" { _ = state.press(.character(character)) }
        _ = state.press(.enter)
        #expect(state.outline.path(to: state.selected) == "files.0.size")
        _ = state.press(.character("c"))
        #expect(state.visible.count == 7)
        #expect(state.outline.path(to: state.selected) == "files")
    }

    @Test func searchExpandsTheAncestorsOfAMatch() throws {
        var state = try Self.state("/B")
        #expect(Self.shown(state).last == "/B▏")
        _ = state.press(.backspace)
        for character in "NAME" { _ = state.press(.character(character)) }
        _ = state.press(.enter)
        #expect(state.outline.path(to: state.selected) == "files.0.name")
        _ = state.press(.character("n"))
        #expect(state.outline.path(to: state.selected) == "files.1.name")
        _ = state.press(.character("n"))
        #expect(state.outline.path(to: state.selected) == "files.0.name")
        _ = state.press(.character("N"))
        #expect(state.outline.path(to: state.selected) == "files.1.name")
        for key in "/zzz" { _ = state.press(.character(key)) }
        _ = state.press(.enter)
        #expect(Self.shown(state).last == "\"zzz\" is not there")
        #expect(state.outline.path(to: state.selected) == "files.1.name")
    }

    @Test func longTextsWrap() throws {
        var state = try Self.state("/line")
        _ = state.press(.enter)
        _ = state.press(.right)
        _ = state.press(.end)
        _ = state.press(.up)
        #expect(Self.shown(state)[5...7] == ["  ▾ text: \"line 1\\nline 2\"", "      line 1", ">      line 2"])
        let words = String(repeating: "word ", count: 40)
        let outline = ExplorerOutline(.string(words))
        #expect(outline.lines.dropFirst().map(\.text).joined() == words)
        #expect(outline.lines.dropFirst().allSatisfy { $0.text.count <= 72 })
    }

    @Test(arguments: [
        TerminalSize(columns: 1, rows: 1), TerminalSize(columns: 12, rows: 3), TerminalSize(columns: 200, rows: 60),
    ])
    func linesFitTheTerminal(size: TerminalSize) throws {
        var state = try Self.state("e", size: size)
        for key in [ExplorerKey.end, .pageUp, .pageDown, .down, .home, .pageDown, .up] {
            _ = state.press(key)
            let lines = Self.shown(state)
            #expect(lines.count == size.rows)
            #expect(lines.allSatisfy { $0.drop { $0 == ">" }.columns <= size.columns })
            #expect(lines.contains { $0.hasPrefix(">") })
            #expect(lines.allSatisfy { !$0.unicodeScalars.contains { $0.isTerminalControl } })
        }
        state.resize(TerminalSize(columns: 5, rows: 2))
        #expect(Self.shown(state).count == 2)
    }

    @Test func pathsUseTheSyntaxOfTransform() throws {
        let tree = try JSONTree(parsing: Array(##"{"a.b":{"@this":[1,{"x|y":2,"#":3}]},"é":4,"q\"":5}"##.utf8))
        let outline = ExplorerOutline(tree)
        for (index, line) in outline.lines.enumerated() where line.kind == .number {
            let value = try GJSONPath(outline.path(to: index)).value(in: tree)
            #expect(value == .number(line.text), "\(outline.path(to: index))")
        }
    }

    @Test func decodesKeysAtAnyChunkBoundary() {
        let bytes = Array("a\u{1B}[A\u{1B}OB\u{1B}[5~\u{1B}[1;5Cé\u{1B}[99~\r\u{7F}\u{3}\u{1}".utf8)
        let expected: [ExplorerKey] = [
            .character("a"), .up, .down, .pageUp, .right, .character("é"), .enter, .backspace, .interrupt,
        ]
        for cut in 0...bytes.count {
            var decoder = ExplorerKeyDecoder()
            #expect(decoder.decode(bytes[..<cut]) + decoder.decode(bytes[cut...]) == expected)
            #expect(!decoder.isWaiting)
        }
        var decoder = ExplorerKeyDecoder()
        #expect(decoder.decode([0x1B]).isEmpty)
        #expect(decoder.isWaiting && decoder.flush() == [.escape])
        #expect(decoder.decode([0x1B, UInt8(ascii: "q")]) == [.escape, .character("q")])
    }

    @Test(arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("😀", 2), ("👨‍👩‍👧", 2), ("\u{200B}", 0),
        ("✅", 2), ("⭐", 2), ("⌚", 2), ("❌", 2), ("🇪🇸", 2), ("1️⃣", 2), ("❤️", 2), ("❤", 1), ("한", 2), ("ｱ", 1), ("Ａ", 2),
        ("〈", 2), ("🫠", 2), ("─", 1), ("\u{30000}", 2), ("\u{10FFFD}", 1),
    ])
    func columns(text: String, expected: Int) {
        #expect(text.columns == expected)
        #expect("漢字".fitting(3) == "漢…")
        #expect("漢字".fitting(4) == "漢字")
        #expect("ab".fitting(0) == "")
        #expect("漢字".padded(to: 3) == "漢 ")
    }
}

extension ProcessTests {
    /// The viewer in a pseudo-terminal.
    @Suite struct ExplorerProcessTests {
        private static let before = "\u{1B}[?1049h\u{1B}[?25l"
        private static let after = "\u{1B}[?25h\u{1B}[?1049l"

        /// Runs the viewer, performs an action once it is visible, and returns its output and exit status.
        private func explore(
            _ arguments: [String] = [],
            status: Int = 200,
            act: (Terminal, RunningTool) throws -> Void
        ) async throws -> (shown: String, run: Tool.Run) {
            try await Tool.withAnswer(status: status, body: #"{"id": "w", "list": [1, 2]}"#) { tool, _ in
                var tool = tool
                tool.environment["TERM"] = "xterm"
                let terminal = try Terminal(columns: 60, rows: 12)
                let before = try terminal.settings()
                let running = try tool.start(
                    ["workers", "retrieve", "w"] + arguments,
                    terminal: terminal,
                    output: terminal.program,
                    errors: terminal.program
                )
                let start = try await terminal.waitUntilShown("for keys)")
                try act(terminal, running)
                let run = try await running.end()
                #expect(try terminal.settings() == before)
                return (start + (try terminal.shown()), run)
            }
        }

        @Test func keysMoveAndQuit() async throws {
            let (shown, run) = try await explore(["--format", "explore"]) { terminal, _ in
                try terminal.type("jj\u{1B}[Cq")
            }
            #expect(run.status == 0)
            #expect(shown.contains(Self.before) && shown.hasSuffix(Self.after))
            #expect(shown.contains("list: ") && shown.contains("3/5  list"))
        }

        @Test(
            arguments: [("\u{3}", nil, 130), (nil, SIGTERM, 143), (nil, SIGHUP, 143), (nil, SIGINT, 130)]
                as [(String?, Int32?, Int32)]
        )
        func restoresTheTerminalOnEveryExit(key: String?, signal: Int32?, status: Int32) async throws {
            let (shown, run) = try await explore(["--format", "explore"]) { terminal, running in
                if let key { try terminal.type(key) }
                if let signal { kill(running.process.processIdentifier, signal) }
            }
            #expect(run.status == status)
            #expect(shown.hasSuffix(Self.after), "\(shown.debugDescription)")
        }

        @Test func redrawsAfterAResize() async throws {
            let (shown, run) = try await explore(["--format", "explore"]) { terminal, running in
                try terminal.resize(columns: 20, rows: 3)
                kill(running.process.processIdentifier, SIGWINCH)
                try terminal.type("q")
            }
            #expect(run.status == 0)
            #expect(shown.hasSuffix(Self.after))
        }

        @Test func showsErrorBodies() async throws {
            let (shown, run) = try await explore(["--format-error", "explore"], status: 404) { terminal, _ in
                try terminal.type("q")
            }
            #expect(run.status == 4)
            #expect(shown.contains("404 Not Found") && shown.hasSuffix(Self.after))
        }

        @Test func printsJSONWithoutATerminal() async throws {
            try await Tool.withAnswer(body: #"{"a": 1}"#) { tool, _ in
                let run = try await tool.run("workers", "retrieve", "w", "--format", "explore")
                #expect(run.output == "{\n  \"a\": 1\n}\n")
                #expect(run.errors == "warning: there is no terminal for the viewer; printing JSON\n")
            }
        }
    }
}
