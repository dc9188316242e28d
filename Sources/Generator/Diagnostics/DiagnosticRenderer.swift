/// Renders diagnostics for a terminal: `file:line:column: error: message [/pointer]`, the source line, and a caret
/// below it.
///
/// Unprintable characters of that line are escaped, so that a document cannot control the terminal.
package struct DiagnosticRenderer {
    /// The columns shown of a source line. A longer line is clipped around the caret.
    private static let width = 100

    private let name: String
    private let text: [UInt8]
    /// The byte offset of every 64th line: finds a line quickly and stays small for millions of lines.
    private let lineStarts: [Int]
    /// Whether a CR may end a line.
    private let hasCarriageReturns: Bool
    private static let lineStride = 64

    package init(file: SourceFile) {
        name = file.name.printable
        text = SourceText(lenient: file.bytes).utf8
        hasCarriageReturns = text.withUnsafeBufferPointer { $0.firstIndex(of: 0x0D) } != nil
        lineStarts = Self.lineStarts(of: text, hasCarriageReturns)
    }

    package func render(_ diagnostic: Diagnostic) -> String {
        var reached = Position()
        return render(diagnostic, from: &reached)
    }

    /// Shortens a message: names in a document have no length limit.
    private static func clipped(_ text: String) -> String {
        let head = text.unicodeScalars.prefix(1_000)
        guard head.endIndex < text.unicodeScalars.endIndex else { return text.printable }
        return String(String.UnicodeScalarView(head)).printable + "…"
    }

    /// The last location counted on a long line, because the diagnostics of one line come in order.
    private struct Position {
        var line = 0
        var lineEnd = 0
        var offset = 0
        var scalars = 0
    }

    private func render(_ diagnostic: Diagnostic, from reached: inout Position) -> String {
        let location = diagnostic.location
        let pointer = diagnostic.pointer.description
        let place = pointer.isEmpty ? "" : " [\(Self.clipped(pointer))]"
        let head = "\(name):\(location): \(diagnostic.severity.rawValue): "
        return head + Self.clipped(diagnostic.message) + place + excerpt(at: location, from: &reached)
    }

    /// The maximum number of errors, and of warnings, printed for one document. It is above ``Limits/errors`` of the
    /// YAML reader.
    package static let limit = 2_000
    /// The number of bytes after which no more errors, or warnings, are printed: a message may contain long names.
    private static let maximumByteCount = 400_000

    /// Returns the diagnostics in order, one or three lines each, and the number of those left out.
    package func render(_ diagnostics: DiagnosticList) -> String {
        var reached = Position()
        var shown: [Diagnostic.Severity: (count: Int, bytes: Int)] = [:]
        var hidden: [Diagnostic.Severity: Int] = [:]
        var text = ""
        for diagnostic in diagnostics.sorted {
            let (count, bytes) = shown[diagnostic.severity, default: (0, 0)]
            guard count < Self.limit, bytes < Self.maximumByteCount else {
                hidden[diagnostic.severity, default: 0] += 1
                continue
            }
            let line = render(diagnostic, from: &reached) + "\n"
            shown[diagnostic.severity] = (count + 1, bytes + line.utf8.count)
            text += line
        }
        for severity in [Diagnostic.Severity.error, .warning] {
            guard let rest = hidden[severity] else { continue }
            let noun = severity.rawValue + (rest == 1 ? "" : "s")
            text += "\(name): \(severity.rawValue): \(rest) more \(noun) not shown; correct these first\n"
        }
        return text
    }

    /// Returns the source line and the caret line, each after a line break; an empty string if the line is empty or
    /// missing.
    private func excerpt(at location: SourceLocation, from reached: inout Position) -> String {
        guard location.column > 0, let start = lineStart(location.line) else { return "" }
        let end = reached.line == location.line ? reached.lineEnd : lineEnd(from: start)
        guard start < end else { return "" }
        let caret = location.column - 1
        // Long enough for the widest window; the rest of a long line is not decoded.
        var windowStart = start
        var skipped = 0
        let isKnown = reached.line == location.line
        let clipped = max(0, caret - Self.width / 2)
        let isLong = end - start > Self.width
        if isLong, isKnown, reached.scalars <= clipped { (windowStart, skipped) = (reached.offset, reached.scalars) }
        while isLong, skipped < clipped, windowStart < end {
            windowStart += 1
            while windowStart < end, text[windowStart] & 0xC0 == 0x80 { windowStart += 1 }
            skipped += 1
        }
        reached = Position(line: location.line, lineEnd: end, offset: windowStart, scalars: skipped)
        let windowEnd = min(end, windowStart + 4 * Self.width)
        let scalars = Array(String(decoding: text[windowStart..<windowEnd], as: UTF8.self).unicodeScalars)
        let shown = scalars.prefix(Self.width)

        var line = skipped > 0 ? "…" : ""
        var padding = skipped > 0 ? " " : ""
        for (index, scalar) in shown.enumerated() {
            let piece = scalar == "\t" ? "\t" : String(Character(scalar)).printable
            line += piece
            if index < caret - skipped {
                padding += scalar == "\t" ? "\t" : String(repeating: " ", count: piece.unicodeScalars.count)
            }
        }
        if scalars.count > shown.count || windowEnd < end { line += "…" }
        // A diagnostic for the end of a line points one column past its last character.
        let missing = min(caret - skipped, shown.count + 1) - shown.count
        padding += String(repeating: " ", count: max(0, missing))
        return "\n" + line + "\n" + padding + "^"
    }

    private func lineEnd(from start: Int) -> Int {
        text[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count
    }

    private func lineStart(_ line: Int) -> Int? {
        let index = (line - 1) / Self.lineStride
        guard line > 0, index < lineStarts.count else { return nil }
        var start = lineStarts[index]
        for _ in 0..<((line - 1) % Self.lineStride) {
            guard let next = Self.lineStart(after: start, in: text, hasCarriageReturns) else { return nil }
            start = next
        }
        return start
    }

    private static func lineStarts(of text: [UInt8], _ hasCarriageReturns: Bool) -> [Int] {
        var starts = [0]
        var line = 0
        var start = 0
        while let next = lineStart(after: start, in: text, hasCarriageReturns) {
            start = next
            line += 1
            if line.isMultiple(of: lineStride) { starts.append(start) }
        }
        return starts
    }

    private static func lineStart(after start: Int, in text: [UInt8], _ hasCarriageReturns: Bool) -> Int? {
        text.withUnsafeBufferPointer { text in
            let end = text.firstIndex(of: 0x0A, from: start) ?? text.count
            let index = hasCarriageReturns ? text.firstIndex(of: 0x0D, from: start, to: end) ?? end : end
            guard index < text.count else { return nil }
            let isPair = text[index] == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A
            return index + (isPair ? 2 : 1)
        }
    }
}
