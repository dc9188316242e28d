internal import HandingerGeneratorDiagnostics

/// Replaces characters that YAML 1.2 and JSON allow but libyaml misreads or rejects.
///
/// libyaml rejects `\ud83d\ude00`, treats U+0085, U+2028 and U+2029 as line breaks, and rejects DEL, C1 controls,
/// U+FEFF, U+FFFE and U+FFFF even in quotes. Each is replaced by one private-use character, which preserves lines and
/// columns; ``restore(_:style:)`` reverses the substitution in scalars.
struct CharacterSubstitutions {
    enum Fault: Error {
        /// One half of a surrogate pair, such as `\ud83d`.
        case loneSurrogate(String)
        case unquoted(Unicode.Scalar)
    }

    /// The third byte of the replacements, F4 8F *block* xx. No character of the document has it.
    private let block: UInt8

    private static let backslash: UInt8 = 0
    private static let deleteAndC1: ClosedRange<UInt32> = 0x7F...0x9F
    /// The remaining characters, in the order of their codes from 34.
    private static let others: [Unicode.Scalar] = ["\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}"]

    /// Returns the text with substitutions, or nil if it needs none.
    static func replacing(in text: [UInt8]) -> (text: [UInt8], substitutions: CharacterSubstitutions)? {
        text.withUnsafeBytes { source in
            var isNeeded = false
            var usedBlocks: Set<UInt8> = []
            scan(source) { offset, match in
                isNeeded = isNeeded || match != nil
                if match == nil { usedBlocks.insert(source[offset + 2]) }
            }
            guard isNeeded, let block = (0x80...0xBF).first(where: { !usedBlocks.contains($0) }) else { return nil }
            var result: [UInt8] = []
            result.reserveCapacity(source.count + source.count / 8)
            var copied = 0
            scan(source) { offset, match in
                guard let match else { return }
                result.append(contentsOf: source[copied..<offset])
                result.append(0xF4)
                result.append(0x8F)
                result.append(block)
                result.append(0x80 + match.code)
                copied = offset + match.length
            }
            result.append(contentsOf: source[copied...])
            return (result, CharacterSubstitutions(block: block))
        }
    }

    /// Reports each character to replace and, with a nil match, each character in the private-use range of the
    /// replacements.
    private static func scan(
        _ text: UnsafeRawBufferPointer,
        report: (_ offset: Int, _ match: (code: UInt8, length: Int)?) -> Void
    ) {
        var index = 0
        while index < text.count {
            if index + 8 <= text.count, Self.isHarmless(text.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
                index += 8
                continue
            }
            let byte = text[index]
            if byte < 0x7F, byte != UInt8(ascii: "\\") {
                index += 1
                continue
            }
            func follows(_ bytes: UInt8...) -> Bool {
                index + bytes.count < text.count && bytes.indices.allSatisfy { text[index + 1 + $0] == bytes[$0] }
            }
            switch byte {
            case UInt8(ascii: "\\"):
                // In a run of backslashes, every second one is itself escaped.
                let start = index
                while index < text.count, text[index] == UInt8(ascii: "\\") { index += 1 }
                if !(index - start).isMultiple(of: 2), isSurrogateEscape(text, at: index) {
                    report(index - 1, (backslash, 1))
                }
                continue
            case 0x7F:
                report(index, (1, 1))
            case 0xC2 where index + 1 < text.count && text[index + 1] < 0xA0:
                report(index, (text[index + 1] - 0x7F + 1, 2))
            case 0xE2 where follows(0x80, 0xA8):
                report(index, (34, 3))
            case 0xE2 where follows(0x80, 0xA9):
                report(index, (35, 3))
            case 0xEF where follows(0xBB, 0xBF):
                report(index, (36, 3))
            case 0xEF where follows(0xBF, 0xBE):
                report(index, (37, 3))
            case 0xEF where follows(0xBF, 0xBF):
                report(index, (38, 3))
            case 0xF4 where follows(0x8F):
                report(index, nil)
            default:
                break
            }
            index += 1
            while index < text.count, text[index] & 0xC0 == 0x80 { index += 1 }
        }
    }

    /// Whether none of the eight bytes is a backslash, DEL or part of a non-ASCII character.
    private static func isHarmless(_ bytes: UInt64) -> Bool {
        func hasZeroByte(_ bytes: UInt64) -> Bool {
            (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080 != 0
        }
        return bytes & 0x8080_8080_8080_8080 == 0
            && !hasZeroByte(bytes ^ 0x5C5C_5C5C_5C5C_5C5C) && !hasZeroByte(bytes ^ 0x7F7F_7F7F_7F7F_7F7F)
    }

    /// Whether the text at the index is `ud800` to `udfff`.
    private static func isSurrogateEscape(_ text: UnsafeRawBufferPointer, at index: Int) -> Bool {
        guard index + 5 <= text.count, text[index] == UInt8(ascii: "u") else { return false }
        return number(text[(index + 1)..<(index + 5)]).map { 0xD800...0xDFFF ~= $0 } ?? false
    }

    private static func number(_ digits: some Collection<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for byte in digits {
            guard let digit = hexadecimalValue(of: byte) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Restores the original characters of a scalar.
    func restore(_ text: String, style: Event.Style) throws(Fault) -> String {
        guard text.utf8.contains(0xF4) else { return text }
        let source = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            guard let code = code(in: source, at: index) else {
                result.append(source[index])
                index += 1
                continue
            }
            index += 4
            if code != Self.backslash {
                result.append(contentsOf: String(try character(code, style: style)).utf8)
            } else if style != .doubleQuoted {
                result.append(UInt8(ascii: "\\"))
            } else {
                result.append(contentsOf: String(try surrogatePair(in: source, at: &index)).utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func code(in text: [UInt8], at index: Int) -> UInt8? {
        guard index + 3 < text.count, text[index] == 0xF4, text[index + 1] == 0x8F, text[index + 2] == block else {
            return nil
        }
        return text[index + 3] - 0x80
    }

    private func character(_ code: UInt8, style: Event.Style) throws(Fault) -> Unicode.Scalar {
        let isQuoted = style == .doubleQuoted || style == .singleQuoted
        if code >= 34 {
            let scalar = Self.others[Int(code) - 34]
            guard isQuoted || scalar.value < 0xFFFE else { throw .unquoted(scalar) }
            return scalar
        }
        let scalar = Unicode.Scalar(0x7F + code - 1)
        guard isQuoted || scalar == "\u{85}" else { throw .unquoted(scalar) }
        return scalar
    }

    /// Decodes `ud83d`, the replacement of a backslash, and `ude00`.
    private func surrogatePair(in text: [UInt8], at index: inout Int) throws(Fault) -> Unicode.Scalar {
        let high = Self.number(text[min(index + 1, text.count)..<min(index + 5, text.count)]) ?? 0
        index += 5
        if 0xD800...0xDBFF ~= high, code(in: text, at: index) == Self.backslash,
            let low = Self.number(text[min(index + 5, text.count)..<min(index + 9, text.count)]),
            0xDC00...0xDFFF ~= low,
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        {
            index += 9
            return scalar
        }
        throw .loneSurrogate("\\u" + String(high, radix: 16))
    }
}
