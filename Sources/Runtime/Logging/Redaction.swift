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

    private let secrets: SecretMatcher
    private let names: Set<String>

    /// - Parameters:
    ///   - secrets: Texts that are never shown, wherever they stand.
    ///   - names: Names of headers and query items that hold a secret, besides those that look like it.
    package init(secrets: [String] = [], names: [String] = []) {
        self.secrets = SecretMatcher(secrets)
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

    /// A piece of a body: known secrets, and the values of JSON and form fields whose names look like secrets.
    package func body(_ text: String) -> String {
        // By scalars: a combining mark makes another character of a quote or an equals sign, but ends no value.
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

    /// A text without the known secrets.
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

    /// Whether a parameter or header of that name is likely to hold a secret.
    package static func isSensitive(_ name: String) -> Bool {
        let name = name.lowercased()
        // It names a call, and whoever looks for the cause of a failure needs it.
        if name == "idempotency-key" { return false }
        return name == "sig" || name.hasSuffix(bytes: "key") || sensitiveParts.contains { name.contains(bytes: $0) }
    }

    /// A query whose secrets are replaced.
    package static func query(_ pairs: [String]) -> String {
        pairs.map { Redaction().pairs($0[...]) }.joined(separator: "&")
    }
}
