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

    /// Reads one JSON value.
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
        if let outline = JSONOutline(bytes, status: status) {
            do {
                return try outline.value(type, at: 0)
            } catch is DecodingError {
                // Foundation's decoder has the last word, so that errors are those that people know.
            }
        }
        let decoder = JSONDecoder()
        if let status { decoder.userInfo[.responseStatus] = status }
        decoder.dateDecodingStrategy = .custom { try Date(wire: $0) }
        return try decoder.decode(type, from: Data(bytes))
    }
}
