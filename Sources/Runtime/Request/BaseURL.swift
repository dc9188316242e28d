#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The base URL of an API: scheme, authority and the prefix of every path.
struct BaseURL: Hashable, Sendable {
    let scheme: String
    let authority: String
    /// The scheme and the authority, such as `https://api.example.com`.
    let origin: String
    /// The prefix of every path, without a trailing slash; empty for none.
    let path: String
    /// The query items of every request, percent-encoded; nil for none.
    let query: String?

    /// Parses a base URL.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` and a message that says what to write instead.
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

    /// The text without user, password and query, which may be credentials.
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

// MARK: - Resolution

extension APIClient {
    /// The base URL from the argument, the environment or the API document, in this order.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if there is none or it cannot be used.
    static func baseURL(
        for metadata: APIMetadata,
        argument: String?,
        environment: [String: String]
    ) throws -> BaseURL {
        if let given = givenBaseURL(for: metadata, argument, environment) { return try BaseURL(given) }
        guard let server = metadata.servers.first else {
            throw APIError(
                .configuration,
                "No base URL: the API document names no server. Pass baseURL: or set the environment variable "
                    + "\(metadata.baseURLVariable)."
            )
        }
        return try BaseURL(server)
    }

    /// The base URL from the argument, or else from the environment.
    static func givenBaseURL(
        for metadata: APIMetadata,
        _ argument: String?,
        _ environment: [String: String]
    ) -> String? {
        argument ?? environment[metadata.baseURLVariable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The base URL of one call: from its options, the operation's server or the client.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if the URL cannot be used.
    func baseURL(for request: EndpointRequest, _ options: RequestOptions) throws -> BaseURL {
        if let given = options.baseURL { return try BaseURL(given) }
        guard isBaseURLOfDocument, let server = request.server else { return baseURL }
        if server.contains(bytes: "://") { return try BaseURL(server) }
        let path = server.hasPrefix(bytes: "/") ? server : "/" + server
        return try BaseURL(baseURL.origin + path)
    }
}
