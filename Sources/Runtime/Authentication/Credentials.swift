/// The keys of a client: one for any security scheme, and keys for individual schemes.
struct Credentials: Sendable {
    var key: APIKey?
    var keysByScheme: [SecurityScheme: APIKey]

    func key(for scheme: SecurityScheme) -> APIKey? {
        keysByScheme[scheme] ?? key
    }

    /// The credentials for the first alternative whose schemes all have keys; nil if there is none.
    func applied(to alternatives: [[SecurityScheme]]) -> AppliedCredentials? {
        if alternatives.isEmpty { return AppliedCredentials() }
        for schemes in alternatives {
            let withKeys = schemes.filter { $0.kind != .mutualTLS }
            let keys = withKeys.compactMap { scheme in key(for: scheme).map { (scheme, $0) } }
            guard keys.count == withKeys.count else { continue }
            var applied = AppliedCredentials()
            for (scheme, key) in keys { applied.add(key, for: scheme) }
            return applied
        }
        return nil
    }
}

extension Credentials {
    /// Finds the keys of a client: in the argument, the inherited key, the environment, the configuration.
    ///
    /// - Parameter inherited: The key of the client that is copied, which wins over the environment.
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if a required key is missing or a key cannot be
    ///   sent.
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
        guard hasProvider || applied(to: metadata.security.alternatives ?? []) != nil else {
            throw APIError(
                .configuration,
                "No API key: pass \(metadata.credentialArguments) or set the environment variable \(variable)."
            )
        }
    }
}
