import HandingerGeneratorDiagnostics
import HandingerGeneratorModel

/// Escapes text of the document for Markdown, so that it cannot end a cell or a code span or become markup.
enum Markdown {
    /// One line of prose.
    static func inline(_ text: String) -> String {
        let line = SwiftLiteral.commentLines(text).filter { !$0.isEmpty }.joined(separator: " ")
        return line.replacing(bytes: "<", with: "&lt;").replacing(bytes: "-->", with: "--&gt;")
    }

    /// Prose inside a table.
    static func cell(_ text: String) -> String {
        inline(text).replacing(bytes: "|", with: "\\|")
    }

    /// A code span for any text, in tables too.
    static func code(_ text: String) -> String {
        let line = SwiftLiteral.commentLines(text).joined(separator: " ")
        guard !line.isEmpty else { return "` `" }
        let body = line.replacing(bytes: "|", with: "\\|")
        let longest = body.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
        guard longest > 0 else { return "`\(body)`" }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence) \(body) \(fence)"
    }

    /// The first paragraph.
    static func sentence(_ documentation: Documentation) -> String {
        let text = documentation.summary.isEmpty ? documentation.description : documentation.summary
        let paragraph = SwiftLiteral.commentLines(text).drop(while: \.isEmpty).prefix { !$0.isEmpty }
        return inline(paragraph.joined(separator: " "))
    }

    /// The first paragraph and the notes.
    static func meaning(_ documentation: Documentation) -> String {
        let deprecation = documentation.isDeprecated ? ["Deprecated."] : []
        return ([sentence(documentation)] + deprecation + documentation.notes).filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}

/// Collects blocks of Markdown, separated by empty lines.
struct MarkdownWriter {
    private(set) var text = ""

    mutating func line(_ line: String = "") {
        text += line + "\n"
    }

    mutating func heading(_ level: Int, _ title: String) {
        if !text.isEmpty, !text.hasSuffix("\n\n") { line() }
        line(String(repeating: "#", count: level) + " " + title)
        line()
    }

    mutating func paragraph(_ paragraph: String) {
        guard !paragraph.isEmpty else { return }
        if !text.hasSuffix("\n\n") { line() }
        line(paragraph)
    }

    mutating func table(_ heads: [String], _ rows: [[String]]) {
        guard !rows.isEmpty else { return }
        if !text.hasSuffix("\n\n") { line() }
        row(heads)
        line("|" + String(repeating: "---|", count: heads.count))
        for cells in rows { row(cells) }
    }

    mutating func row(_ cells: [String]) {
        line("| " + cells.joined(separator: " | ") + " |")
    }
}
