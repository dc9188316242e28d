import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ValueSchema {
    /// A date and time by RFC 3339; without a zone it is in UTC.
    ///
    /// The zone is required there, but Python's `datetime` has none unless it is told, and the official SDK sends it
    /// as it is.
    static func dateTime(_ text: String) -> Date? {
        RFC3339.date(from: text)
    }

    /// The value with a zone at each date and time, which RFC 3339 requires.
    func canonical(_ value: JSONValue) -> JSONValue {
        switch self {
        case .string(_, _, _, "date-time", _):
            // Only a text without a zone can have one added.
            guard let text = value.stringValue, RFC3339.date(from: text + "Z") != nil else { return value }
            return .string(text + "Z")
        case .array(let items, _, _):
            return value.arrayValue.map { .array($0.map(items.canonical)) } ?? value
        case .object(let properties, _, let additional):
            guard let members = value.objectValue else { return value }
            return .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { name, member in
                        (name, (properties[name] ?? additional ?? .any).canonical(member))
                    }
                )
            )
        case .anyOf(let schemas):
            return schemas.first { $0.violations(of: value).isEmpty }?.canonical(value) ?? value
        case .oneOf(let discriminator, let members):
            return value[discriminator]?.stringValue.flatMap { members[$0] }?.canonical(value) ?? value
        case .nullable(let schema):
            return schema.canonical(value)
        case .reference:
            return resolved.canonical(value)
        case .any, .null, .boolean, .string, .integer, .number, .constant:
            return value
        }
    }

    /// The value that a parameter's text stands for: a number where the schema wants one, else the text.
    ///
    /// A text that does not read as what the schema wants stays a string, and so breaks the schema.
    func value(ofTexts texts: [String]) -> JSONValue {
        switch resolved {
        case .array(let items, _, _):
            return .array(texts.map { items.value(ofTexts: [$0]) })
        case .nullable(let schema):
            return schema.value(ofTexts: texts)
        case .boolean:
            return single(texts) { $0 == "true" ? .bool(true) : $0 == "false" ? .bool(false) : nil }
        case .integer:
            return single(texts) { Int128($0).map { .number(JSONNumber($0)) } }
        case .number:
            return single(texts) { text in
                Double(text).flatMap { $0.isFinite ? .number(JSONNumber($0)) : nil }
            }
        default:
            return single(texts) { canonical(.string($0)) }
        }
    }

    /// A parameter that is given twice and is no list stays an array, and so breaks the schema.
    private func single(_ texts: [String], read: (String) -> JSONValue?) -> JSONValue {
        guard let text = texts.first, texts.count == 1 else { return .array(texts.map { .string($0) }) }
        return read(text) ?? .string(text)
    }
}
