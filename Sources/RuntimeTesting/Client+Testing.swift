public import APIRuntime

extension APIClient.Configuration {
    /// Settings for tests: they ignore the environment and retry without delay, except for `Retry-After`.
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
    /// Creates a client for tests, with the settings of ``APIRuntime/APIClient/Configuration/testing(_:)``, the
    /// credential
    /// `test-key` and the base URL `https://api.test`.
    ///
    /// ```swift
    /// let transport = MockTransport(.json(["name": "Fido"]))
    /// let client = try PetsClient(testing: transport)
    /// ```
    ///
    /// - Parameters:
    ///   - transport: The transport that answers the requests.
    ///   - configure: A closure that changes the settings.
    /// - Throws: `APIError` with code `configuration` for an invalid setting.
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
