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
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
        if isPlain { return text }
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
        let isPlain = text.utf8.allSatisfy { ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A }
        guard !isPlain else {
            return text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
                var line = line
                while line.last == 0x20 { line.removeLast() }
                return String(Substring(line))
            }
        }
        var lines: [String] = []
        var current = ""
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r":
                continue
            case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}":
                lines.append(current)
                current = ""
            case "\t":
                current += "    "
            default:
                if isVisible(scalar) {
                    current.unicodeScalars.append(scalar)
                } else {
                    current += "U+" + String(scalar.value, radix: 16, uppercase: true)
                }
            }
        }
        lines.append(current)
        return lines.map(trimmingEnd)
    }

    private static func trimmingEnd(_ line: String) -> String {
        var end = line.endIndex
        while end > line.startIndex, line[line.index(before: end)].isWhitespace { end = line.index(before: end) }
        return String(line[..<end])
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
