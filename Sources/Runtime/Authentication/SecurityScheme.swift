/// A way to send a credential: a security scheme of an API document (OpenAPI 3.1 section 4.8.27).
public struct SecurityScheme: Hashable, Sendable {
    /// Where an API key goes.
    public enum Location: Hashable, Sendable {
        /// A header.
        case header
        /// The URL's query.
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

    /// `Authorization: Bearer KEY` (RFC 6750); also for OAuth 2, whose tokens travel so.
    public static let bearer = SecurityScheme(kind: .bearer)

    /// `Authorization: Basic …` (RFC 7617); the credential is `user:password`.
    public static let basic = SecurityScheme(kind: .basic)

    /// `Authorization: Bearer TOKEN` with a token of OpenID Connect; a scheme of its own, so that it can have another
    /// key than ``bearer``.
    public static let openIDConnect = SecurityScheme(kind: .openIDConnect)

    /// A client certificate (RFC 8705). It needs no key: the certificate is for the transport to present, such as one
    /// of your own or a proxy beside the client.
    public static let mutualTLS = SecurityScheme(kind: .mutualTLS)

    /// The key as it is in a header, the query or a cookie.
    public static func apiKey(in location: Location, name: String) -> SecurityScheme {
        SecurityScheme(kind: .apiKey(location, name: name))
    }
}

/// What a call needs for authentication: any one of several sets of schemes.
///
/// `[[.bearer], [.apiKey(in: .header, name: "X-Key")]]` is either of the two, `[[.bearer], []]` is optional, `[]` none.
public struct SecurityRequirement: Hashable, Sendable, ExpressibleByArrayLiteral {
    let alternatives: [[SecurityScheme]]?

    /// Whatever the API as a whole asks for.
    public static let clientDefault = SecurityRequirement(alternatives: nil)

    private init(alternatives: [[SecurityScheme]]?) {
        self.alternatives = alternatives
    }

    /// One of these sets of schemes.
    public init(_ alternatives: [[SecurityScheme]]) {
        self.alternatives = alternatives
    }

    /// One of these sets of schemes.
    public init(arrayLiteral elements: [SecurityScheme]...) {
        alternatives = elements
    }
}
