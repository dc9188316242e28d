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

    /// A list in parentheses or brackets after `head`: on one line where it fits, else one item a line.
    ///
    /// - Parameter reserve: Columns that the place where a fragment will stand takes.
    mutating func list(
        _ head: String,
        _ items: [String],
        close: String = ")",
        then tail: String = "",
        forceBreak: Bool = false,
        reserve: Int = 0
    ) {
        let single = head + items.joined(separator: ", ") + close + tail
        let isMultiline = items.contains { $0.contains("\n") }
        if !forceBreak, !isMultiline, depth * 4 + single.count + reserve <= Self.width {
            line(single)
            return
        }
        line(head)
        indented { writer in
            for (index, item) in items.enumerated() {
                let comma = index + 1 < items.count ? "," : ""
                writer.lines((item + comma).split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
            }
        }
        line(close + tail)
    }

    /// What `body` writes, as one item of a ``list(_:_:close:then:forceBreak:)``.
    static func fragment(_ body: (inout SwiftWriter) -> Void) -> String {
        var writer = SwiftWriter()
        body(&writer)
        return String(writer.text.dropLast())
    }
}
