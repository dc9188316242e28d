import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The credentials of a client: one key for whatever scheme is asked for, and keys of their own for some schemes.
struct Credentials: Sendable {
    var key: APIKey?
    var keysByScheme: [SecurityScheme: APIKey]

    /// What one request carries to prove who sends it.
    struct Proof {
        var headers: [(name: String, value: String)] = []
        var query: [(name: String, value: String)] = []
        var cookies: [(name: String, value: String)] = []

        /// Adds the proof to a request. What the request has already is stronger.
        ///
        /// - Parameter overridden: The names of headers that were set or removed on purpose.
        func add(to request: inout HTTPRequest, unless overridden: some Collection<String>) {
            func isOverridden(_ name: String) -> Bool {
                overridden.contains { $0.lowercased() == name.lowercased() }
            }
            for (name, value) in headers where !isOverridden(name) {
                let fieldName = name == HTTPField.Name.authorization.rawName ? .authorization : HTTPField.Name(name)
                guard let name = fieldName, request.headerFields[name] == nil else { continue }
                request.headerFields[name] = value
            }
            if !cookies.isEmpty, !isOverridden("Cookie") {
                let given = request.headerFields[.cookie].map { [$0] } ?? []
                request.headerFields[.cookie] = (given + cookies.map { "\($0.name)=\($0.value)" })
                    .joined(separator: "; ")
            }
            let pairs = query.map {
                PercentEncoding.queryValue.encode($0.name) + "=" + PercentEncoding.queryValue.encode($0.value)
            }
            if !pairs.isEmpty {
                let path = request.path ?? "/"
                request.path = path + (path.contains(byte: "?") ? "&" : "?") + pairs.joined(separator: "&")
            }
        }

        /// - Throws: ``APIError`` with code ``APIError/Code/invalidRequest`` if a header or cookie cannot be sent.
        func check() throws {
            for (name, value) in headers + cookies.map({ ("Cookie", "\($0.name)=\($0.value)") }) {
                _ = try HeaderText.field(name, value, code: .invalidRequest)
            }
        }
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
