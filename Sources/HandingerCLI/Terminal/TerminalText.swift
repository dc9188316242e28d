extension Unicode.Scalar {
    /// Whether the scalar is a C0 or C1 control, a line separator or a bidirectional control.
    ///
    /// Zero-width joiners, which emoji need, are not.
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
