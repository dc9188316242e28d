// Text is searched, split and escaped by its bytes wherever it meets a syntax. A `String` compares whole characters: a
// quote that is followed by a combining mark (U+0301) or a joiner (U+200D) is another character than the bare quote, but
// the same byte to every parser. ASCII bytes never occur within other scalars of UTF-8, so a cut beside one is safe.

extension StringProtocol {
    /// Whether the text has an ASCII byte.
    func contains(byte: Unicode.Scalar) -> Bool {
        utf8.contains(UInt8(ascii: byte))
    }

    /// Whether the text has one of some ASCII bytes.
    func contains(anyByteOf set: StaticString) -> Bool {
        utf8.contains { set.contains($0) }
    }

    /// Whether the bytes of a text occur in this one.
    func contains(bytes other: String) -> Bool {
        utf8.firstRange(of: other.utf8) != nil
    }

    /// Whether the text begins with the bytes of another one.
    func hasPrefix(bytes other: String) -> Bool {
        utf8.starts(with: other.utf8)
    }

    /// Whether the text ends with the bytes of another one.
    func hasSuffix(bytes other: String) -> Bool {
        Substring(self).utf8.suffix(other.utf8.count).elementsEqual(other.utf8)
    }

    /// Whether both texts have the same bytes; `==` also holds for two spellings of a character.
    func hasSameBytes(as other: some StringProtocol) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { left.elementsEqual($0) }
        }
        return isSame.flatMap { $0 } ?? utf8.elementsEqual(other.utf8)
    }

    /// The place of the first one of some ASCII bytes.
    func firstIndex(ofByteIn set: StaticString) -> Index? {
        utf8.firstIndex { set.contains($0) }
    }

    /// The place of the last ASCII byte of that value.
    func lastIndex(ofByte byte: Unicode.Scalar) -> Index? {
        Substring(self).utf8.lastIndex(of: UInt8(ascii: byte))
    }

    /// The bytes before the first one of some ASCII bytes, all of them if there is none.
    func prefix(beforeByteIn set: StaticString) -> SubSequence {
        self[..<(firstIndex(ofByteIn: set) ?? endIndex)]
    }

    /// The pieces between the ASCII bytes of that value, empty ones too.
    func split(atByte byte: Unicode.Scalar, maxSplits: Int = .max) -> [SubSequence] {
        split(atByteIn: byte, maxSplits: maxSplits, omittingEmpty: false)
    }

    /// The pieces between the ASCII bytes of that value that are not empty.
    func pieces(betweenBytes byte: Unicode.Scalar) -> [SubSequence] {
        split(atByteIn: byte, maxSplits: .max, omittingEmpty: true)
    }

    private func split(atByteIn byte: Unicode.Scalar, maxSplits: Int, omittingEmpty: Bool) -> [SubSequence] {
        utf8.split(separator: UInt8(ascii: byte), maxSplits: maxSplits, omittingEmptySubsequences: omittingEmpty)
            .map { self[$0.startIndex..<$0.endIndex] }
    }

    /// The text with the bytes of some texts replaced; at each place the first pair that fits counts.
    func replacing(bytes pairs: [(text: String, replacement: String)]) -> String {
        var output: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.first {
            if let pair = pairs.first(where: { !$0.text.isEmpty && rest.starts(with: $0.text.utf8) }) {
                output += pair.replacement.utf8
                rest = rest.dropFirst(pair.text.utf8.count)
            } else {
                output.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The text without spaces and tabs at its ends: the optional white space of header fields (RFC 9110, section 5.6.3).
    var trimmingBlanks: SubSequence {
        trimming { $0 == " " || $0 == "\t" }
    }

    /// The text without white space of any kind at its ends, line breaks included.
    package var trimmingWhitespace: SubSequence {
        // Unicode no longer counts U+200B as white space, but it comes along where people copy a key or a URL.
        trimming { $0.properties.isWhitespace || $0 == "\u{200B}" }
    }

    private func trimming(_ isBlank: (Unicode.Scalar) -> Bool) -> SubSequence {
        let scalars = unicodeScalars
        guard let start = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return self[endIndex...] }
        return self[start..<scalars.index(after: last)]
    }
}

extension StaticString {
    /// Whether an ASCII literal has a byte.
    fileprivate func contains(_ byte: UInt8) -> Bool {
        withUTF8Buffer { $0.contains(byte) }
    }
}

extension FixedWidthInteger {
    /// A number of ASCII digits and nothing else; the other initializers take a sign too. Nil if it does not fit.
    init?(digits text: some StringProtocol) {
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        self.init(text, radix: 10)
    }
}

/// A text that equals another one only if their bytes are the same: the names of JSON, of which two that Unicode can
/// normalize to one are two.
struct BytewiseText: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: BytewiseText, right: BytewiseText) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// The value of an ASCII hexadecimal digit.
func hexadecimalValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}

extension Dictionary where Key == String {
    /// The keys in order.
    var sortedKeys: [String] { inOrder(Array(keys)) }

    /// The members, by their keys.
    var sortedMembers: [(key: String, value: Value)] {
        sortedKeys.compactMap { key in self[key].map { (key, $0) } }
    }
}

// Sorting is much code, and so is there once, not for each type of value.
@inline(never)
private func inOrder(_ keys: [String]) -> [String] {
    keys.sorted()
}
