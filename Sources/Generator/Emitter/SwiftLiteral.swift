import HandingerGeneratorDiagnostics

/// Text of the document inside Swift source: one function for each place it can stand in.
enum SwiftLiteral {
    /// A string literal, quotes included. Nothing in it can end the literal or start an interpolation.
    static func string(_ text: String) -> String {
        "\"" + escaped(text) + "\""
    }

    /// A string literal for text with many quotes, raw where nothing in it can end a raw literal or escape from it.
    static func quoting(_ text: String) -> String {
        let isSafe = !text.contains("\"#") && !text.contains("\\#") && text.unicodeScalars.allSatisfy(isVisible)
        return isSafe && text.contains("\"") ? "#\"" + text + "\"#" : string(text)
    }

    /// What stands between the quotes of a literal, of one line or of several.
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

    /// The lines of a comment, without the slashes: broken wherever a compiler or an editor sees an end of line,
    /// what cannot be seen written as its code point.
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

    /// The text with a line feed for each end of line and nothing that cannot be seen.
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

    /// Whether every byte will do. Nearly all text will, and so there is no branch a byte: that lets the compiler look at
    /// several at once.
    @inline(__always)
    private static func isPlain(_ text: String, where isPlain: (UInt8) -> Bool) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var found: UInt8 = 0
            for byte in bytes { found |= isPlain(byte) ? 0 : 1 }
            return found == 0
        }
    }

    /// A text as one line of a comment that ends the line it stands in.
    static func title(_ text: String) -> String {
        var line = commentLine(text)[...]
        while line.last?.isWhitespace == true { line.removeLast() }
        return String(line)
    }

    /// Control, format and bidirectional characters, odd spaces and marks that hide are not.
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
