import APIRuntime

/// A JSON value as an outline with a line for each member and element.
struct ExplorerOutline {
    struct Line {
        /// The name or index; nil for a line of a long text.
        var label: String?
        /// The value, or a summary of a container or long text.
        var text: String
        var kind: Kind
        var depth: Int
        var parent: Int?
        /// The index after the last descendant.
        var end: Int
    }

    enum Kind {
        case null, bool, number, string, container
        /// A line of a long text.
        case piece
    }

    /// The lines in document order.
    private(set) var lines: [Line] = []

    /// The maximum length of a text that is shown on one line.
    private static let shortText = 60
    private static let pieceLength = 72

    init(_ tree: JSONTree) {
        add(tree, label: nil, depth: 0, parent: nil)
    }

    func hasLines(below index: Int) -> Bool { lines[index].end > index + 1 }

    private mutating func add(_ tree: JSONTree, label: String?, depth: Int, parent: Int?) {
        let index = lines.count
        lines.append(
            Line(label: label, text: Self.summary(tree), kind: Self.kind(tree), depth: depth, parent: parent, end: 0)
        )
        switch tree {
        case .array(let elements):
            for (position, element) in elements.enumerated() {
                add(element, label: String(position), depth: depth + 1, parent: index)
            }
        case .object(let members):
            for member in members { add(member.value, label: member.name, depth: depth + 1, parent: index) }
        case .string(let text, _) where text.count > Self.shortText || text.contains("\n"):
            for piece in Self.pieces(of: text) {
                lines.append(
                    Line(
                        label: nil,
                        text: piece,
                        kind: .piece,
                        depth: depth + 1,
                        parent: index,
                        end: lines.count + 1
                    )
                )
            }
        default: break
        }
        lines[index].end = lines.count
    }

    private static func kind(_ tree: JSONTree) -> Kind {
        switch tree {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array, .object: .container
        }
    }

    private static func summary(_ tree: JSONTree) -> String {
        switch tree {
        case .array(let elements): elements.isEmpty ? "[]" : "[\(elements.count)]"
        case .object(let members): members.isEmpty ? "{}" : "{\(members.count)}"
        case .string(let text, _): JSONWriter.quoted(String(text.prefix(1_000)))
        default: JSONWriter(isIndented: false).text(of: tree)
        }
    }

    /// Wraps a text to lines that fit most terminals, at spaces if possible.
    private static func pieces(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            var rest = line
            var pieces: [String] = []
            while true {
                // At least one character, however wide.
                let whole = rest.prefix(Swift.max(1, rest.prefix(columns: pieceLength).count))
                guard whole.endIndex < rest.endIndex else { break }
                let cut = whole.lastIndex(of: " ").map { rest.index(after: $0) } ?? whole.endIndex
                pieces.append(String(rest[..<cut]))
                rest = rest[cut...]
            }
            return (pieces + [String(rest)]).map(\.terminalSafeLine)
        }
    }

    /// The path of a line in the syntax of `--transform`.
    func path(to index: Int) -> String {
        var names: [String] = []
        var next: Int? = index
        while let line = next.map({ lines[$0] }) {
            if let label = line.label { names.insert(Self.escaped(label), at: 0) }
            next = line.parent
        }
        return names.isEmpty ? "@this" : names.joined(separator: ".")
    }

    private static func escaped(_ name: String) -> String {
        var result = ""
        for character in name {
            if #".*?|#@!{}[]()\"#.contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}

/// Renders the state of the viewer as terminal lines.
struct ExplorerScreen {
    let palette: Palette

    /// As many lines as the terminal has rows, none wider than its columns.
    func lines(of state: ExplorerState) -> [String] {
        let shown = state.visible[state.top...].prefix(state.height)
        var lines = shown.enumerated().map { offset, index in
            line(index, of: state, isSelected: state.top + offset == state.cursor)
        }
        lines += Array(repeating: "", count: state.height - lines.count)
        guard state.size.rows > 1 else { return lines }
        return lines + [palette.dim(footer(of: state).fitting(state.size.columns))]
    }

    private func footer(of state: ExplorerState) -> String {
        if let query = state.query { return "/\(query.terminalSafeLine)▏" }
        if let message = state.message { return message.terminalSafeLine }
        let position = "\(state.cursor + 1)/\(state.visible.count)"
        return "\(position)  \(state.outline.path(to: state.selected).terminalSafeLine)  (? for keys)"
    }

    private func line(_ index: Int, of state: ExplorerState, isSelected: Bool) -> String {
        let line = state.outline.lines[index]
        let marker = !state.outline.hasLines(below: index) ? "  " : state.isOpen(index) ? "▾ " : "▸ "
        let indent = String(repeating: "  ", count: line.depth) + marker
        let label = line.label.map { $0.terminalSafeLine + ": " } ?? ""
        let room = max(0, state.size.columns - indent.columns)
        let head = label.fitting(room)
        let value = line.text.terminalSafeLine.fitting(room - head.columns)
        if isSelected { return palette.inverse((indent + head + value).fitting(state.size.columns)) }
        let isFound = state.matches(index, state.lastQuery.lowercased())
        let text = indent.fitting(state.size.columns) + palette.blue(head) + paint(value, line.kind)
        return isFound ? palette.bold(text) : text
    }

    private func paint(_ text: String, _ kind: ExplorerOutline.Kind) -> String {
        switch kind {
        case .null, .container: palette.dim(text)
        case .bool, .number: palette.yellow(text)
        case .string, .piece: palette.green(text)
        }
    }
}
