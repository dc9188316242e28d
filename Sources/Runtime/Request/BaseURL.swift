#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where an API is: scheme, authority and the prefix of every path.
struct BaseURL: Hashable, Sendable {
    let scheme: String
    let authority: String
    /// Both of them, as the beginning of a URL.
    let origin: String
    /// Without a slash at its end; empty for none.
    let path: String
    /// What stands in front of every query.
    let query: String?

    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` that says what to write instead.
    init(_ text: String) throws {
        let trimmed = String(text.trimmingWhitespace)
        let shown = Self.shown(trimmed)
        guard !trimmed.isEmpty else {
            throw Self.error("The base URL is empty: write one such as https://api.example.com.")
        }
        guard let separator = trimmed.utf8.firstRange(of: "://".utf8) else {
            throw Self.error("The base URL \"\(shown)\" is missing a scheme (expected http:// or https://).")
        }
        scheme = trimmed[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw Self.error("The base URL \"\(shown)\" has the scheme \"\(scheme)\" (expected http:// or https://).")
        }
        let rest = trimmed[separator.upperBound...]
        guard !rest.contains(byte: "#") else {
            throw Self.error("The base URL \"\(shown)\" has a fragment; remove the part from # on.")
        }
        guard !rest.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw Self.error("The base URL \"\(shown)\" contains white space or a control character.")
        }
        authority = String(rest.prefix(beforeByteIn: "/?"))
        guard !authority.contains(byte: "@") else {
            throw Self.error("The base URL holds a user name or password; pass credentials as the API key instead.")
        }
        guard Authority(authority) != nil else {
            throw Self.error("The base URL \"\(shown)\" has no usable host (expected such as https://host:8080).")
        }
        guard authority.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw Self.error(
                "The base URL \"\(shown)\" has a host with letters beyond ASCII: write it in its Punycode form (xn--…)."
            )
        }
        origin = "\(scheme)://\(authority)"
        let parts = Substring(rest.utf8.dropFirst(authority.utf8.count)).split(atByte: "?", maxSplits: 1)
        var path = PercentEncoding.template.encode(parts.first.map(String.init) ?? "")
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
        query = parts.count > 1 && !parts[1].isEmpty ? PercentEncoding.template.encode(String(parts[1])) : nil
    }

    /// As much of a text as holds no credential: no user, no password and no query.
    private static func shown(_ text: String) -> String {
        let head = text.prefix(beforeByteIn: "?")
        return head.lastIndex(ofByte: "@").map { "…" + head[$0...] } ?? String(head)
    }

    private static func error(_ message: String) -> APIError {
        APIError(.configuration, message)
    }
}

extension BaseURL: CustomReflectable {
    /// A mirror without the query, which may hold a credential.
    var customMirror: Mirror {
        Mirror(self, children: ["scheme": scheme, "authority": authority, "path": path], displayStyle: .struct)
    }
}
