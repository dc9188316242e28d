public import HTTPTypes

/// The value of a call together with its response.
public struct APIResponse<Value: Sendable>: Sendable {
    /// The value.
    public let value: Value
    /// The status of the response.
    public let status: HTTPResponse.Status
    /// The header fields of the response.
    public let headers: HTTPFields
    /// The body of the response, decompressed.
    public let body: [UInt8]
    /// The request, without credentials.
    public let request: APIError.Request
    /// The number of retries.
    public let retries: Int
    /// The time from sending the request until the whole body arrived. After retries it measures the last attempt.
    public let elapsed: Duration
    /// The credentials that errors must not show.
    let sent: SentCredentials

    init(value: Value, response: HTTPResponse, body: [UInt8], context: CallContext) {
        self.value = value
        status = response.status
        headers = response.headerFields
        self.body = body
        request = context.request
        retries = context.retries
        sent = context.sent
        elapsed = context.stopwatch?.elapsed ?? .zero
    }
}

extension APIResponse {
    /// Decodes the value of a header field; nil if the response does not have it.
    ///
    /// The value is text, a number, `true` or `false`, in the OpenAPI style `simple`.
    ///
    /// ```swift
    /// let remaining = try response.header("X-RateLimit-Remaining", as: Int.self)
    /// ```
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/responseValidation`` if the value is not of the type.
    public func header<HeaderValue: Decodable>(_ name: String, as type: HeaderValue.Type) throws -> HeaderValue? {
        guard let text = text(ofHeader: name) else { return nil }
        return try decode(text[...], type, name)
    }

    /// Decodes the comma-separated values of a header field; nil if the response does not have it.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/responseValidation`` if a value is not of the type.
    public func header<Element: Decodable>(_ name: String, asListOf type: Element.Type) throws -> [Element]? {
        guard let text = text(ofHeader: name) else { return nil }
        return try text.pieces(betweenBytes: ",").map { try decode($0, type, name) }
    }

    /// The values of all fields with the name, joined by commas (RFC 9110 section 5.2).
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
            // Strings, and types that decode from strings, come without quotes; numbers are JSON already.
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
