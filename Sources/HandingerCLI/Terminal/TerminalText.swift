extension Unicode.Scalar {
    /// Whether the scalar is a C0 or C1 control, a line separator or a bidirectional control.
    ///
    /// Zero-width joiners, which emoji need, are not.
    var isTerminalControl: Bool {
        switch value {
        case 0x00..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}

extension StringProtocol {
    /// The text with each control except line breaks and tabs escaped as `\u{1B}`, for untrusted output.
    var terminalSafe: String {
        var filter = TerminalFilter()
        return filter.filter(Array(utf8)) + filter.finish()
    }

    /// The text on one line without terminal controls.
    var terminalSafeLine: String {
        terminalSafe.replacing("\n", with: "\\n").replacing("\t", with: " ")
    }
}

/// Incrementally decodes UTF-8 and escapes terminal controls; CR LF becomes `\n`.
struct TerminalFilter {
    /// The bytes of an incomplete character.
    private var tail: [UInt8] = []
    private var endsInReturn = false

    mutating func filter(_ chunk: [UInt8]) -> String {
        var bytes = tail + chunk
        tail = Array(bytes.suffix(Self.incompleteLength(of: bytes)))
        bytes.removeLast(tail.count)
        return show(String(decoding: bytes, as: UTF8.self))
    }

    /// The rest at the end of the input.
    mutating func finish() -> String {
        defer { tail = [] }
        let rest = show(String(decoding: tail, as: UTF8.self))
        return endsInReturn ? rest + "\\u{D}" : rest
    }

    private mutating func show(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if endsInReturn, scalar != "\n" { output.append(contentsOf: "\\u{D}".unicodeScalars) }
            endsInReturn = scalar == "\r"
            if scalar == "\n" || scalar == "\t" || !scalar.isTerminalControl {
                output.append(scalar)
            } else if scalar != "\r" {
                output.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            }
        }
        return String(output)
    }

    /// The number of trailing bytes that belong to an incomplete character.
    private static func incompleteLength(of bytes: [UInt8]) -> Int {
        for (offset, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0xC0 != 0x80 {
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > offset + 1 ? offset + 1 : 0
        }
        return 0
    }
}

extension Character {
    /// The width in terminal columns: zero for combining characters, two for wide ones, emoji, flags and keycaps.
    var columns: Int {
        if unicodeScalars.contains("\u{FE0F}"), unicodeScalars.first?.properties.isEmoji == true { return 2 }
        return unicodeScalars.map(\.columns).max() ?? 0
    }
}

extension Unicode.Scalar {
    fileprivate var columns: Int {
        if isASCII { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return properties.isEmojiPresentation || isWide ? 2 : 1
        }
    }

    private var isWide: Bool {
        var (low, high) = (0, Self.wideRanges.count)
        while low < high {
            let middle = (low + high) / 2
            if Self.wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < Self.wideRanges.count && Self.wideRanges[low].contains(value)
    }
}

extension StringProtocol {
    /// The width in terminal columns.
    var columns: Int {
        reduce(0) { $0 + $1.columns }
    }

    /// The longest beginning that fits into a number of columns.
    func prefix(columns limit: Int) -> SubSequence {
        var used = 0
        return prefix { character in
            used += character.columns
            return used <= limit
        }
    }

    /// Truncates the text to a width, with an ellipsis if necessary.
    func fitting(_ width: Int) -> String {
        guard width > 0 else { return "" }
        return prefix(columns: width).endIndex == endIndex ? String(self) : prefix(columns: width - 1) + "…"
    }

    /// Truncates or pads the text to a width.
    func padded(to width: Int) -> String {
        let kept = prefix(columns: width)
        return kept + String(repeating: " ", count: width - kept.columns)
    }
}

/// Formatting of numbers.
enum NumberText {
    /// Formats a positive number with zero, one or two fraction digits.
    static func fixed(_ value: Double, digits: Int) -> String {
        let scale = digits == 0 ? 1 : digits == 1 ? 10 : 100
        guard let count = Int(exactly: (value * Double(scale)).rounded()) else { return "\(value)" }
        guard digits > 0 else { return "\(count)" }
        let fraction = "\(count % scale)"
        return "\(count / scale)." + String(repeating: "0", count: max(0, digits - fraction.count)) + fraction
    }
}
