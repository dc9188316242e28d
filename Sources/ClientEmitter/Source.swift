/// An expression or a list of parameters, laid out when it is written: on one line where it fits, else one item
/// a line, as `swift format` breaks it.
indirect enum Source: ExpressibleByStringInterpolation {
    /// As it stands.
    case text(String)
    /// `head`, the items, `close`: a call, an array, a parameter list.
    case list(String, [Source], close: String, breaks: Bool)
    /// A list of what the document names: each item on a line of its own and with a comma, so that one more, also
    /// at the end, changes no other line.
    case items(String, [Source], close: String = ")")
    /// `label: value`.
    case labelled(String, Source)
    /// A multi-line string literal, by its lines.
    case multiline([String])

    init(stringLiteral value: String) {
        self = .text(value)
    }

    static func call(_ head: String, _ items: [Source], close: String = ")", breaks: Bool = false) -> Source {
        .list(head, items, close: close, breaks: breaks)
    }

    static func array(_ items: [Source], breaks: Bool = false) -> Source {
        .list("[", items, close: "]", breaks: breaks)
    }

    /// The text without a line break; nil where there has to be one.
    private var single: String? {
        switch self {
        case .text(let text): return text
        case .labelled(let label, let value): return value.single.map { label + ": " + $0 }
        case .multiline: return nil
        case .items(let head, let items, let close): return items.isEmpty ? head + close : nil
        case .list(let head, let items, let close, let breaks):
            guard !breaks || items.isEmpty else { return nil }
            var texts: [String] = []
            for item in items {
                guard let text = item.single else { return nil }
                texts.append(text)
            }
            return head + texts.joined(separator: ", ") + close
        }
    }

    /// The lines, the first after `prefix`, the last before `suffix`, not yet indented.
    ///
    /// - Parameter indentation: Columns to the left of the first line.
    func lines(prefix: String = "", suffix: String = "", indentation: Int) -> [String] {
        if let single, indentation + (prefix + single + suffix).count <= SwiftWriter.width - reserve {
            return [prefix + single + suffix]
        }
        switch self {
        case .text(let text):
            return [prefix + text + suffix]
        case .labelled(let label, let value):
            if case .text = value {
                // Nothing to break but the space after the label.
                return [prefix + label + ":"]
                    + value.lines(suffix: suffix, indentation: indentation + 4).map(Self.inner)
            }
            return value.lines(prefix: prefix + label + ": ", suffix: suffix, indentation: indentation)
        case .multiline(let lines):
            let body = lines.map { $0.isEmpty ? "" : SwiftLiteral.escaped($0) } + ["\"\"\"" + suffix]
            // By itself on its line, the text is as far in as the quotes.
            return [prefix + "\"\"\""] + (prefix.isEmpty ? body : body.map(Self.inner))
        case .items(let head, let items, let close):
            // A literal of one item has no comma: `swift format` takes it away.
            let comma = close.hasPrefix("]") && items.count == 1 ? "" : ","
            let body = items.flatMap { $0.lines(suffix: comma, indentation: indentation + 4).map(Self.inner) }
            return [prefix + head] + body + [close + suffix]
        case .list(let head, let items, let close, _):
            var lines = [prefix + head]
            // Literals of several items end with a comma, calls do not.
            let isLiteral = close.hasPrefix("]") && items.count > 1
            for (index, item) in items.enumerated() {
                let comma = index + 1 < items.count || isLiteral ? "," : ""
                lines += item.lines(suffix: comma, indentation: indentation + 4).map(Self.inner)
            }
            return lines + [close + suffix]
        }
    }

    /// The formatter keeps a column for the comma that a literal of several items has when it is broken.
    private var reserve: Int {
        if case .list(let head, let items, "]", _) = self, head.hasSuffix("["), items.count > 1 { 1 } else { 0 }
    }

    private static func inner(_ line: String) -> String {
        line.isEmpty ? "" : "    " + line
    }
}
