/// A generated client of one API.
///
/// Extensions of this protocol work for every generated client:
///
/// ```swift
/// let patient = try client.copy { $0.timeout = .seconds(600) }
/// ```
public protocol ServiceClient: Sendable {
    /// The servers, security and environment variables of the API.
    static var metadata: APIMetadata { get }

    /// The client that sends every request.
    var api: APIClient { get }

    /// Makes a client over an existing ``APIClient``.
    init(api: APIClient)
}

extension ServiceClient {
    /// Returns a copy of the client with other settings.
    ///
    /// The copy shares the transport, with its connections, and the retry budget.
    ///
    /// ```swift
    /// let patient = try client.copy { $0.timeout = .seconds(600) }
    /// let other = try client.copy(apiKey: key)
    /// let test = try client.copy(baseURL: "http://127.0.0.1:8080")
    /// ```
    ///
    /// - Parameters:
    ///   - apiKey: A new API key; nil keeps the present one.
    ///   - baseURL: A new base URL; nil keeps the present one.
    ///   - configure: Changes the settings, which start as this client's.
    /// - Throws: ``APIError`` with code ``APIError/Code/configuration`` if a setting cannot be used.
    public func copy(
        apiKey: String? = nil,
        baseURL: String? = nil,
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) throws -> Self {
        Self(api: try api.copy(apiKey: apiKey, baseURL: baseURL, configure: configure))
    }
}
