extension APIClient {
    /// A client with other settings; this one stays as it is.
    ///
    /// The copy has the same transport, and so the same connections, and pays its retries from the same budget.
    ///
    /// ```swift
    /// let patient = try client.copy { $0.timeout = .seconds(600) }
    /// let other = try client.copy(apiKey: key)
    /// ```
    ///
    /// - Parameters:
    ///   - apiKey: Another key.
    ///   - baseURL: Another place of the API.
    ///   - configure: Changes the settings, which are this client's.
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if a setting cannot be used.
    public func copy(
        apiKey: String? = nil,
        baseURL: String? = nil,
        configure: (inout Configuration) -> Void = { _ in }
    ) throws -> APIClient {
        var configuration = configuration
        if apiKey != nil { configuration.credentialProvider = nil }
        configure(&configuration)
        return try APIClient(
            metadata: metadata,
            configuration: configuration,
            baseURL: try baseURL.map { try BaseURL($0) } ?? self.baseURL,
            isBaseURLOfDocument: baseURL == nil && isBaseURLOfDocument,
            credentials: try Credentials(
                for: metadata,
                argument: apiKey,
                inherited: credentials.key,
                configuration: configuration
            ),
            retryBucket: retryBucket
        )
    }
}
