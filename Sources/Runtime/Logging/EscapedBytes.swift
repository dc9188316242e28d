/// Compares bytes with text that may contain them in escaped form.
struct EscapedBytes {
    /// One interpretation of the bytes at an index.
    private struct Interpretation {
        /// The number of bytes it takes in the text.
        var length: Int
        /// The number of searched bytes it represents.
        var count: Int
    }

    private let bytes: UnsafeBufferPointer<UInt8>

    /// The minimum number of matching bytes before the end of an excerpt counts as a match.
    private static let shortestBeginning = 4
    /// The maximum number of nested percent-encodings.
    private static let deepestPercentEncoding = 3
    /// The maximum run of backslashes, as in JSON within JSON. It keeps text of backslashes from taking quadratic time.
    private static let longestRun = 32

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Whether a byte can start an escape.
    static func isEscape(_ byte: UInt8) -> Bool {
        "%\\&+".utf8.contains(byte)
    }

    /// The end index of the searched bytes that start at an index; nil if they do not. The end of an excerpt (`…`)
    /// matches their rest.
    func end(of wanted: ArraySlice<UInt8>, at start: Int) -> Int? {
        end(of: wanted, at: start, known: 0)
    }

    private func end(of wanted: ArraySlice<UInt8>, at start: Int, known: Int) -> Int? {
        var (rest, index) = (wanted, start)
        while let first = rest.first, let next = peek(index), first == next, !Self.isEscape(next) {
            rest.removeFirst()
            index += 1
        }
        if rest.isEmpty { return index }
        let known = known + wanted.count - rest.count
        for interpretation in interpretations(of: rest, at: index) {
            let end = end(
                of: rest.dropFirst(interpretation.count),
                at: index + interpretation.length,
                known: known + interpretation.count
            )
            if let end { return end }
        }
        return known >= Self.shortestBeginning && isEndOfExcerpt(index) ? index : nil
    }

    private func peek(_ index: Int) -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    /// Whether an excerpt ends at an index or within an escape there.
    private func isEndOfExcerpt(_ index: Int) -> Bool {
        let mark: [UInt8] = [0xE2, 0x80, 0xA6]
        if bytes[index...].starts(with: mark) { return true }
        guard let next = peek(index), Self.isEscape(next) else { return false }
        return Array(bytes[index...].prefix(12)).firstRange(of: mark) != nil
    }

    /// The interpretations of the bytes at an index, escaped and plain.
    private func interpretations(of wanted: ArraySlice<UInt8>, at index: Int) -> [Interpretation] {
        guard let first = wanted.first, let next = peek(index) else { return [] }
        var interpretations: [Interpretation] = []
        switch next {
        case UInt8(ascii: "\\"): interpretations += backslashes(wanted, at: index)
        case UInt8(ascii: "%"): interpretations += percentEscapes(first, at: index)
        case UInt8(ascii: "&"): interpretations += characterReferences(wanted, at: index)
        case UInt8(ascii: "+") where first == UInt8(ascii: " "):
            interpretations.append(Interpretation(length: 1, count: 1))
        default: break
        }
        if next == first { interpretations.append(Interpretation(length: 1, count: 1)) }
        return interpretations
    }

    /// The interpretation of an escape as a scalar, if the searched bytes start with the scalar.
    private func interpretation(_ scalar: Unicode.Scalar?, length: Int, _ wanted: ArraySlice<UInt8>) -> [Interpretation]
    {
        guard let scalar else { return [] }
        let utf8 = Array(String(scalar).utf8)
        return wanted.starts(with: utf8) ? [Interpretation(length: length, count: utf8.count)] : []
    }

    private func hexadecimal(at index: Int, digits: Int) -> UInt32? {
        var value: UInt32 = 0
        for index in index..<index + digits {
            guard let digit = peek(index).flatMap(hexadecimalValue) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    // MARK: - Syntaxes

    /// `%2F`, or `%252F` if it was encoded twice.
    private func percentEscapes(_ first: UInt8, at index: Int) -> [Interpretation] {
        var interpretations: [Interpretation] = []
        var digits = index + 1
        for _ in 0..<Self.deepestPercentEncoding {
            guard let value = hexadecimal(at: digits, digits: 2) else { break }
            if value == first { interpretations.append(Interpretation(length: digits + 2 - index, count: 1)) }
            guard value == UInt8(ascii: "%") else { break }
            digits += 2
        }
        return interpretations
    }

    /// JSON escapes. JSON within JSON has several backslashes.
    private func backslashes(_ wanted: ArraySlice<UInt8>, at index: Int) -> [Interpretation] {
        let backslash = UInt8(ascii: "\\")
        let end = endOfRun(at: index)
        var interpretations: [Interpretation] = []
        if peek(end) == UInt8(ascii: "u"), let (scalar, escapeEnd) = unicodeEscape(at: end) {
            interpretations += interpretation(scalar, length: escapeEnd - index, wanted)
        }
        let own = wanted.prefix { $0 == backslash }.count
        if own > 0, end - index >= own { interpretations.append(Interpretation(length: end - index, count: own)) }
        if let next = peek(end), next == wanted.first, next == UInt8(ascii: "/") || next == UInt8(ascii: "\"") {
            interpretations.append(Interpretation(length: end + 1 - index, count: 1))
        }
        return interpretations
    }

    /// The index after a run of backslashes.
    private func endOfRun(at index: Int) -> Int {
        var end = index
        while end - index < Self.longestRun, peek(end) == UInt8(ascii: "\\") { end += 1 }
        return end
    }

    /// `u0041`, or both escapes of a surrogate pair.
    private func unicodeEscape(at index: Int) -> (Unicode.Scalar, end: Int)? {
        guard let first = hexadecimal(at: index + 1, digits: 4) else { return nil }
        if let scalar = Unicode.Scalar(first) { return (scalar, index + 5) }
        let next = endOfRun(at: index + 5)
        guard peek(next) == UInt8(ascii: "u"), let second = hexadecimal(at: next + 1, digits: 4),
            0xD800...0xDBFF ~= first, 0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { return nil }
        return (scalar, next + 5)
    }

    /// `&quot;`, `&#34;` or `&#x22;`.
    private func characterReferences(_ wanted: ArraySlice<UInt8>, at index: Int) -> [Interpretation] {
        let body = bytes[(index + 1)...].prefix(10).prefix { $0 != UInt8(ascii: ";") }
        guard peek(index + 1 + body.count) == UInt8(ascii: ";") else { return [] }
        let name = String(decoding: body, as: UTF8.self)
        let names: [String: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
        let digits = Substring(name.utf8.dropFirst())
        let number =
            !name.hasPrefix(bytes: "#")
            ? nil : digits.hasPrefix(bytes: "x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        let scalar = names[name] ?? number.flatMap { Unicode.Scalar($0) }
        return interpretation(scalar, length: body.count + 2, wanted)
    }
}
