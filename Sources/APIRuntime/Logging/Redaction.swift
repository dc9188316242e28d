package import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Keeps secrets out of whatever is shown to people.
package struct Redaction: Sendable {
    /// What stands where a secret was.
    package static let placeholder = "REDACTED"

    private let secrets: [String]
    private let names: Set<String>

    /// - Parameters:
    ///   - secrets: Texts that are never shown, wherever they stand.
    ///   - names: Names of headers and query items that hold a secret, besides those that look like it.
    package init(secrets: [String] = [], names: [String] = []) {
        // A secret may be a part of another one, which has to go first.
        self.secrets = Set(secrets).filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
        self.names = Set(names.map { $0.lowercased() })
    }

    /// The fields of a head, in their order.
    package func headers(_ fields: HTTPFields) -> [(name: String, value: String)] {
        fields.map { ($0.name.rawName, isSecret($0.name.rawName) ? Self.placeholder : url($0.value)) }
    }

    /// A URL, or the target of a request, without a password, secret query items and a secret fragment. Anything else
    /// stays as it is but for the known secrets.
    package func url(_ text: String) -> String {
        var text = text
        if let scheme = text.utf8.firstRange(of: "://".utf8) {
            let authority = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
            if let at = authority.lastIndex(of: "@") {
                text.replaceSubrange(scheme.upperBound..<at, with: Self.placeholder)
            }
        }
        if let mark = text.firstIndex(where: { $0 == "?" || $0 == "#" }) {
            let start = text.index(after: mark)
            text.replaceSubrange(start..., with: pairs(text[start...]))
        }
        return withoutSecrets(text)
    }

    /// A piece of a body: known secrets, and the values of JSON and form fields whose names look like secrets.
    package func body(_ text: String) -> String {
        let json = text.replacing(#/"((?:[^"\\]|\\.){1,64})"(\s*:\s*)"(?:[^"\\]|\\.)*("|\\?$)/#) { match in
            isSecret(String(match.1)) ? "\"\(match.1)\"\(match.2)\"\(Self.placeholder)\(match.3)" : "\(match.0)"
        }
        let form = json.replacing(#/([\w.%\[\]-]{1,64})=([^&\s"'<>;,]+)/#) { match in
            isSecret(String(match.1)) ? "\(match.1)=\(Self.placeholder)" : "\(match.0)"
        }
        return withoutSecrets(form)
    }

    /// A text without the known secrets.
    package func withoutSecrets(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: Self.placeholder) }
    }

    private func pairs(_ text: Substring) -> String {
        var result = ""
        var rest = text
        while !rest.isEmpty {
            let pair = rest.prefix { !"&;#?".contains($0) }
            let name = pair.prefix { $0 != "=" }
            result += name.endIndex != pair.endIndex && isSecret(String(name)) ? "\(name)=\(Self.placeholder)" : pair
            rest = rest[pair.endIndex...]
            if let separator = rest.popFirst() { result.append(separator) }
        }
        return result
    }

    private func isSecret(_ name: String) -> Bool {
        let plain = (PercentEncoding.decode(name) ?? name).lowercased()
        return names.contains(plain) || Self.isSensitive(plain)
    }
}

extension Redaction {
    private static let sensitiveParts = [
        "auth", "cookie", "credential", "jwt", "passcode", "passphrase", "passwd", "password", "pwd", "secret",
        "session",
        "signature", "token",
    ]

    /// Whether a parameter or header of that name is likely to hold a secret.
    package static func isSensitive(_ name: String) -> Bool {
        let name = name.lowercased()
        // It names a call, and whoever looks for the cause of a failure needs it.
        if name == "idempotency-key" { return false }
        return name == "sig" || name.hasSuffix("key") || sensitiveParts.contains { name.contains($0) }
    }

    /// A query whose secrets are replaced.
    package static func query(_ pairs: [String]) -> String {
        pairs.map { Redaction().pairs($0[...]) }.joined(separator: "&")
    }
}
