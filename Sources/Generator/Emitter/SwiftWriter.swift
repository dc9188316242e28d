import HandingerGeneratorDiagnostics

/// Collects indented lines of Swift.
struct SwiftWriter: ~Copyable {
    private var output = TextBuffer(capacity: 4096)
    private var depth = 0
    /// The offset of the current line.
    private var lineStart = 0

    /// A reused buffer for comments.
    private var spareBuffer: TextBuffer?

    /// The line length of `swift format`.
    static let width = 120

    /// The text in UTF-8.
    var bytes: [UInt8] { output.bytes }
    var count: Int { output.count }

    /// Whether the last line is empty.
    var endsWithEmptyLine: Bool {
        output.count == lineStart && output.withBytes { $0.suffix(2).elementsEqual("\n\n".utf8) }
    }

    mutating func line() {
        output.append(UInt8(ascii: "\n"))
        lineStart = output.count
    }

    @inline(never) mutating func line(_ line: Line) {
        if !line.isEmpty {
            indent()
            output.append(line)
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
        if !fits(head, reserve: 2), let (start, end) = head.split(atLast: ": ") {
            line("\(start):")
            indented { $0.line(end) }
            line("{")
        } else {
            line("\(head) {")
        }
        indented(body)
        line("}")
    }

    /// `target = value`, with the value on the next line if both do not fit.
    mutating func assignment(_ target: Line, _ value: Line) {
        if fits(target, reserve: 3 + value.width) {
            line("\(target) = \(value)")
        } else {
            line("\(target) =")
            indented { $0.line(value) }
        }
    }

    /// An empty buffer, reused if possible.
    mutating func takeBuffer() -> TextBuffer { spareBuffer.take() ?? TextBuffer() }

    mutating func giveBack(_ buffer: consuming TextBuffer) {
        buffer.removeAll(from: 0)
        spareBuffer = consume buffer
    }

    /// The lines of a comment, each ended with a line feed.
    mutating func comment(_ lines: borrowing TextBuffer) {
        lines.withBytes { bytes in
            var start = 0
            while let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start) {
                indent()
                output.append(end == start ? "///" : "/// ")
                output.append(UnsafeBufferPointer(rebasing: bytes[start..<end]))
                line()
                start = end + 1
            }
        }
    }

    /// A `case` with its patterns, one per line if they do not fit on one, and its body.
    mutating func cases(_ patterns: [String], _ statement: Source? = nil) {
        indent()
        let start = output.count
        output.append("case ")
        for (index, pattern) in patterns.enumerated() {
            if index > 0 { output.append(", ") }
            output.append(pattern)
        }
        output.append(":")
        if fits() {
            if let statement {
                let end = output.count
                output.append(" ")
                if write(onOneLine: statement) { return line() }
                output.removeAll(from: end)
            }
            line()
        } else {
            output.removeAll(from: start)
            for (index, pattern) in patterns.enumerated() {
                if index > 0 { indent() }
                output.append(index == 0 ? "case " : "    ")
                output.append(pattern)
                output.append(index + 1 < patterns.count ? "," : ":")
                line()
            }
        }
        if let statement { indented { $0.source(statement) } }
    }

    /// An expression after `prefix` and before `suffix`.
    mutating func source(_ source: Source, prefix: Line = "", suffix: Line = "") {
        indent()
        output.append(prefix)
        write(source, suffix: suffix)
        line()
    }

    /// A list after `head`, one item per line.
    mutating func items(_ head: Line, _ items: [Source], close: String = ")", then tail: Line = "") {
        source(.items(head, items, close: close), suffix: tail)
    }

    /// A list after `head` that is not empty, with items built by `item`.
    mutating func items(
        _ head: Line,
        count: Int,
        close: String = ")",
        then tail: Line = "",
        endsWithComma: Bool,
        _ item: (Int, inout TextBuffer) -> Void
    ) {
        indent()
        output.append(head)
        line()
        depth += 1
        for index in 0..<count {
            indent()
            item(index, &output)
            if index + 1 < count || endsWithComma { output.append(UInt8(ascii: ",")) }
            line()
        }
        depth -= 1
        indent()
        output.append(close)
        output.append(tail)
        line()
    }

