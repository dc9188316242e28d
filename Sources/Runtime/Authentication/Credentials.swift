import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The keys of a client: one for any security scheme, and keys for individual schemes.
struct Credentials: Sendable {
    var key: APIKey?
    var keysByScheme: [SecurityScheme: APIKey]

    func key(for scheme: SecurityScheme) -> APIKey? {
        keysByScheme[scheme] ?? key
    }

    /// The credentials for the first alternative whose schemes all have keys. One that sends a key is preferred to one
    /// that sends none. Nil if no alternative can be met.
    func applied(to alternatives: [[SecurityScheme]]) -> AppliedCredentials? {
        if alternatives.isEmpty { return AppliedCredentials() }
        var keyless: AppliedCredentials?
        for schemes in alternatives {
            let withKeys = schemes.filter { $0.kind != .mutualTLS }
            let keys = withKeys.compactMap { scheme in key(for: scheme).map { (scheme, $0) } }
            guard keys.count == withKeys.count else { continue }
            var applied = AppliedCredentials()
            for (scheme, key) in keys { applied.add(key, for: scheme) }
            if !keys.isEmpty { return applied }
            keyless = keyless ?? applied
        }
        return keyless
    }
}

extension Credentials {
    /// Finds the keys of a client: in the argument, the inherited key, the environment, the configuration.
    ///
    /// - Parameter inherited: The key of the client that is copied, which wins over the environment.
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if the keys suffice for no operation or a key
    ///   cannot be sent.
    init(
        for metadata: APIMetadata,
        argument: String?,
        inherited: APIKey? = nil,
        configuration: APIClient.Configuration
    ) throws {
        let variable = metadata.apiKeyVariable
        let environmentKey = configuration.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
        key = argument.map { APIKey($0) } ?? inherited ?? environmentKey.map { APIKey($0) }
        keysByScheme = configuration.credentials
        if let problem = key?.problem {
            let origin = argument == nil ? "in the environment variable \(variable)" : "passed as apiKey:"
            throw APIError(.configuration, "The API key \(origin) \(problem).")
        }
        for key in keysByScheme.values {
            if let problem = key.problem {
                throw APIError(.configuration, "A key in configuration.credentials \(problem).")
            }
        }
        let hasProvider = argument == nil && configuration.credentialProvider != nil
        let canCall = ([metadata.security] + metadata.operationSecurity).contains { requirement in
            applied(to: requirement.alternatives ?? []) != nil
        }
        guard hasProvider || canCall else {
            throw APIError(
                .configuration,
                "No API key: pass \(metadata.credentialArguments) or set the environment variable \(variable)."
            )
        }
    }
}

/// The header fields, query items and cookies that authenticate one request.
struct AppliedCredentials: Sendable {
    var headers: [(name: String, value: String)] = []
    var query: [(name: String, value: String)] = []
    var cookies: [(name: String, value: String)] = []

    var isEmpty: Bool { headers.isEmpty && query.isEmpty && cookies.isEmpty }

    /// Adds the credentials to a request. Header fields that the request already has win.
    ///
    /// - Parameter overridden: The names of headers that the caller set or removed.
    func apply(to request: inout HTTPRequest, except overridden: some Collection<String>) {
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

    /// Checks that every header field and cookie can be sent.
    ///
    /// - Throws: ``APIError`` with code ``APIError/Code/invalidRequest`` otherwise.
    func validate() throws {
        for (name, value) in headers + cookies.map({ ("Cookie", "\($0.name)=\($0.value)") }) {
            _ = try HeaderText.field(name, value, code: .invalidRequest)
        }
    }

    mutating func add(_ key: APIKey, for scheme: SecurityScheme) {
        switch scheme.kind {
        case .mutualTLS:
            break
        case .bearer, .openIDConnect:
            headers.append(("Authorization", "Bearer \(key.reveal())"))
        case .basic:
            headers.append(("Authorization", "Basic \(Data(key.reveal().utf8).base64EncodedString())"))
        case .apiKey(.header, let name):
            headers.append((name, key.reveal()))
        case .apiKey(.query, let name):
            query.append((name, key.reveal()))
        case .apiKey(.cookie, let name):
            cookies.append((name, key.reveal()))
        }
    }
}

extension AppliedCredentials {
    /// The secret texts in the credentials.
    var secrets: [String] {
        headers.flatMap { Self.secrets(inHeader: $0.name, $0.value) } + query.map(\.value) + cookies.map(\.value)
    }

    /// The secret texts in the value of a header field: of an `Authorization` the part after the scheme, else all.
    static func secrets(inHeader name: String, _ value: String) -> [String] {
        guard name.lowercased().hasSuffix(bytes: "authorization") else { return [value] }
        let words = value.split(atByte: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else { return [value] }
        return words[0].lowercased() == "basic" ? secrets(inBasic: words[1]) : [words[1]]
    }

    /// The base64 text with and without padding, the `user:password` in it, and the password (RFC 7617).
    static func secrets(inBasic base64: String) -> [String] {
        guard let data = Data(base64Encoded: base64) else { return [base64] }
        let pair = String(decoding: data, as: UTF8.self)
        let password = pair.split(atByte: ":", maxSplits: 1).dropFirst().map(String.init)
        return [base64, String(base64.prefix(beforeByteIn: "=")), pair] + password
    }
}
