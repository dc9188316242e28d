import APIRuntime

/// Writes values as YAML in block style. YAML 1.2 parsers read the output back as equal, and YAML 1.1 parsers as far as
/// quoting allows.
struct YAMLWriter {
    let palette: Palette

    init(palette: Palette = .plain) {
        self.palette = palette
    }

    /// The document, which ends with a line break.
    func text(of value: JSONTree) -> String {
        var lines = Lines()
        write(value, indent: 0, to: &lines)
        return lines.text
    }

    private struct Lines {
        var text = ""
        /// Whether the current line has content, such as `- ` or `key:`.
        var isOpen = false

        mutating func add(_ piece: String, indent: Int) {
            text += (isOpen ? "" : String(repeating: " ", count: indent)) + piece
            isOpen = true
        }

        mutating func end() {
            text += "\n"
            isOpen = false
        }
    }

    private func write(_ value: JSONTree, indent: Int, to lines: inout Lines) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for member in members {
                writeKey(member.name, indent: indent, to: &lines)
                writeBelow(member.value, indent: indent, to: &lines)
            }
        case .array(let elements) where !elements.isEmpty:
            for element in elements {
                lines.add("- ", indent: indent)
                if case .string(let text, _) = element {
                    writeString(text, indent: indent, to: &lines)
                } else {
                    write(element, indent: indent + 2, to: &lines)
                }
            }
        case .string(let text, _):
            writeString(text, indent: indent, to: &lines)
        default:
            lines.add(plain(value), indent: indent)
            lines.end()
        }
    }

    private func writeKey(_ name: String, indent: Int, to lines: inout Lines) {
        let key = palette.blue(scalar(name))
        // An implicit key has at most 1,024 characters (YAML 1.2.2, section 7.4.2).
        if name.unicodeScalars.count > Self.longestKey {
            lines.add("? " + key, indent: indent)
            lines.end()
            lines.add(":", indent: indent)
        } else {
            lines.add(key + ":", indent: indent)
        }
    }

    /// The length from which a key is explicit; escapes can make it six times as long.
    private static let longestKey = 170

    /// Writes a member's value after its key or on the following lines.
    private func writeBelow(_ value: JSONTree, indent: Int, to lines: inout Lines) {
        switch value {
        case .object(let members) where !members.isEmpty:
            lines.end()
            write(value, indent: indent + 2, to: &lines)
        case .array(let elements) where !elements.isEmpty:
            lines.end()
            write(value, indent: indent + 2, to: &lines)
        case .string(let text, _):
            lines.add(" ", indent: indent)
            writeString(text, indent: indent, to: &lines)
        default:
            lines.add(" ", indent: indent)
            write(value, indent: indent, to: &lines)
        }
    }

    private func plain(_ value: JSONTree) -> String {
        switch value {
        case .null: palette.dim("null")
        case .bool(let value): palette.yellow(String(value))
        case .number(let value): palette.yellow(value)
        case .array: "[]"
        default: "{}"
        }
    }

    /// Writes a multi-line text as a literal block, any other text as a scalar.
    private func writeString(_ text: String, indent: Int, to lines: inout Lines) {
        guard Self.fitsBlock(text) else {
            lines.add(palette.green(scalar(text)), indent: indent)
            lines.end()
            return
        }
        let trailing = text.reversed().prefix { $0 == "\n" }.count
        lines.add(trailing == 0 ? "|-" : trailing == 1 ? "|" : "|+", indent: indent)
        lines.end()
        for line in text.dropLast(min(trailing, 1)).split(separator: "\n", omittingEmptySubsequences: false) {
            if !line.isEmpty { lines.add(palette.green(String(line)), indent: indent + 2) }
            lines.end()
        }
    }

    private static func fitsBlock(_ text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: "\n")), let first = text.unicodeScalars.first, first != " ", first != "\n"
        else { return false }
        return !text.unicodeScalars.contains { $0 != "\n" && ($0.isTerminalControl || !isPrintable($0)) }
    }

    /// Whether a scalar needs no escape (YAML 1.2.2, section 5.1); tabs and line breaks count as needing one.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...: scalar.value != 0xFEFF
        default: false
        }
    }

    private func scalar(_ text: String) -> String {
        Self.canBePlain(text) ? text : JSONWriter.quoted(text, escaping: { !Self.isPrintable($0) })
    }

    /// Whether a text needs no quotes; false in doubtful cases.
    private static func canBePlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, last != " ", last != ":",
            first.properties.isAlphabetic || first == "_" || first == "/" || first == "("
        else { return false }
        let isSafe = text.unicodeScalars.allSatisfy { isPrintable($0) && !$0.isTerminalControl }
        return isSafe && !text.contains(bytes: ": ") && !text.contains(bytes: " #")
            && !reservedWords.contains(text.lowercased())
    }

    /// Words that YAML 1.1 or 1.2 does not read as strings.
    private static let reservedWords: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
}
