import APIRuntime

/// Writes values for human readers: framed, with aligned names and unquoted texts.
struct PrettyWriter {
    let palette: Palette

    init(palette: Palette = .plain) {
        self.palette = palette
    }

    /// The framed value, which ends with a line break.
    func text(of value: JSONTree, title: String) -> String {
        let bar = palette.dim("│")
        let body = lines(of: value).map { $0.isEmpty ? bar : "\(bar) \($0)" }
        return ([palette.dim("╭─ ") + palette.bold(title.terminalSafeLine)] + body + [palette.dim("╰─"), ""])
            .joined(separator: "\n")
    }

    private func lines(of value: JSONTree) -> [String] {
        switch value {
        case .object(let members) where !members.isEmpty: lines(of: members)
        case .array(let elements) where !elements.isEmpty: elements.flatMap(item)
        default: scalar(value)
        }
    }

    private func lines(of members: [JSONTree.Member]) -> [String] {
        let names = members.map(\.name.terminalSafeLine)
        let isFlat = members.map { !$0.value.isContainer || $0.value == .array([]) || $0.value == .object([]) }
        let width = zip(names, isFlat).filter(\.1).map { min($0.0.columns, 24) }.max() ?? 0
        return zip(members, zip(names, isFlat)).flatMap { member, column -> [String] in
            let (name, isFlat) = column
            guard isFlat else { return [palette.cyan(name)] + lines(of: member.value).map { "  " + $0 } }
            let padding = String(repeating: " ", count: max(0, width - name.columns) + 2)
            let hang = String(repeating: " ", count: max(width, name.columns) + 2)
            return scalar(member.value).enumerated().map { index, line in
                index == 0 ? palette.cyan(name) + padding + line : hang + line
            }
        }
    }

    private func item(_ element: JSONTree) -> [String] {
        lines(of: element).enumerated().map { index, line in (index == 0 ? palette.dim("• ") : "  ") + line }
    }

    private func scalar(_ value: JSONTree) -> [String] {
        switch value {
        case .null: [palette.dim("none")]
        case .bool(let value): [palette.yellow(value ? "yes" : "no")]
        case .number(let value): [palette.yellow(value)]
        case .string("", _): [palette.dim("empty")]
        case .string(let text, _):
            text.terminalSafe.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        case .array, .object: [palette.dim("none")]
        }
    }
}
