import Foundation

/// Collects lines of Swift with their indentation.
struct SwiftWriter {
    private(set) var text = ""
    private var depth = 0

    /// The number of columns that `swift format` breaks at.
    static let width = 120

    mutating func line(_ line: String = "") {
        if !line.isEmpty {
            for _ in 0..<depth { text += "    " }
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
        if depth * 4 + head.count + 2 > Self.width, let colon = head.range(of: ": ", options: .backwards) {
            line(String(head[..<colon.lowerBound]) + ":")
            indented { $0.line(String(head[colon.upperBound...])) }
            line("{")
        } else {
            line(head + " {")
        }
        indented(body)
        line("}")
    }

    /// `target = value`, with the value on a line of its own where both do not fit.
    mutating func assignment(_ target: String, _ value: String) {
        if depth * 4 + target.count + 3 + value.count <= Self.width {
            line(target + " = " + value)
        } else {
            line(target + " =")
            indented { $0.line(value) }
        }
    }

    /// The patterns of a case of a switch, one below the other where they do not fit on a line, and what follows.
    mutating func cases(_ patterns: [String], _ statement: Source? = nil) {
        let single = "case " + patterns.joined(separator: ", ") + ":"
        let isSingle = depth * 4 + single.count <= Self.width
        if isSingle {
            if let lines = statement?.lines(prefix: single + " ", indentation: depth * 4), lines.count == 1 {
                self.lines(lines)
                return
            }
            line(single)
        } else {
            for (index, pattern) in patterns.enumerated() {
                line((index == 0 ? "case " : "    ") + pattern + (index + 1 < patterns.count ? "," : ":"))
            }
        }
        if let statement { indented { $0.source(statement) } }
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
