/// Marks lone surrogates, which JSON can escape (RFC 8259 section 8.2: `"cut \ud83d"`) but `String` cannot hold.
/// Servers in JavaScript produce them when they cut a text.
///
/// A `String` has U+FFFD in their place. A ``JSONValue`` preserves them: two variation selectors after U+FFFD, a
/// sequence that no other text contains, tell the surrogate. Its accessors omit the selectors, and encoding restores
/// the escape. (Python's `surrogateescape` works the same way.)
enum LoneSurrogate {
    /// A piece of a marked text.
    enum Piece {
        case text(String)
        case surrogate(UInt16)
    }

    /// U+FFFD in UTF-8.
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
    /// The length of U+FFFD, a selector from U+E0100 to U+E011F for the upper five bits, and one from U+E0140 to
    /// U+E017F for the lower six.
    private static let markLength = 11

    /// The mark of a surrogate in UTF-8.
    static func mark(_ surrogate: UInt16) -> [UInt8] {
        let high = UInt8(truncatingIfNeeded: surrogate >> 6 & 0x1F)
        let low = UInt8(truncatingIfNeeded: surrogate & 0x3F)
        return replacement + [0xF3, 0xA0, 0x84, 0x80 | high, 0xF3, 0xA0, 0x85, 0x80 | low]
    }

    /// The JSON escape of a surrogate, such as `\ud83d`.
    static func escape(_ surrogate: UInt16) -> [UInt8] {
        Array("\\u\(String(surrogate, radix: 16))".utf8)
    }

    /// Whether a text contains marks.
    static func isMarked(_ text: String) -> Bool {
        // Few texts contain a scalar of that plane.
        guard text.utf8.contains(0xF3) else { return false }
        return pieces(of: text).contains { if case .surrogate = $0 { true } else { false } }
    }

    /// Replaces each mark with U+FFFD.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(0xF3) else { return text }
        return pieces(of: text).reduce(into: "") { plain, piece in
            switch piece {
            case .text(let text): plain += text
            case .surrogate: plain += "\u{FFFD}"
            }
        }
    }

    /// Splits a text into plain text and surrogates.
    static func pieces(of text: String) -> [Piece] {
        let bytes = Array(text.utf8)
        var pieces: [Piece] = []
        var (start, index) = (0, 0)
        func addText(upTo end: Int) {
            if start < end { pieces.append(.text(String(decoding: bytes[start..<end], as: UTF8.self))) }
        }
        while index < bytes.count {
            if let surrogate = surrogate(at: index, in: bytes) {
                addText(upTo: index)
                pieces.append(.surrogate(surrogate))
                index += markLength
                start = index
            } else {
                index += 1
            }
        }
        addText(upTo: index)
        return pieces
    }

    /// The surrogate of the mark at an index; nil if there is none.
    private static func surrogate(at index: Int, in bytes: [UInt8]) -> UInt16? {
        guard bytes[index] == replacement[0], index + markLength <= bytes.count else { return nil }
        let surrogate = 0xD800 | UInt16(bytes[index + 6] & 0x1F) << 6 | UInt16(bytes[index + 10] & 0x3F)
        return bytes[index..<index + markLength].elementsEqual(mark(surrogate)) ? surrogate : nil
    }

    // MARK: - Keys

    /// The members with marks in their names replaced.
    static func plainKeys(of members: [String: JSONValue]) -> [String: JSONValue] {
        guard members.keys.contains(where: isMarked) else { return members }
        return Dictionary(members.sortedMembers.map { (plain($0.key), $0.value) }) { _, last in last }
    }

    /// The marked name of a member that equals a plain name.
    static func key(like name: String, among members: [String: JSONValue]) -> String? {
        guard name.contains(bytes: "\u{FFFD}") else { return nil }
        return members.keys.first { isMarked($0) && plain($0) == name }
    }
}
