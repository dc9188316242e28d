extension Unicode.Scalar {
    /// Whether the scalar drives a terminal or turns the direction of text: C0 and C1 controls, line separators and
    /// bidirectional controls. Zero-width joiners and the like, which emoji are made of, do neither.
    var isTerminalControl: Bool {
        switch value {
        case 0x00..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}

extension StringProtocol {
    /// The text with each control but line breaks and tabs as `\u{1B}`: for what comes from elsewhere.
    var terminalSafe: String {
        var filter = TerminalFilter()
        return filter.filter(Array(utf8)) + filter.finish()
    }

    /// The same on one line.
    var terminalSafeLine: String {
        terminalSafe.replacing("\n", with: "\\n").replacing("\t", with: " ")
    }
}

/// Makes bytes that come in pieces safe to be shown: UTF-8 without controls, line breaks as `\n`.
struct TerminalFilter {
    /// The beginning of a character whose end is still to come.
    private var tail: [UInt8] = []
    private var endsInReturn = false

    mutating func filter(_ chunk: [UInt8]) -> String {
        var bytes = tail + chunk
        tail = Array(bytes.suffix(Self.incompleteLength(of: bytes)))
        bytes.removeLast(tail.count)
        return show(String(decoding: bytes, as: UTF8.self))
    }

    /// What is left when nothing more comes.
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

    /// How many of the last bytes are the beginning of a character.
    private static func incompleteLength(of bytes: [UInt8]) -> Int {
        for (offset, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0xC0 != 0x80 {
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > offset + 1 ? offset + 1 : 0
        }
        return 0
    }
}
