import APIRuntime

/// Writes values as JSON, on one line or indented by two spaces.
///
/// Terminal control characters become JSON escapes.
struct JSONWriter {
    let palette: Palette
    let isIndented: Bool

    init(palette: Palette = .plain, isIndented: Bool) {
        self.palette = palette
        self.isIndented = isIndented
    }

    func text(of value: JSONTree) -> String {
        var text = ""
        write(value, depth: 0, to: &text)
        return text
    }

    private func write(_ value: JSONTree, depth: Int, to text: inout String) {
        switch value {
        case .null: text += palette.dim("null")
        case .bool(let value): text += palette.yellow(String(value))
        case .number(let value): text += palette.yellow(value)
        case .string(let value, _): text += palette.green(Self.quoted(value))
        case .array(let elements):
            writeItems(elements, between: ("[", "]"), depth: depth, to: &text) { element, text in
                write(element, depth: depth + 1, to: &text)
            }
        case .object(let members):
            writeItems(members, between: ("{", "}"), depth: depth, to: &text) { member, text in
                text += palette.blue(Self.quoted(member.name)) + (isIndented ? ": " : ":")
                write(member.value, depth: depth + 1, to: &text)
            }
        }
    }

    private func writeItems<Item>(
        _ items: [Item],
        between brackets: (open: String, close: String),
        depth: Int,
        to text: inout String,
        item write: (Item, inout String) -> Void
    ) {
        text += brackets.open
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            breakLine(depth: depth + 1, in: &text)
            write(item, &text)
        }
        if !items.isEmpty { breakLine(depth: depth, in: &text) }
        text += brackets.close
    }

    private func breakLine(depth: Int, in text: inout String) {
        if isIndented { text += "\n" + String(repeating: "  ", count: depth) }
    }

    /// The text as a JSON string, which is also a double-quoted YAML scalar.
    ///
    /// - Parameter isEscaped: Whether to escape a scalar below U+10000 that JSON and terminals allow.
    static func quoted(_ text: String, escaping isEscaped: (Unicode.Scalar) -> Bool = { _ in false }) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where scalar.isTerminalControl || isEscaped(scalar):
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output + "\""
    }
}
