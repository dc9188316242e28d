public import APIRuntime

extension APIClient.Configuration {
    /// Settings for tests: nothing comes from the environment, and a request is sent again without a wait unless the
    /// response asks for one with `Retry-After`.
    public static func testing(_ transport: any Transport) -> APIClient.Configuration {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.transport = transport
        configuration.retryPolicy.initialDelay = .zero
        configuration.reconnectPolicy.initialDelay = .zero
        return configuration
    }
}

extension ServiceClient {
    /// Makes a client for tests, with the settings of ``APIRuntime/APIClient/Configuration/testing(_:)``, the credential
    /// `test-key` and the base URL `https://api.test`.
    ///
    /// ```swift
    /// let transport = MockTransport(.json(#"{"id": 7, "name": "Fido"}"#))
    /// let client = try PetsClient(testing: transport)
    /// ```
    ///
    /// - Parameters:
    ///   - transport: Answers the requests.
    ///   - configure: Changes the settings.
    /// - Throws: `APIError` with code `configuration` if a setting cannot be used.
    public init(
        testing transport: any Transport,
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) throws {
        var configuration = APIClient.Configuration.testing(transport)
        configure(&configuration)
        self.init(
            api: try APIClient(
                metadata: Self.metadata,
                apiKey: "test-key",
                baseURL: "https://api.test",
                configuration: configuration
            )
        )
    }
}
