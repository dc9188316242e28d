/// Keeps secrets out of whatever is shown to people.
package enum Redaction {
    package static let placeholder = "REDACTED"

    private static let sensitiveParts = [
        "token", "secret", "password", "passwd", "signature", "apikey", "api_key", "api-key", "auth", "credential",
        "session",
    ]

    /// Whether a parameter or header of that name is likely to hold a secret.
    package static func isSensitive(_ name: String) -> Bool {
        let name = name.lowercased()
        return name == "key" || name == "sig" || sensitiveParts.contains { name.contains($0) }
    }

    /// A query whose secrets are replaced.
    package static func query(_ pairs: [String]) -> String {
        pairs.map { pair in
            let name = pair.prefix { $0 != "=" }
            return isSensitive(String(name)) && name.endIndex != pair.endIndex ? "\(name)=\(placeholder)" : pair
        }
        .joined(separator: "&")
    }
}
