import HTTPTypes

/// A successful response with its whole body, and what can be made of it.
struct ResponseContent {
    let response: HTTPResponse
    let bytes: [UInt8]

    private var mediaType: MediaType? {
        response.headerFields[.contentType].map { MediaType($0) }
    }

    /// The body as JSON.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/responseValidation``.
    func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let mediaType = mediaType
        let isJSON = mediaType?.isJSON
        if isJSON != true, type == String.self, mediaType?.isEventStream != true,
            let text = try plainText(isJSON: isJSON) as? Value
        {
            return text
        }
        if bytes.isEmpty {
            if let type = type as? any EmptyBodyReadable.Type, let value = type.emptyBody as? Value { return value }
            throw error("Expected JSON (\(type)) but the response with status \(response.status.code) has no body.")
        }
        if let mediaType, !mediaType.isJSON {
            throw error(
                "Expected JSON (\(type)) but the response has the content type '\(mediaType.essence)': "
                    + Excerpt.of(bytes)
            )
        }
        do {
            return try JSONCoding.decode(type, from: bytes, status: response.status.code)
        } catch let failure as DecodingError {
            throw error(DecodingFailure(failure, in: bytes).message, cause: failure)
        }
    }

    /// The body as text.
    func text() throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error("Expected text in UTF-8 but the body is not valid UTF-8: \(Excerpt.of(bytes))")
        }
        return text
    }

    /// A string that did not come as JSON. Without a content type, what looks like a JSON string is one.
    private func plainText(isJSON: Bool?) throws -> String? {
        if isJSON == nil, let text = try? JSONCoding.decode(String.self, from: bytes) { return text }
        if bytes.isEmpty { return nil }
        return try text()
    }

    private func error(_ message: String, cause: (any Error)? = nil) -> APIError {
        APIError(.responseValidation, message, body: APIError.body(of: bytes), cause: cause)
    }
}

/// A type that has a value for a response without a body.
private protocol EmptyBodyReadable {
    static var emptyBody: Self { get }
}

extension Optional: EmptyBodyReadable {
    static var emptyBody: Self { nil }
}

extension APIError {
    /// A body as an error keeps it: JSON, else text, nil if there is none.
    static func body(of bytes: [UInt8]) -> JSONValue? {
        if bytes.isEmpty { return nil }
        return (try? JSONValue(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    }
}
