/// A JSON text (RFC 8259) that was read once: where each of its values stands. The values themselves are made when they
/// are asked for.
///
/// `JSONDecoder` puts the members of every object into a dictionary before it gives the first; most of the time of
/// decoding goes there.
final class JSONOutline {
    enum Kind: UInt8 {
        case null, bool, number, string, array, object
    }

    struct Entry {
        var kind: Kind
        /// Of a string that it is ASCII without escapes, of a number that it is an integer, of a Boolean its value.
        var isPlain: Bool
        /// The bytes: of a string those between the quotes.
        var start: UInt32
        var end: UInt32
        /// The entry of the array or object around it; of the root its own.
        var parent: UInt32
        /// Its place among the elements or members of that.
        var ordinal: UInt32
        /// The first entry that is not inside of it.
        var next: UInt32
        /// How many elements or members it has.
        var count: UInt32 = 0
    }

    let bytes: [UInt8]
    /// Depth first; each member of an object is a string, its key, and a value.
    let entries: [Entry]
    let status: Int?

    /// Returns nil for what is no JSON in UTF-8, is nested too deeply, or has an object with two members of one name.
    ///
    /// - Parameter status: The status of the response that the text is the body of, for types that depend on it.
    init?(_ bytes: [UInt8], status: Int? = nil) {
        guard bytes.count < UInt32.max else { return nil }
        let entries = bytes.withUnsafeBufferPointer { buffer -> [Entry]? in
            var parser = JSONOutlineParser(buffer)
            return parser.parse() ? parser.entries : nil
        }
        guard let entries else { return nil }
        self.bytes = bytes
        self.entries = entries
        self.status = status
    }

    func withBytes<Result>(of index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let entry = entries[index]
        return bytes.withUnsafeBufferPointer { body(.init(rebasing: $0[Int(entry.start)..<Int(entry.end)])) }
    }

    /// The content of a string.
    func string(of index: Int) -> String {
        bytes.withUnsafeBufferPointer { Self.string(entries[index], in: $0) }
    }

    static func string(_ entry: Entry, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        let content = UnsafeBufferPointer(rebasing: bytes[Int(entry.start)..<Int(entry.end)])
        return entry.isPlain || !content.contains(UInt8(ascii: "\\"))
            ? String(decoding: content, as: UTF8.self) : unescaped(content)
    }

    /// Whether a string is that text.
    func isString(at index: Int, equalTo text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard entries[index].isPlain else { return string(of: index) == String(decoding: text, as: UTF8.self) }
        return withBytes(of: index) { $0.count == text.count && $0.elementsEqual(text) }
    }

    /// Of a string whose escapes were found to be right.
    private static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var units: [UInt8] = []
        units.reserveCapacity(bytes.count)
        var index = 0
        func unit(at index: Int) -> UInt16 {
            bytes[index..<index + 4].reduce(0) { $0 << 4 | UInt16(hexadecimalValue($1) ?? 0) }
        }
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                units.append(bytes[index])
                index += 1
                continue
            }
            let escape = bytes[index + 1]
            index += 2
            switch escape {
            case UInt8(ascii: "b"): units.append(0x08)
            case UInt8(ascii: "f"): units.append(0x0C)
            case UInt8(ascii: "n"): units.append(0x0A)
            case UInt8(ascii: "r"): units.append(0x0D)
            case UInt8(ascii: "t"): units.append(0x09)
            case UInt8(ascii: "u"):
                var codes = [unit(at: index)]
                index += 4
                if UTF16.isLeadSurrogate(codes[0]) {
                    codes.append(unit(at: index + 2))
                    index += 6
                }
                units += String(decoding: codes, as: UTF16.self).utf8
            default: units.append(escape)
            }
        }
        return String(decoding: units, as: UTF8.self)
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
