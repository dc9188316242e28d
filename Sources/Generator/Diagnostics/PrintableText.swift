/// Upper-case hexadecimal, padded with zeros to a minimum number of digits.
package func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// The value of an ASCII hexadecimal digit.
package func hexadecimalValue(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}

extension Unicode.Scalar {
    /// Whether the scalar moves the cursor, is invisible or changes the direction of text: controls, format characters
    /// (bidirectional, zero width, byte order mark), line separators and unassigned scalars.
    package var isUnsafeToPrint: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: return true
        default: return properties.isDefaultIgnorableCodePoint
        }
    }

    /// The notation of the Unicode standard: `U+001B`.
    package var codePoint: String { "U+" + hexadecimal(value, digits: 4) }
}

extension StringProtocol {
    /// The text with every scalar that is unsafe to print as `\u{1B}`, so that a document cannot control the terminal
    /// or break a line.
    package var printable: String {
        guard unicodeScalars.contains(where: \.isUnsafeToPrint) else { return String(self) }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isUnsafeToPrint {
                text += "\\u{" + hexadecimal(scalar.value, digits: 1) + "}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The text in single quotes for a message: printable, and clipped after 80 characters.
    package var quoted: String {
        let head = unicodeScalars.prefix(80)
        let isWhole = head.endIndex == unicodeScalars.endIndex
        return "'" + String(String.UnicodeScalarView(head)).printable + (isWhole ? "'" : "…'")
    }
}
