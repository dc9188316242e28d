import HTTPTypes

/// A successful response with its whole body, ready to be decoded.
struct ResponseContent {
    let response: HTTPResponse
    let bytes: [UInt8]

    private var mediaType: MediaType? {
        response.headerFields[.contentType].map { MediaType($0) }
    }

    /// Decodes the body as JSON. A string may also be plain text, an optional an empty body.
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

    /// Decodes the body as text.
    func text() throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error("Expected text in UTF-8 but the body is not valid UTF-8: \(Excerpt.of(bytes))")
        }
        return text
    }

    /// The body as a string that is not JSON. Without a content type, a JSON string is still decoded as JSON.
    private func plainText(isJSON: Bool?) throws -> String? {
        if isJSON == nil, let text = try? JSONCoding.decode(String.self, from: bytes) { return text }
        if bytes.isEmpty { return nil }
        return try text()
    }

    private func error(_ message: String, cause: (any Error)? = nil) -> APIError {
        APIError(.responseValidation, message, body: APIError.body(of: bytes), cause: cause)
    }
}

/// A type with a value for an empty body.
private protocol EmptyBodyReadable {
    static var emptyBody: Self { get }
}

extension Optional: EmptyBodyReadable {
    static var emptyBody: Self { nil }
}
