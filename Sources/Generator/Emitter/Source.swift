/// An expression or parameter list that is laid out when written: on one line if it fits, else one item per line, as
/// `swift format` does.
enum Source: ExpressibleByStringInterpolation {
    /// Verbatim text.
    case line(Line)
    /// Text of the document as a string literal.
    case literal(String)
    /// `head`, the items, `close`: a call, an array, a parameter list.
    case list(Line, [Source], close: String, breaks: Bool)
    /// A list with one item per line and a trailing comma, so that adding an item changes no other line.
    case items(Line, [Source], close: String = ")")
    /// `label: value`.
    indirect case labelled(String, Source)
    /// A multi-line string literal, given as lines.
    case multiline([String])

    init(stringLiteral value: String) {
        self = .line(Line(value))
    }

    init(stringInterpolation: Line.StringInterpolation) {
        self = .line(Line(stringInterpolation: stringInterpolation))
    }

    static func text(_ text: String) -> Source {
        .line(Line(text))
    }

    static func call(_ head: Line, _ items: [Source], close: String = ")", breaks: Bool = false) -> Source {
        .list(head, items, close: close, breaks: breaks)
    }

    static func array(_ items: [Source], breaks: Bool = false) -> Source {
        .list("[", items, close: "]", breaks: breaks)
    }

    /// Appends the text on one line; returns false, with part of it appended, if it needs a line break.
    func append(to output: inout TextBuffer) -> Bool {
        switch self {
        case .line(let text):
            output.append(text)
            return true
        case .literal(let text):
            output.append(literal: text)
            return true
        case .labelled(let label, let value):
            output.append(label)
            output.append(": ")
            return value.append(to: &output)
        case .multiline:
            return false
        case .items(let head, let items, let close):
            guard items.isEmpty else { return false }
            output.append(head)
            output.append(close)
            return true
        case .list(let head, let items, let close, let breaks):
            guard !breaks || items.isEmpty else { return false }
            output.append(head)
            for (index, item) in items.enumerated() {
                if index > 0 { output.append(", ") }
                guard item.append(to: &output) else { return false }
            }
            output.append(close)
            return true
        }
    }

    /// The column that `swift format` reserves for the trailing comma of a literal.
    var reserve: Int {
        guard case .list(let head, let items, let close, _) = self, items.count > 1 else { return 0 }
        return head.last == UInt8(ascii: "[") && close == "]" ? 1 : 0
    }
}
