#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How this runtime writes and reads JSON.
///
/// Written JSON is compact UTF-8 with an object's members in the order in which they were encoded (declaration order
/// for synthesised and generated types) and dictionaries by sorted key, so equal values give equal bytes in every run.
/// `Date` is RFC 3339 text, `Data` is base64, a `URL` is its text; `/` is not escaped.
public enum JSONCoding {
    /// A value as JSON.
    ///
    /// - Throws: `EncodingError` if the value has no JSON form, for instance a `Double` that is not finite.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        try EncodedValue(encoding: value).json
    }

    /// Reads one JSON value (RFC 8259).
    ///
    /// Of members of one name the last counts. Half of a UTF-16 pair, as in `"cut \ud83d"`, is U+FFFD in a `String`. The text
    /// is UTF-8, with or without a byte order mark; UTF-16 and UTF-32 are recognized too.
    ///
    /// - Throws: `DecodingError` if the bytes are not JSON or do not fit the type.
    ///
    /// - Parameter status: The status of the response that the bytes are the body of, for types that depend on it; nil
    ///   if they come from elsewhere.
    public static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8],
        status: Int? = nil
    ) throws -> Value {
        if let json = JSONIndex(bytes, status: status) { return try json.value(type, at: 0) }
        if let bytes = TextEncoding.utf8(of: bytes), let json = JSONIndex(bytes, status: status) {
            return try json.value(type, at: 0)
        }
        let message = "The given data was not valid JSON: \(JSONIndexParser.problem(of: bytes))"
        throw DecodingError.dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: message))
    }
}

/// Recognizes texts that are not plain UTF-8, as old servers send them.
enum TextEncoding {
    /// The UTF-8 of a text in UTF-16 or UTF-32, or of one that begins with a byte order mark; nil for other bytes.
    ///
    /// Without a mark, the zero bytes of the first two characters tell, which are ASCII in JSON (RFC 4627, section 3).
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
