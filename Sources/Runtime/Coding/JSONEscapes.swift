/// Decodes the escapes in JSON strings (RFC 8259 section 7).
enum JSONEscapes {
    /// Decodes a string whose escapes are valid.
    ///
    /// - Parameter keepsSurrogates: Whether a lone surrogate is marked as in ``LoneSurrogate`` instead of replaced.
    static func text(_ bytes: UnsafeBufferPointer<UInt8>, keepsSurrogates: Bool = false) -> String {
        var units: [UInt8] = []
        units.reserveCapacity(bytes.count)
        var index = 0
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
                let codes = codes(at: index, in: bytes)
                index += codes.count == 2 ? 10 : 4
                let isLone = codes.count == 1 && UTF16.isSurrogate(codes[0])
                units +=
                    isLone && keepsSurrogates
                    ? LoneSurrogate.mark(codes[0]) : Array(String(decoding: codes, as: UTF16.self).utf8)
            default: units.append(escape)
            }
        }
        return String(decoding: units, as: UTF8.self)
    }

    /// The code unit of the escape at an index, and the next one if both form a surrogate pair.
    private static func codes(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> [UInt16] {
        func unit(at index: Int) -> UInt16 {
            bytes[index..<index + 4].reduce(0) { $0 << 4 | UInt16(hexadecimalValue($1) ?? 0) }
        }
        let first = unit(at: index)
        guard UTF16.isLeadSurrogate(first), index + 10 <= bytes.count, bytes[index + 4] == UInt8(ascii: "\\"),
            bytes[index + 5] == UInt8(ascii: "u")
        else { return [first] }
        let second = unit(at: index + 6)
        return UTF16.isTrailSurrogate(second) ? [first, second] : [first]
    }
}
