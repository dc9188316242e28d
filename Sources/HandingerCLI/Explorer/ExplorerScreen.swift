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
