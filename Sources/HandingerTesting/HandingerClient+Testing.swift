public import APIRuntime
public import Handinger

extension APIClient.Configuration {
    /// Settings for tests: nothing from the environment, and no waits before a request is sent again but those that an
    /// answer asks for with `Retry-After`.
    public static func testing(_ transport: any Transport) -> APIClient.Configuration {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.transport = transport
        configuration.retryPolicy.initialDelay = .zero
        configuration.reconnectPolicy.initialDelay = .zero
        return configuration
    }
}

extension HandingerClient {
    /// A client for tests, with a key that is none and without waits.
    ///
    /// ```swift
    /// let client = try HandingerClient(testing: MockTransport(.json(worker)))
    /// ```
    ///
    /// - Parameters:
    ///   - transport: What answers the requests.
    ///   - configure: Changes the settings.
    public init(
        testing transport: any Transport,
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) throws {
        var configuration = APIClient.Configuration.testing(transport)
        configure(&configuration)
        try self.init(apiKey: "test-key", baseURL: "https://handinger.test", configuration: configuration)
    }
}
