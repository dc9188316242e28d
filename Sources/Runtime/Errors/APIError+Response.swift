import HTTPTypes

extension APIError {
    /// The error for a response whose status is not a success.
    init(unsuccessful response: HTTPResponse, body: [UInt8]) {
        self.init(
            Code(status: response.status.code),
            Self.message(status: response.status.code, body: body),
            status: response.status,
            headers: response.headerFields,
            body: Self.body(of: body)
        )
    }

    /// The message for an unsuccessful status: the status, and the body on one line.
    static func message(status: Int, body: [UInt8]) -> String {
        let text = JSONText.minified(body) ?? String(decoding: body, as: UTF8.self)
        let excerpt = Excerpt.of(String(text.trimmingWhitespace), limit: 2_000)
        return excerpt.isEmpty ? "Error code: \(status)" : "Error code: \(status) - \(excerpt)"
    }

    /// The body as JSON, or else as text; nil if it is empty.
    static func body(of bytes: [UInt8]) -> JSONValue? {
        if bytes.isEmpty { return nil }
        return (try? JSONValue(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    }
}

/// Removes white space from JSON without changing its escapes and repeated members.
enum JSONText {
    /// The JSON text without white space between its tokens; nil if it is not JSON.
    static func minified(_ bytes: [UInt8]) -> String? {
        guard (try? JSONCoding.decode(JSONValue.self, from: bytes)) != nil else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                output.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09 {
                isInString = byte == UInt8(ascii: "\"")
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
