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
