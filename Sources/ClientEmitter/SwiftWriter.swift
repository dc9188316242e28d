/// Collects lines of Swift with their indentation.
struct SwiftWriter {
    private(set) var text = ""
    private var depth = 0

    /// The number of columns that `swift format` breaks at.
    static let width = 120

    mutating func line(_ line: String = "") {
        if !line.isEmpty {
            text += String(repeating: "    ", count: depth)
            text += line
        }
        text += "\n"
    }

    /// Lines that were written elsewhere, brought to this depth.
    mutating func lines(_ lines: [String]) {
        for line in lines { self.line(line) }
    }

    mutating func indented(_ body: (inout SwiftWriter) -> Void) {
        depth += 1
        body(&self)
        depth -= 1
    }

    /// `head {`, the body, `}`.
    mutating func block(_ head: String, _ body: (inout SwiftWriter) -> Void) {
        line(head + " {")
        indented(body)
        line("}")
    }

    /// An expression after `prefix` and before `suffix`.
    mutating func source(_ source: Source, prefix: String = "", suffix: String = "") {
        lines(source.lines(prefix: prefix, suffix: suffix, indentation: depth * 4))
    }

    /// A list of what the document names after `head`, one item a line.
    mutating func items(_ head: String, _ items: [Source], close: String = ")", then tail: String = "") {
        source(.items(head, items, close: close), suffix: tail)
    }

    /// A list after `head`: on one line where it fits, else one item a line.
    mutating func list(
        _ head: String,
        _ items: [Source],
        close: String = ")",
        then tail: String = "",
        breaks: Bool = false
    ) {
        source(.list(head, items, close: close, breaks: breaks), suffix: tail)
    }
}
