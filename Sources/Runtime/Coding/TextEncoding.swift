/// Detects text encodings other than plain UTF-8, which old servers use.
enum TextEncoding {
    /// Converts UTF-16, UTF-32 and text with a byte order mark to UTF-8; nil for other bytes.
    ///
    /// Without a mark, zero bytes in the first two characters tell the encoding, because they are ASCII in JSON (RFC
    /// 4627 section 3).
    static func utf8(of bytes: [UInt8]) -> [UInt8]? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        let isZero = bytes.prefix(4).map { $0 == 0 }
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) || isZero == [true, true, true, false] {
            return utf32(bytes, isBigEndian: true)
        }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || isZero == [false, true, true, true] {
            return utf32(bytes, isBigEndian: false)
        }
        if bytes.starts(with: [0xFE, 0xFF]) || isZero.starts(with: [true, false]) {
            return utf16(bytes, isBigEndian: true)
        }
        if bytes.starts(with: [0xFF, 0xFE]) || isZero.starts(with: [false, true]) {
            return utf16(bytes, isBigEndian: false)
        }
        return nil
    }

    private static func utf16(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8]? {
        guard let units: [UInt16] = units(bytes, isBigEndian: isBigEndian) else { return nil }
        return String(validating: units.drop { $0 == 0xFEFF }, as: UTF16.self).map { Array($0.utf8) }
    }

    private static func utf32(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8]? {
        guard let units: [UInt32] = units(bytes, isBigEndian: isBigEndian) else { return nil }
        return String(validating: units.drop { $0 == 0xFEFF }, as: UTF32.self).map { Array($0.utf8) }
    }

    private static func units<Unit: FixedWidthInteger>(_ bytes: [UInt8], isBigEndian: Bool) -> [Unit]? {
        let size = MemoryLayout<Unit>.size
        guard bytes.count.isMultiple(of: size) else { return nil }
        return stride(from: 0, to: bytes.count, by: size).map { start in
            let unit = bytes[start..<start + size]
            return (isBigEndian ? Array(unit) : unit.reversed()).reduce(0) { $0 << 8 | Unit($1) }
        }
    }
}
