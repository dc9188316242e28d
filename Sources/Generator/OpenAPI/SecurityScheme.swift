/// OpenAPI 3.1, Security Scheme Object.
package struct SecurityScheme: Sendable {
    package enum Kind: Sendable, Hashable {
        /// The scheme in lower case: `bearer`, `basic`.
        case http(scheme: String)
        case apiKey(name: String, place: Parameter.Place)
        case oauth2
        case openIDConnect
        case mutualTLS
    }

    package var kind: Kind
    package var description: String?
    package var origin: Origin
}

/// All of these schemes together; empty means that no credential is needed.
package struct SecurityRequirement: Sendable {
    package struct Item: Sendable {
        /// The name of the scheme in `components/securitySchemes`.
        package var scheme: String
        package var scopes: [String]
        package var origin: Origin
    }

    package var items: [Item]
    package var origin: Origin
}
