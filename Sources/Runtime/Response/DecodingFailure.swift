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
