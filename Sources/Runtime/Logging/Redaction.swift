package import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Redacts secrets in text for people, such as logs and error messages.
package struct Redaction: Sendable {
    /// The replacement for a secret.
    package static let placeholder = "REDACTED"

    private let secrets: SecretMatcher
    private let names: Set<String>

    /// - Parameters:
    ///   - secrets: Texts to redact wherever they occur.
    ///   - names: Names of header fields and query items whose values are secret, in addition to the names that look
    ///     sensitive.
    package init(secrets: [String] = [], names: [String] = []) {
        self.secrets = SecretMatcher(secrets)
        self.names = Set(names.map { $0.lowercased() })
    }

    /// Redacts the values of header fields.
    package func headers(_ fields: HTTPFields) -> [(name: String, value: String)] {
        fields.map { ($0.name.rawName, isSecret($0.name.rawName) ? Self.placeholder : url($0.value)) }
    }

    /// Redacts the password, secret query items and a secret fragment of a URL or request target. In any other text
    /// only the known secrets are redacted.
    package func url(_ text: String) -> String {
        var text = text
        if let scheme = text.utf8.firstRange(of: "://".utf8) {
            let authority = text[scheme.upperBound...].prefix(beforeByteIn: "/?#")
            if let at = authority.lastIndex(ofByte: "@") {
                text = text[..<scheme.upperBound] + Self.placeholder + text[at...]
            }
        }
        if let mark = text.firstIndex(ofByteIn: "?#") {
            let start = text.utf8.index(after: mark)
            text = text[..<start] + pairs(text[start...])
        }
        return withoutSecrets(text)
    }

    /// Redacts known secrets in a piece of a body, and the values of JSON and form fields with sensitive names.
    package func body(_ text: String) -> String {
        // Matches scalars: a combining mark after a quote or an equals sign forms another character but ends no value.
        let member = #/"((?:[^"\\]|\\.){1,64})"(\s*:\s*)"(?:[^"\\]|\\.)*("|\\?$)/#.matchingSemantics(.unicodeScalar)
        let json = text.replacing(member) { match in
            isSecret(String(match.1)) ? "\"\(match.1)\"\(match.2)\"\(Self.placeholder)\(match.3)" : "\(match.0)"
        }
        let field = #/([\w.%\[\]-]{1,64})=([^&\s"'<>;,]+)/#.matchingSemantics(.unicodeScalar)
        let form = json.replacing(field) { match in
            isSecret(String(match.1)) ? "\(match.1)=\(Self.placeholder)" : "\(match.0)"
        }
        return withoutSecrets(form)
    }

    /// Redacts the known secrets in a text.
    package func withoutSecrets(_ text: String) -> String {
        secrets.redact(text)
    }

    private func pairs(_ text: Substring) -> String {
        var result = ""
        var rest = text
        while !rest.isEmpty {
            let pair = rest.prefix(beforeByteIn: "&;#?")
            let name = pair.prefix(beforeByteIn: "=")
            result += name.endIndex != pair.endIndex && isSecret(String(name)) ? "\(name)=\(Self.placeholder)" : pair
            rest = rest[pair.endIndex...]
            if let separator = rest.unicodeScalars.first {
                result.unicodeScalars.append(separator)
                rest = rest[rest.unicodeScalars.index(after: rest.startIndex)...]
            }
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

    /// Whether a parameter or header field of that name is likely to hold a secret.
    package static func isSensitive(_ name: String) -> Bool {
        let name = name.lowercased()
        // It identifies a call, which helps to diagnose a failure.
        if name == "idempotency-key" { return false }
        return name == "sig" || name.hasSuffix(bytes: "key") || sensitiveParts.contains { name.contains(bytes: $0) }
    }

    /// Joins the items of a query and redacts their secrets.
    package static func query(_ pairs: [String]) -> String {
        pairs.map { Redaction().pairs($0[...]) }.joined(separator: "&")
    }
}
