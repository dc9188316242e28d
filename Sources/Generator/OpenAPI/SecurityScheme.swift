/// A Security Scheme Object (OpenAPI 3.1).
package struct SecurityScheme: Sendable {
    package enum Kind: Sendable, Hashable {
        /// The scheme in lower case, such as `bearer` or `basic`.
        case http(scheme: String)
        case apiKey(name: String, place: Parameter.Place)
        case oauth2
        case openIDConnect
        case mutualTLS
    }

    package var kind: Kind
    package var description: String?
    package var origin: SourceReference
}

/// Schemes that are required together; empty if no credential is needed.
package struct SecurityRequirement: Sendable {
    package struct Item: Sendable {
        /// The name of the scheme in `components/securitySchemes`.
        package var scheme: String
        package var scopes: [String]
        package var origin: SourceReference
    }

    package var items: [Item]
    package var origin: SourceReference
}
