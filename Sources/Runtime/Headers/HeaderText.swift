import HTTPTypes

/// Validates header fields: a line break in a value would start another field.
enum HeaderText {
    /// Makes a header field. White space around the value is removed (RFC 9110 section 5.5).
    ///
    /// - Throws: ``APIError`` if the name is not a token (RFC 9110 section 5.6.2) or the value contains control
    ///   characters.
    static func field(_ name: String, _ value: String, code: APIError.Code) throws -> HTTPField {
        guard let field = HTTPField.Name(name) else {
            throw APIError(code, "'\(Excerpt.of(name, limit: 80))' is not the name of a header.")
        }
        if HTTPField.isValidValue(value) { return HTTPField(name: field, value: value) }
        let trimmed = String(value.trimmingBlanks)
        guard HTTPField.isValidValue(trimmed) else {
            throw APIError(
                code,
                "The value of the header \(name) has \(problem(of: trimmed)), which no header can have."
            )
        }
        return HTTPField(name: field, value: trimmed)
    }

    /// The reason that a value cannot be sent.
    private static func problem(of value: String) -> String {
        if value.contains(anyByteOf: "\r\n") { return "a line break" }
        return value.utf8.contains(0) ? "a NUL" : "a control character"
    }
}

/// A media type such as `application/json; charset=utf-8` (RFC 9110 section 8.3.1), without its parameters.
struct MediaType: Hashable {
    /// Type and subtype in lower case.
    let essence: String

    init(_ text: String) {
        // The most frequent value needs no parsing.
        if text == "application/json" {
            essence = text
            return
        }
        // A header field that was sent twice arrives as a comma-separated list.
        let scalars = text.prefix(beforeByteIn: ";,").unicodeScalars.filter { !$0.properties.isWhitespace }
        essence = String(String.UnicodeScalarView(scalars)).lowercased()
    }

    var isJSON: Bool {
        essence == "application/json" || essence == "text/json" || essence.hasSuffix(bytes: "+json")
    }

    var isEventStream: Bool {
        essence == "text/event-stream"
    }

    var isText: Bool {
        essence.hasPrefix(bytes: "text/")
    }
}

extension HTTPField.Name {
    static let xRequestID = HTTPField.Name(constant: "x-request-id")

    /// Creates a name from a constant token (RFC 9110 section 5.6.2).
    init(constant name: StaticString) {
        guard let field = HTTPField.Name(name.description) else {
            preconditionFailure("\(name) is not a header name")
        }
        self = field
    }
}
