package import HandingerGeneratorDiagnostics
package import HandingerGeneratorYAML

/// An OpenAPI document, 3.0 to 3.2, with unresolved references.
package struct Document: Sendable {
    package enum Version: Sendable, Comparable {
        case v3_0, v3_1, v3_2
    }

    package var version: Version
    package var info: Info
    /// Empty if the document has none.
    package var servers: [Server]
    package var tags: [Tag]
    /// In document order.
    package var paths: [PathEntry]
    package var webhooks: [PathEntry]
    package var components: Components
    package var security: [SecurityRequirement]?
    /// Whether the API wants the header fields of SDKs made by Stainless: the extension `x-stainless-headers`.
    package var wantsStainlessHeaders: Bool
    /// The node tree, for references to places outside `components`.
    package var root: Node
    package var anchors: Anchors
}

package struct Info: Sendable {
    package var title: String
    package var version: String
    package var summary: String?
    package var description: String?
    package var origin: SourceReference
}

package struct Server: Sendable {
    package struct Variable: Sendable {
        package var name: String
        package var defaultValue: String
        package var allowed: [String]
        package var description: String?
    }

    package var url: String
    package var description: String?
    package var variables: [Variable]
    package var origin: SourceReference
}

package struct Tag: Sendable {
    package var name: String
    package var summary: String?
    package var description: String?
    /// OpenAPI 3.2: the parent tag.
    package var parent: String?
    package var origin: SourceReference
}

package struct PathEntry: Sendable {
    /// The path template or the name of a webhook.
    package var path: String
    package var item: ReferenceOr<PathItem>
    package var origin: SourceReference
}

/// The named objects of `components`, each list in document order.
package struct Components: Sendable {
    package struct Named<Value: Sendable>: Sendable {
        package var name: String
        package var value: Value
        package var origin: SourceReference
    }

    package var schemas: [Named<Schema>] = []
    package var responses: [Named<ReferenceOr<Response>>] = []
    package var parameters: [Named<ReferenceOr<Parameter>>] = []
    package var requestBodies: [Named<ReferenceOr<RequestBody>>] = []
    package var headers: [Named<ReferenceOr<Header>>] = []
    package var securitySchemes: [Named<ReferenceOr<SecurityScheme>>] = []
    package var pathItems: [Named<ReferenceOr<PathItem>>] = []
    package var mediaTypes: [Named<ReferenceOr<MediaType>>] = []

    package init() {}
}

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
        /// The name of the scheme in `components/securitySchemes`, or a URI.
        package var scheme: String
        /// The target if the scheme is given as a URI in this document, which counts if no scheme has this name.
        package var pointer: JSONPointer?
        package var scopes: [String]
        package var origin: SourceReference
    }

    package var items: [Item]
    package var origin: SourceReference
}
