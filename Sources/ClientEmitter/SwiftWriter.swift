/// Collects lines of Swift with their indentation.
struct SwiftWriter: Equatable {
    /// The text in UTF-8.
    private(set) var bytes: [UInt8] = []
    private var depth = 0
    /// Where the line begins that is being written.
    private var lineStart = 0

    /// The number of columns that `swift format` breaks at.
    static let width = 120

    /// Whether the last line is an empty one.
    var endsWithEmptyLine: Bool { bytes.count == lineStart && bytes.suffix(2).elementsEqual("\n\n".utf8) }

    mutating func line() {
        bytes.append(UInt8(ascii: "\n"))
        lineStart = bytes.count
    }

    mutating func line(_ line: Line) {
        if !line.isEmpty {
            indent()
            bytes.append(line)
        }
        self.line()
    }

    mutating func indented(_ body: (inout SwiftWriter) -> Void) {
        depth += 1
        body(&self)
        depth -= 1
    }

    /// `head {`, the body, `}`.
    mutating func block(_ head: Line, _ body: (inout SwiftWriter) -> Void) {
        if depth * 4 + head.width + 2 > Self.width, let (start, end) = head.split(atLast: ": ") {
            line("\(start):")
            indented { $0.line(end) }
            line("{")
        } else {
            line("\(head) {")
        }
        indented(body)
        line("}")
    }

    /// `target = value`, with the value on a line of its own where both do not fit.
    mutating func assignment(_ target: Line, _ value: Line) {
        if depth * 4 + target.width + 3 + value.width <= Self.width {
            line("\(target) = \(value)")
        } else {
            line("\(target) =")
            indented { $0.line(value) }
        }
    }

    /// The lines of a comment, each ended with a line feed.
    mutating func comment(_ lines: [UInt8]) {
        var rest = lines[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            indent()
            bytes.append(end == rest.startIndex ? "///" : "/// ")
            bytes.append(contentsOf: rest[..<end])
            line()
            rest = rest[(end + 1)...]
        }
    }

    /// The patterns of a case of a switch, one below the other where they do not fit on a line, and what follows.
    mutating func cases(_ patterns: [String], _ statement: Source? = nil) {
        indent()
        let start = bytes.count
        bytes.append("case ")
        for (index, pattern) in patterns.enumerated() {
            if index > 0 { bytes.append(", ") }
            bytes.append(pattern)
        }
        bytes.append(":")
        if fits() {
            if let statement {
                let end = bytes.count
                bytes.append(" ")
                if write(onOneLine: statement) { return line() }
                bytes.removeSubrange(end...)
            }
            line()
        } else {
            bytes.removeSubrange(start...)
            for (index, pattern) in patterns.enumerated() {
                if index > 0 { indent() }
                bytes.append(index == 0 ? "case " : "    ")
                bytes.append(pattern)
                bytes.append(index + 1 < patterns.count ? "," : ":")
                line()
            }
        }
        if let statement { indented { $0.source(statement) } }
    }

    /// An expression after `prefix` and before `suffix`.
    mutating func source(_ source: Source, prefix: Line = "", suffix: Line = "") {
        indent()
        bytes.append(prefix)
        write(source, suffix: suffix)
        line()
    }

    /// A list of what the document names after `head`, one item a line.
    mutating func items(_ head: Line, _ items: [Source], close: Line = ")", then tail: Line = "") {
        source(.items(head, items, close: close), suffix: tail)
    }

    /// A list after `head`: on one line where it fits, else one item a line.
    mutating func list(
        _ head: Line,
        _ items: [Source],
        close: Line = ")",
        then tail: Line = "",
        breaks: Bool = false
    ) {
        source(.list(head, items, close: close, breaks: breaks), suffix: tail)
    }

    // MARK: - The line being written

    /// Whether nothing but the indentation is on the current line.
    private var isAtLineStart: Bool {
        bytes.last { $0 != UInt8(ascii: " ") } == UInt8(ascii: "\n")
    }

    private mutating func indent() {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 4 * depth))
    }

    /// Whether the line has room for another `reserve` columns.
    private func fits(reserve: Int = 0) -> Bool {
        let limit = Self.width - reserve
        guard bytes.count - lineStart > limit else { return true }
        return bytes.withUnsafeBufferPointer { Line.width(of: UnsafeBufferPointer(rebasing: $0[lineStart...])) }
            <= limit
    }
}

// MARK: - Expressions

extension SwiftWriter {
    /// Writes on from the line's end: on one line where that fits, else broken as `swift format` breaks it.
    private mutating func write(_ source: Source, suffix: Line = "") {
        if write(onOneLine: source, suffix: suffix) { return }
        switch source {
        case .line(let text):
            bytes.append(text)
            bytes.append(suffix)
        case .labelled(let label, let value):
            bytes.append(label)
            if case .line(let text) = value {
                // Nothing to break but the space after the label.
                bytes.append(":")
                line()
                indented { $0.indent() }
                bytes.append(text)
                bytes.append(suffix)
            } else {
                bytes.append(": ")
                write(value, suffix: suffix)
            }
        case .multiline(let lines):
            // By itself on its line, the text is as far in as the quotes.
            let inset = isAtLineStart ? 0 : 1
            bytes.append("\"\"\"")
            line()
            depth += inset
            for text in lines { line(Line(SwiftLiteral.escaped(text))) }
            indent()
            depth -= inset
            bytes.append("\"\"\"")
            bytes.append(suffix)
        case .items(let head, let items, let close):
            // A literal of one item has no comma: `swift format` takes it away.
            let isCall = close.first != UInt8(ascii: "]")
            write(head, items, endsWithComma: isCall || items.count > 1, close: close, suffix: suffix)
        case .list(let head, let items, let close, _):
            // Literals of several items end with a comma, calls do not.
            let isLiteral = close.first == UInt8(ascii: "]")
            write(head, items, endsWithComma: isLiteral && items.count > 1, close: close, suffix: suffix)
        }
    }

    /// One item a line.
    private mutating func write(
        _ head: Line,
        _ items: [Source],
        endsWithComma: Bool,
        close: Line,
        suffix: Line
    ) {
        bytes.append(head)
        line()
        indented { writer in
            for (index, item) in items.enumerated() {
                writer.indent()
                writer.write(item, suffix: index + 1 < items.count || endsWithComma ? "," : "")
                writer.line()
            }
        }
        indent()
        bytes.append(close)
        bytes.append(suffix)
    }

    /// Returns false, and leaves the line as it was, where the source has to be broken or does not fit.
    private mutating func write(onOneLine source: Source, suffix: Line = "") -> Bool {
        let start = bytes.count
        if source.append(to: &bytes) {
            bytes.append(suffix)
            if fits(reserve: source.reserve) { return true }
        }
        bytes.removeSubrange(start...)
        return false
    }
}
