import HandingerGeneratorModel

/// Writes doc comments. The document's text keeps its own line breaks.
struct DocComment: ~Copyable {
    /// The lines, each ended with a line feed.
    private var lines: TextBuffer

    init() {
        lines = TextBuffer()
    }

    /// - Parameter buffer: An empty buffer to build the lines in.
    init(_ documentation: Documentation, fallback: String = "", in buffer: consuming TextBuffer = TextBuffer()) {
        lines = buffer
        paragraph(documentation.summary)
        if documentation.description != documentation.summary { paragraph(documentation.description) }
        if lines.isEmpty { paragraph(fallback) }
        if documentation.isDeprecated { paragraph("Deprecated.") }
        for note in documentation.notes { paragraph(note) }
    }

    mutating func paragraph(_ text: String) {
        // An empty line is written only before more text, so there is none at the start or the end.
        var emptyLines = lines.isEmpty ? 0 : 1
        var isStarted = false
        SwiftLiteral.forEachCommentLine(of: text) { line in
            if line.isEmpty {
                if isStarted { emptyLines += 1 }
                return
            }
            for _ in 0..<emptyLines { lines.append(UInt8(ascii: "\n")) }
            (emptyLines, isStarted) = (0, true)
            lines.append(line)
            lines.append(UInt8(ascii: "\n"))
        }
    }

    /// An item of the method's documentation, `- Returns: …`, its further lines indented.
    mutating func item(_ head: String, _ text: String, isFirst: Bool) {
        if isFirst, !lines.isEmpty { lines.append("\n") }
        lines.append("- " + head + ":")
        var separator = " "
        SwiftLiteral.forEachCommentLine(of: text) { line in
            guard !line.isEmpty else { return }
            lines.append(separator)
            lines.append(line)
            separator = "\n  "
        }
        lines.append("\n")
    }

    /// The last line: the JSON pointer of the object.
    mutating func pointer(_ pointer: String) {
        guard !pointer.isEmpty else { return }
        if !lines.isEmpty { lines.append("\n") }
        lines.append("`")
        SwiftLiteral.forEachCommentLine(of: pointer) { lines.append($0) }
        lines.append("`\n")
    }

    consuming func write(to writer: inout SwiftWriter) {
        writer.comment(lines)
        writer.giveBack(lines)
    }

    static func write(_ documentation: Documentation, fallback: String = "", to writer: inout SwiftWriter) {
        var comment = DocComment(documentation, fallback: fallback, in: writer.takeBuffer())
        comment.pointer(documentation.pointer)
        comment.write(to: &writer)
    }
}