    /// Writes a line with `write`, or returns false and writes nothing if it does not fit. Avoids a ``Source`` for frequent
    /// lines.
    mutating func line(ifItFits write: (inout TextBuffer) -> Void) -> Bool {
        indent()
        write(&output)
        if fits() {
            line()
            return true
        }
        output.removeAll(from: lineStart)
        return false
    }

    /// A list after `head`: on one line if it fits, else one item per line.
    mutating func list(
        _ head: Line,
        _ items: [Source],
        close: String = ")",
        then tail: Line = "",
        breaks: Bool = false
    ) {
        source(.list(head, items, close: close, breaks: breaks), suffix: tail)
    }

    // MARK: - The current line

    /// Whether the current line has only its indentation.
    private var isAtLineStart: Bool {
        bytes.last { $0 != UInt8(ascii: " ") } == UInt8(ascii: "\n")
    }

    private mutating func indent() {
        output.append(repeating: UInt8(ascii: " "), count: 4 * depth)
    }

    /// Whether the line has room for another `reserve` columns.
    private func fits(reserve: Int = 0) -> Bool {
        let limit = Self.width - reserve
        return output.count - lineStart <= limit || output.withBytes(from: lineStart) { Line.width(of: $0) } <= limit
    }

    /// Whether a new line has room for the text and another `reserve` columns.
    private func fits(_ text: Line, reserve: Int) -> Bool {
        let limit = Self.width - 4 * depth - reserve
        return text.count <= limit || text.width <= limit
    }
}

// MARK: - Expressions

extension SwiftWriter {
    /// Continues the current line: on one line if it fits, else broken as `swift format` does.
    private mutating func write(_ source: Source, suffix: Line = "") {
        if write(onOneLine: source, suffix: suffix) { return }
        switch source {
        case .line(let text):
            output.append(text)
            output.append(suffix)
        case .literal(let text):
            output.append(literal: text)
            output.append(suffix)
        case .labelled(let label, let value):
            output.append(label)
            switch value {
            case .line, .literal:
                // Only the space after the label can break.
                output.append(":")
                line()
                indented { $0.indent() }
                write(value, suffix: suffix)
            case .labelled, .list, .items, .multiline:
                output.append(": ")
                write(value, suffix: suffix)
            }
        case .multiline(let lines):
            // On its own line, the text is indented like the quotes.
            let inset = isAtLineStart ? 0 : 1
            output.append("\"\"\"")
            line()
            depth += inset
            for text in lines { line(Line(SwiftLiteral.escaped(text))) }
            indent()
            depth -= inset
            output.append("\"\"\"")
            output.append(suffix)
        case .items(let head, let items, let close):
            // `swift format` removes the comma of a literal with one item.
            let isCall = close.utf8.first != UInt8(ascii: "]")
            write(head, items, endsWithComma: isCall || items.count > 1, close: close, suffix: suffix)
        case .list(let head, let items, let close, _):
            // Literals of several items end with a comma, calls do not.
            let isLiteral = close.utf8.first == UInt8(ascii: "]")
            write(head, items, endsWithComma: isLiteral && items.count > 1, close: close, suffix: suffix)
        }
    }

    /// Writes one item per line.
    private mutating func write(
        _ head: Line,
        _ items: [Source],
        endsWithComma: Bool,
        close: String,
        suffix: Line
    ) {
        output.append(head)
        line()
        indented { writer in
            for (index, item) in items.enumerated() {
                writer.indent()
                writer.write(item, suffix: index + 1 < items.count || endsWithComma ? "," : "")
                writer.line()
            }
        }
        indent()
        output.append(close)
        output.append(suffix)
    }

    /// Writes the source on the current line; returns false and writes nothing if it does not fit.
    private mutating func write(onOneLine source: Source, suffix: Line = "") -> Bool {
        let start = output.count
        if source.append(to: &output) {
            output.append(suffix)
            if fits(reserve: source.reserve) { return true }
        }
        output.removeAll(from: start)
        return false
    }
}
