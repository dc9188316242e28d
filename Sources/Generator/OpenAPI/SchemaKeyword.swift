/// The schema keywords that the generator uses; `ignored` stands for all others of JSON Schema and OpenAPI.
enum SchemaKeyword: String, CaseIterable {
    case reference = "$ref"
    case dynamicReference = "$dynamicRef"
    case type, nullable, format, title, description, const, `default`, example, examples, deprecated, readOnly,
        writeOnly
    case enumeration = "enum"
    case minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf
    case minLength, maxLength, pattern, minItems, maxItems, uniqueItems, minProperties, maxProperties
    case contentEncoding, contentMediaType, contentSchema
    case properties, required, additionalProperties, patternProperties, items, prefixItems
    case allOf, anyOf, oneOf, discriminator
    case ignored

    /// The keywords by name.
    static let table = KeyTable(members)

    static let members: [(key: String, value: SchemaKeyword)] = {
        let ignored = [
            "$id", "$schema", "$anchor", "$dynamicAnchor", "$vocabulary", "$comment", "$defs",
            "$recursiveRef", "$recursiveAnchor", "definitions", "not", "if", "then", "else", "dependentSchemas",
            "dependentRequired", "dependencies", "contains", "minContains", "maxContains", "propertyNames",
            "unevaluatedItems", "unevaluatedProperties", "additionalItems", "xml", "externalDocs",
        ]
        return allCases.filter { $0 != .ignored }.map { ($0.rawValue, $0) } + ignored.map { ($0, .ignored) }
    }()
}
