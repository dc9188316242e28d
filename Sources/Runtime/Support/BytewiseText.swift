// Text with a syntax is searched, split and escaped by bytes. `String` compares whole characters: a quote followed by a
// combining mark (U+0301) or a joiner (U+200D) is another character than the bare quote, but the same byte for every
// parser. ASCII bytes never occur within other scalars of UTF-8, so splitting there is safe.

extension StringProtocol {
    /// Whether the text contains an ASCII byte.
    func contains(byte: Unicode.Scalar) -> Bool {
        utf8.contains(UInt8(ascii: byte))
    }

    /// Whether the text contains any ASCII byte of a set.
    package func contains(anyByteOf set: StaticString) -> Bool {
        utf8.contains { set.contains($0) }
    }

    /// Whether the text contains the bytes of another text.
    package func contains(bytes other: String) -> Bool {
        utf8.firstRange(of: other.utf8) != nil
    }

    /// Whether the text begins with the bytes of another text.
    package func hasPrefix(bytes other: String) -> Bool {
        utf8.starts(with: other.utf8)
    }

    /// The text after the bytes of another text; nil if it does not begin with them.
    package func dropping(prefix other: String) -> SubSequence? {
        hasPrefix(bytes: other) ? self[utf8.index(startIndex, offsetBy: other.utf8.count)...] : nil
    }

    /// Whether the text ends with the bytes of another text.
    package func hasSuffix(bytes other: String) -> Bool {
        Substring(self).utf8.suffix(other.utf8.count).elementsEqual(other.utf8)
    }

    /// Whether both texts have the same bytes; `==` also accepts canonically equivalent text.
    func hasSameBytes(as other: some StringProtocol) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { left.elementsEqual($0) }
        }
        return isSame.flatMap { $0 } ?? utf8.elementsEqual(other.utf8)
    }

    /// The index of the first ASCII byte of a set.
    func firstIndex(ofByteIn set: StaticString) -> Index? {
        utf8.firstIndex { set.contains($0) }
    }

    /// The index of the last occurrence of an ASCII byte.
    func lastIndex(ofByte byte: Unicode.Scalar) -> Index? {
        Substring(self).utf8.lastIndex(of: UInt8(ascii: byte))
    }

    /// The prefix before the first ASCII byte of a set; the whole text if there is none.
    func prefix(beforeByteIn set: StaticString) -> SubSequence {
        self[..<(firstIndex(ofByteIn: set) ?? endIndex)]
    }

    /// Splits the text at an ASCII byte, keeping empty pieces.
    package func split(atByte byte: Unicode.Scalar, maxSplits: Int = .max) -> [SubSequence] {
        split(atByteIn: byte, maxSplits: maxSplits, omittingEmpty: false)
    }

    /// Splits the text at an ASCII byte, without empty pieces.
    func pieces(betweenBytes byte: Unicode.Scalar) -> [SubSequence] {
        split(atByteIn: byte, maxSplits: .max, omittingEmpty: true)
    }

    private func split(atByteIn byte: Unicode.Scalar, maxSplits: Int, omittingEmpty: Bool) -> [SubSequence] {
        utf8.split(separator: UInt8(ascii: byte), maxSplits: maxSplits, omittingEmptySubsequences: omittingEmpty)
            .map { self[$0.startIndex..<$0.endIndex] }
    }

    /// Replaces byte sequences; at each index the first matching pair applies.
    package func replacing(bytes pairs: [(text: String, replacement: String)]) -> String {
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

    /// The text without spaces and tabs at its ends, the optional white space of header fields (RFC 9110 section
    /// 5.6.3).
    var trimmingBlanks: SubSequence {
        trimming { $0 == " " || $0 == "\t" }
    }

    /// The text without white space at its ends, line breaks included.
    package var trimmingWhitespace: SubSequence {
        // U+200B is not white space in Unicode, but people copy it along with keys and URLs.
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
    /// Whether an ASCII literal contains a byte.
    fileprivate func contains(_ byte: UInt8) -> Bool {
        withUTF8Buffer { $0.contains(byte) }
    }
}

extension FixedWidthInteger {
    /// Parses a number of ASCII digits only, without a sign; nil if it does not fit.
    init?(digits text: some StringProtocol) {
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        self.init(text, radix: 10)
    }
}

/// Text compared by its bytes, such as JSON names: two names that are canonically equivalent in Unicode are different.
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
    /// The keys in ascending order.
    var sortedKeys: [String] { inOrder(Array(keys)) }

    /// The members sorted by key.
    var sortedMembers: [(key: String, value: Value)] {
        sortedKeys.compactMap { key in self[key].map { (key, $0) } }
    }
}

// Not generic, so that the sorting code exists only once.
@inline(never)
private func inOrder(_ keys: [String]) -> [String] {
    keys.sorted()
}
