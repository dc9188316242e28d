import HandingerGeneratorDiagnostics

/// Escapes text of the document for Swift source: one function per context.
enum SwiftLiteral {
    /// A string literal, quotes included. Nothing in it can end the literal or start an interpolation.
    static func string(_ text: String) -> String {
        "\"" + escaped(text) + "\""
    }

    /// A string literal for text with many quotes; raw if the text cannot end or escape a raw literal.
    static func quoting(_ text: String) -> String {
        // The compiler reads bytes: a combining mark behind a delimiter changes nothing.
        let isSafe =
            !text.contains(bytes: "\"#") && !text.contains(bytes: "\\#") && text.unicodeScalars.allSatisfy(isVisible)
        return isSafe && text.contains(bytes: "\"") ? "#\"" + text + "\"#" : string(text)
    }

    /// The text between the quotes of a literal, on one line or several.
    static func escaped(_ text: String) -> String {
        if isPlain(text, where: { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if isVisible(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
                }
            }
        }
        return result
    }

    /// The lines of a comment, without slashes: split at every line terminator that compilers or editors know, with
    /// invisible characters written as their code points.
    static func commentLines(_ text: String) -> [String] {
        var lines: [String] = []
        forEachCommentLine(of: text) { lines.append(String(decoding: $0, as: UTF8.self)) }
        return lines
    }

    /// The ``commentLines(_:)`` with spaces between them.
    static func commentLine(_ text: String) -> String {
        let isLine = isPlain(text, where: { $0 >= 0x20 && $0 < 0x7F }) && text.utf8.last != UInt8(ascii: " ")
        return isLine ? text : commentLines(text).joined(separator: " ")
    }

    /// Calls `body` with each of the ``commentLines(_:)``.
    static func forEachCommentLine(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var visible = isPlain(text, where: { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A }) ? text : visibleLines(text)
        visible.withUTF8 { bytes in
            var start = bytes.startIndex
            while true {
                let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? bytes.endIndex
                var lineEnd = end
                while lineEnd > start, bytes[lineEnd - 1] == UInt8(ascii: " ") { lineEnd -= 1 }
                body(UnsafeBufferPointer(rebasing: bytes[start..<lineEnd]))
                guard end < bytes.endIndex else { return }
                start = end + 1
            }
        }
    }

    /// The text with line feeds as its only line terminators and without invisible characters.
    private static func visibleLines(_ text: String) -> String {
        var result = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r":
                continue
            case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}":
                result.unicodeScalars.append("\n")
            case "\t":
                result += "    "
            default:
                if isVisible(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += "U+" + String(scalar.value, radix: 16, uppercase: true)
                }
            }
        }
        return result
    }

    /// Whether no byte needs escaping. No branch per byte, so that the compiler vectorizes the loop.
    @inline(__always)
    private static func isPlain(_ text: String, where isPlain: (UInt8) -> Bool) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var found: UInt8 = 0
            for byte in bytes { found |= isPlain(byte) ? 0 : 1 }
            return found == 0
        }
    }

    /// The text for a comment at the end of a line.
    static func title(_ text: String) -> String {
        var line = commentLine(text).unicodeScalars[...]
        while line.last?.properties.isWhitespace == true { line.removeLast() }
        return String(line)
    }

    /// False for control, format and bidirectional characters, unusual spaces and invisible marks.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned,
            .spaceSeparator:
            return false
        default:
            return !scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
