internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

/// A type of object in OpenAPI 3.0 to 3.2: its name in messages, and its fields for detecting misspellings.
struct ObjectKind: Sendable {
    struct Key: Hashable {
        var kind: String
        var key: String
    }

    let name: String
    let keys: Set<String>
    private let table: KeyTable<Bool>

    init(_ name: String, _ keys: Set<String>) {
        self.name = name
        self.keys = keys
        table = KeyTable(keys.map { ($0, true) })
    }

    /// Whether the entry is a field of this kind of object.
    func has(_ entry: Mapping.Entry) -> Bool { table[entry] != nil }

    static let document = ObjectKind(
        "the document",
        [
            "openapi", "$self", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components", "security",
            "tags", "externalDocs",
        ]
    )
    static let info = ObjectKind(
        "'info'",
        ["title", "summary", "description", "termsOfService", "contact", "license", "version"]
    )
    static let server = ObjectKind("a server", ["url", "name", "description", "variables"])
    static let serverVariable = ObjectKind("a server variable", ["enum", "default", "description"])
    static let tag = ObjectKind("a tag", ["name", "summary", "description", "externalDocs", "parent", "kind"])
    static let components = ObjectKind(
        "'components'",
        [
            "schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links",
            "callbacks", "pathItems", "mediaTypes",
        ]
    )
    static let pathItem = ObjectKind(
        "a path",
        [
            "$ref", "summary", "description", "servers", "parameters", "additionalOperations", "get", "put", "post",
            "delete", "options", "head", "patch", "trace", "query",
        ]
    )
    static let operation = ObjectKind(
        "an operation",
        [
            "tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody", "responses",
            "callbacks", "deprecated", "security", "servers",
        ]
    )
    static let parameter = ObjectKind(
        "a parameter",
        [
            "name", "in", "description", "required", "deprecated", "allowEmptyValue", "style", "explode",
            "allowReserved", "schema", "content", "example", "examples",
        ]
    )
    static let header = ObjectKind("a header", parameter.keys)
    static let requestBody = ObjectKind("a request body", ["description", "content", "required"])
    static let response = ObjectKind("a response", ["summary", "description", "headers", "content", "links"])
    static let mediaType = ObjectKind(
        "a media type",
        [
            "schema", "itemSchema", "example", "examples", "encoding", "prefixEncoding", "itemEncoding", "description",
            "$ref",
        ]
    )
    static let encoding = ObjectKind(
        "an encoding",
        [
            "contentType", "headers", "style", "explode", "allowReserved", "encoding", "prefixEncoding",
            "itemEncoding",
        ]
    )
    static let securityScheme = ObjectKind(
        "a security scheme",
        [
            "type", "description", "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl",
            "oauth2MetadataUrl", "deprecated",
        ]
    )
    static let discriminator = ObjectKind("a discriminator", ["propertyName", "mapping", "defaultMapping"])
    static let schema = ObjectKind("a schema", Set(SchemaKeyword.members.map(\.key)))
}

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

/// A dictionary with a fixed set of keys. It compares precomputed fingerprints by binary search instead of hashing,
/// because most keys of a document are looked up here.
struct KeyTable<Value: Sendable>: Sendable {
    private let fingerprints: [UInt64]
    private let members: [(key: String, value: Value)]

    init(_ members: [(key: String, value: Value)]) {
        let sorted = members.map { (fingerprint: ByteKey.fingerprint(of: $0.key), member: $0) }
            .sorted { $0.fingerprint < $1.fingerprint }
        fingerprints = sorted.map(\.fingerprint)
        self.members = sorted.map(\.member)
    }

    /// The value for the key of a mapping entry.
    subscript(entry: Mapping.Entry) -> Value? {
        let fingerprint = entry.keyFingerprint
        var (low, high) = (0, fingerprints.count)
        while low < high {
            let middle = (low + high) / 2
            if fingerprints[middle] < fingerprint { low = middle + 1 } else { high = middle }
        }
        while low < fingerprints.count, fingerprints[low] == fingerprint {
            if ByteKey.areEqual(members[low].key, entry.key) { return members[low].value }
            low += 1
        }
        return nil
    }
}
