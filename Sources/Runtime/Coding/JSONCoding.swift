#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Encodes and decodes JSON.
///
/// Encoded JSON is compact UTF-8. Members are in encoding order (declaration order for synthesized and generated
/// types), members of dictionaries sorted by key, so that equal values give equal bytes in every run. `Date` is RFC
/// 3339 text, `Data` base64, `URL` its text; `/` is not escaped.
public enum JSONCoding {
    /// Encodes a value as JSON.
    ///
    /// - Throws: `EncodingError` if the value cannot be encoded, such as a `Double` that is not finite.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        try JSONTree(encoding: value).json
    }

    /// Decodes one JSON value (RFC 8259).
    ///
    /// If a name is repeated, the last member counts. A lone surrogate, as in `"cut \ud83d"`, becomes U+FFFD in a
    /// `String`. The text is UTF-8, with or without a byte order mark; UTF-16 and UTF-32 are detected too.
    ///
    /// - Throws: `DecodingError` if the bytes are not JSON or do not match the type.
    ///
    /// - Parameter status: The status of the response with this body, for types that depend on it; nil without a
    ///   response.
    public static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8],
        status: Int? = nil
    ) throws -> Value {
        let json: JSONIndex
        do {
            json = try JSONIndex(detectingEncodingOf: bytes, status: status)
        } catch {
            let message = "The data cannot be read as JSON: \(error.reason)"
            throw DecodingError.dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: message))
        }
        return try json.value(type, at: 0)
    }
}

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
