/// A security scheme of an API document (OpenAPI 3.1 section 4.8.27).
public struct SecurityScheme: Hashable, Sendable {
    /// The part of the request that carries an API key.
    public enum Location: Hashable, Sendable {
        /// A header field.
        case header
        /// A query parameter.
        case query
        /// A cookie.
        case cookie
    }

    enum Kind: Hashable {
        case bearer
        case basic
        case openIDConnect
        case mutualTLS
        case apiKey(Location, name: String)
    }

    let kind: Kind

    /// `Authorization: Bearer KEY` (RFC 6750), for bearer tokens and OAuth 2.
    public static let bearer = SecurityScheme(kind: .bearer)

    /// `Authorization: Basic …` (RFC 7617); the credential is `user:password`.
    public static let basic = SecurityScheme(kind: .basic)

    /// `Authorization: Bearer TOKEN` with a token of OpenID Connect. It can have another key than ``bearer``.
    public static let openIDConnect = SecurityScheme(kind: .openIDConnect)

    /// A client certificate (RFC 8705). It needs no key: the transport, or a proxy beside the client, presents the
    /// certificate.
    public static let mutualTLS = SecurityScheme(kind: .mutualTLS)

    /// An API key in a header field, a query parameter or a cookie.
    public static func apiKey(in location: Location, name: String) -> SecurityScheme {
        SecurityScheme(kind: .apiKey(location, name: name))
    }
}

/// The security of an operation: one of several sets of schemes (OpenAPI 3.1 section 4.8.30).
///
/// `[[.bearer], [.apiKey(in: .header, name: "X-Key")]]` accepts either scheme, `[[.bearer], []]` makes it optional, and
/// `[]` requires none.
public struct SecurityRequirement: Hashable, Sendable, ExpressibleByArrayLiteral {
    let alternatives: [[SecurityScheme]]?

    /// The security that the API document declares for all operations.
    public static let clientDefault = SecurityRequirement(alternatives: nil)

    private init(alternatives: [[SecurityScheme]]?) {
        self.alternatives = alternatives
    }

    /// Creates a requirement for one of these sets of schemes.
    public init(_ alternatives: [[SecurityScheme]]) {
        self.alternatives = alternatives
    }

    /// Creates a requirement for one of these sets of schemes.
    public init(arrayLiteral elements: [SecurityScheme]...) {
        alternatives = elements
    }
}
