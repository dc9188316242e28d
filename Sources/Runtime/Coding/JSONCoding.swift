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
