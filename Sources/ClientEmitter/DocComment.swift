import ClientModel

/// Writes doc comments. The document's text keeps its own line breaks.
struct DocComment {
    private var lines: [String] = []

    init() {}

    init(_ documentation: Documentation, fallback: String = "") {
        paragraph(documentation.summary)
        if documentation.description != documentation.summary { paragraph(documentation.description) }
        if lines.isEmpty { paragraph(fallback) }
        if documentation.isDeprecated { paragraph("Deprecated.") }
        for note in documentation.notes { paragraph(note) }
    }

    mutating func paragraph(_ text: String) {
        var paragraph = SwiftLiteral.commentLines(text)
        while paragraph.last?.isEmpty == true { paragraph.removeLast() }
        while paragraph.first?.isEmpty == true { paragraph.removeFirst() }
        guard !paragraph.isEmpty else { return }
        if !lines.isEmpty { lines.append("") }
        lines += paragraph
    }

    /// An item of the method's documentation, `- Returns: …`, its further lines indented.
    mutating func item(_ head: String, _ text: String, depth: Int = 0, isFirst: Bool) {
        let body = SwiftLiteral.commentLines(text).filter { !$0.isEmpty }
        if isFirst, !lines.isEmpty { lines.append("") }
        let margin = String(repeating: " ", count: 2 * depth)
        lines.append(margin + "- " + head + ":" + (body.first.map { " " + $0 } ?? ""))
        lines += body.dropFirst().map { margin + "  " + $0 }
    }

    /// One line with the JSON pointer of the object, at the end.
    mutating func pointer(_ pointer: String) {
        guard !pointer.isEmpty else { return }
        paragraph("`" + SwiftLiteral.commentLines(pointer).joined() + "`")
    }

    func write(to writer: inout SwiftWriter) {
        for line in lines { writer.line(line.isEmpty ? "///" : "/// " + line) }
    }

    static func write(_ documentation: Documentation, fallback: String = "", to writer: inout SwiftWriter) {
        var comment = DocComment(documentation, fallback: fallback)
        comment.pointer(documentation.pointer)
        comment.write(to: &writer)
    }
}
