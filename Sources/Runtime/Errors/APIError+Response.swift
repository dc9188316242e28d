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

/// The description of a `DecodingError`: the place in the JSON, the expected type and the value found.
struct DecodingFailure {
    let message: String

    init(_ error: DecodingError, in bytes: [UInt8]) {
        switch error {
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let path = context.codingPath
            message =
                "The response does not fit: at \(Self.text(of: path)) expected \(Self.name(of: type)), found "
                + "\(Self.excerpt(at: path, in: bytes))."
        case .keyNotFound(let key, let context):
            let path = context.codingPath
            message =
                "The response does not fit: at \(Self.text(of: path + [key])) expected a value but the "
                + "property is missing in \(Self.excerpt(at: path, in: bytes))."
        case .dataCorrupted(let context):
            switch context.codingPath.isEmpty ? JSONTree.error(in: bytes) : nil {
            case .invalid:
                message = "The response is not valid JSON: \(Excerpt.of(bytes))"
            case .beyondLimit(let reason):
                message = "The response cannot be read as JSON: \(reason)"
            case nil:
                message =
                    "The response does not fit: at \(Self.text(of: context.codingPath)): "
                    + "\(context.debugDescription) Found \(Self.excerpt(at: context.codingPath, in: bytes))."
            }
        @unknown default:
            message = "The response does not fit: \(Excerpt.of(bytes))"
        }
    }

    /// A coding path as a JSON path, such as `$.files[0].name`.
    static func text(of path: [any CodingKey]) -> String {
        path.reduce(into: "$") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else if key.stringValue.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) {
                text += ".\(key.stringValue)"
            } else {
                text += "[\(JSONValue.string(key.stringValue))]"
            }
        }
    }

    private static func name(of type: Any.Type) -> String {
        switch type {
        case is any KeyedContainer.Type: "an object"
        case is [Any].Type: "an array"
        default: "\(type)"
        }
    }

    private static func excerpt(at path: [any CodingKey], in bytes: [UInt8]) -> String {
        guard var value = try? JSONValue(parsing: bytes) else { return Excerpt.of(bytes) }
        for key in path {
            guard let member = key.intValue.map({ value[$0] }) ?? value[key.stringValue] else { break }
            value = member
        }
        return Excerpt.of(value.description)
    }
}

/// Matches the type that a `DecodingError` reports for an object.
private protocol KeyedContainer {}
extension Dictionary: KeyedContainer where Key == String {}
