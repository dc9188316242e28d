import HTTPTypes

extension APIResponse {
    /// A header's value; nil where the response does not have it.
    ///
    /// It is text, a number, `true` or `false`, as OpenAPI's style `simple` writes them.
    ///
    /// ```swift
    /// let remaining = try response.header("X-RateLimit-Remaining", as: Int.self)
    /// ```
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/responseValidation`` if the value is not of that type.
    public func header<HeaderValue: Decodable>(_ name: String, as type: HeaderValue.Type) throws -> HeaderValue? {
        guard let text = text(ofHeader: name) else { return nil }
        return try decode(text[...], type, name)
    }

    /// A header's values, which commas separate; nil where the response does not have it.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/responseValidation`` if one is not of that type.
    public func header<Element: Decodable>(_ name: String, asListOf type: Element.Type) throws -> [Element]? {
        guard let text = text(ofHeader: name) else { return nil }
        return try text.pieces(betweenBytes: ",").map { try decode($0, type, name) }
    }

    /// Headers of one name are one, with commas between their values (RFC 9110, section 5.2).
    private func text(ofHeader name: String) -> String? {
        guard let name = HTTPField.Name(name) else { return nil }
        let values = headers[values: name]
        return values.isEmpty ? nil : values.joined(separator: ",")
    }

    private func decode<HeaderValue: Decodable>(
        _ text: Substring,
        _ type: HeaderValue.Type,
        _ name: String
    ) throws -> HeaderValue {
        let text = text.trimmingBlanks
        do {
            // Texts, and what texts stand for, come without quotes; numbers are what they are.
            if let bytes = try? JSONCoding.encode(String(text)), let value = try? JSONCoding.decode(type, from: bytes) {
                return value
            }
            return try JSONCoding.decode(type, from: Array(text.utf8))
        } catch {
            throw sent.redacted(
                APIError(
                    .responseValidation,
                    "The header '\(name)' is '\(Excerpt.of(String(text), limit: 200))', which is no \(type).",
                    request: request,
                    status: status,
                    headers: headers,
                    retries: retries,
                    cause: error
                )
            )
        }
    }
}
