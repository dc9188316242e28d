/// The client of one API, as generated code declares it.
///
/// What every client can do is written once, for this protocol:
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
    /// A client with other settings; this one stays as it is.
    ///
    /// The copy has the same transport, and so the same connections, and pays its retries from the same budget.
    ///
    /// ```swift
    /// let patient = try client.copy { $0.timeout = .seconds(600) }
    /// let other = try client.copy(apiKey: key)
    /// let test = try client.copy(baseURL: "http://127.0.0.1:8080")
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
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) throws -> Self {
        Self(api: try api.copy(apiKey: apiKey, baseURL: baseURL, configure: configure))
    }
}
