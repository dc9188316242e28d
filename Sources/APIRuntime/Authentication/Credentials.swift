import Foundation

/// The credentials of a client: one key for whatever scheme is asked for, and keys of their own for some schemes.
struct Credentials: Sendable {
    var key: APIKey?
    var keysByScheme: [SecurityScheme: APIKey]

    /// What one request carries to prove who sends it.
    struct Proof {
        var headers: [(name: String, value: String)] = []
        var query: [(name: String, value: String)] = []
        var cookies: [(name: String, value: String)] = []
    }

    func key(for scheme: SecurityScheme) -> APIKey? {
        keysByScheme[scheme] ?? key
    }

    /// The first alternative for which there are keys; nil if there is none.
    func proof(for alternatives: [[SecurityScheme]]) -> Proof? {
        if alternatives.isEmpty { return Proof() }
        for schemes in alternatives {
            let withKeys = schemes.filter { $0.kind != .mutualTLS }
            let keys = withKeys.compactMap { scheme in key(for: scheme).map { (scheme, $0) } }
            guard keys.count == withKeys.count else { continue }
            var proof = Proof()
            for (scheme, key) in keys { Self.add(key, for: scheme, to: &proof) }
            return proof
        }
        return nil
    }

    private static func add(_ key: APIKey, for scheme: SecurityScheme, to proof: inout Proof) {
        switch scheme.kind {
        case .mutualTLS:
            break
        case .bearer, .openIDConnect:
            proof.headers.append(("Authorization", "Bearer \(key.reveal())"))
        case .basic:
            proof.headers.append(("Authorization", "Basic \(Data(key.reveal().utf8).base64EncodedString())"))
        case .apiKey(.header, let name):
            proof.headers.append((name, key.reveal()))
        case .apiKey(.query, let name):
            proof.query.append((name, key.reveal()))
        case .apiKey(.cookie, let name):
            proof.cookies.append((name, key.reveal()))
        }
    }
}
