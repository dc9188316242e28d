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
