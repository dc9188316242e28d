import APIRuntime

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ValueSchema {
    /// The value with a time zone in each date and time: the official Python SDK sends naive `datetime` values without
    /// one, and responses must have it (RFC 3339).
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

    /// Converts the text of a parameter to the type of the schema.
    ///
    /// Text that cannot be converted stays a string, which violates the schema.
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

    /// Converts a single value. A repeated parameter becomes an array, which violates a scalar schema.
    private func single(_ texts: [String], read: (String) -> JSONValue?) -> JSONValue {
        guard let text = texts.first, texts.count == 1 else { return .array(texts.map { .string($0) }) }
        return read(text) ?? .string(text)
    }
}
