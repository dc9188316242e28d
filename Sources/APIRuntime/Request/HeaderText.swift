import HTTPTypes

/// Checks what goes into headers: a line break in a value would begin a header of its own.
enum HeaderText {
    /// The name of a header.
    ///
    /// - Throws: ``APIError`` if it is no token (RFC 9110 section 5.6.2) or the value has control characters.
    static func field(_ name: String, _ value: String, code: APIError.Code) throws -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else {
            throw APIError(code, "'\(Excerpt.of(name, limit: 80))' is not the name of a header.")
        }
        guard HTTPField.isValidValue(value) else {
            throw APIError(code, "The value of the header \(name) has a line break or another control character.")
        }
        return field
    }
}
