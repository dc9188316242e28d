import HTTPTypes

/// Requests by path, for operations that the API document lacks. Credentials, retries and errors work as for any call.
///
/// ```swift
/// struct Usage: Decodable, Sendable { var credits: Int }
/// let usage = try await client.api.get("/api/usage", query: [QueryParameter("month", 5)], as: Usage.self)
/// try await client.api.post("/api/workers/\(id, name: "id")/pause", body: .json(["reason": "cost"]))
/// ```
///
/// Each method throws ``APIError``, or `CancellationError` if the task is cancelled.
extension APIClient {
    /// Sends a GET request and decodes the JSON response.
    ///
    /// - Throws: ``APIError``, or `CancellationError` if the task is cancelled.
    @discardableResult
    public func get<Response: Decodable & Sendable>(
        _ path: RequestPath,
        query: [QueryParameter] = [],
        as type: Response.Type = JSONValue.self,
        options: RequestOptions = RequestOptions()
    ) async throws -> Response {
        try await call(.get, path, query: query, body: nil, options: options)
    }

    /// Sends a POST request and decodes the JSON response.
    ///
    /// - Throws: ``APIError``, or `CancellationError` if the task is cancelled.
    @discardableResult
    public func post<Response: Decodable & Sendable>(
        _ path: RequestPath,
        query: [QueryParameter] = [],
        body: RequestBody? = nil,
        as type: Response.Type = JSONValue.self,
        options: RequestOptions = RequestOptions()
    ) async throws -> Response {
        try await call(.post, path, query: query, body: body, options: options)
    }

    /// Sends a PUT request and decodes the JSON response.
    ///
    /// - Throws: ``APIError``, or `CancellationError` if the task is cancelled.
    @discardableResult
    public func put<Response: Decodable & Sendable>(
        _ path: RequestPath,
        query: [QueryParameter] = [],
        body: RequestBody? = nil,
        as type: Response.Type = JSONValue.self,
        options: RequestOptions = RequestOptions()
    ) async throws -> Response {
        try await call(.put, path, query: query, body: body, options: options)
    }

    /// Sends a PATCH request and decodes the JSON response.
    ///
    /// - Throws: ``APIError``, or `CancellationError` if the task is cancelled.
    @discardableResult
    public func patch<Response: Decodable & Sendable>(
        _ path: RequestPath,
        query: [QueryParameter] = [],
        body: RequestBody? = nil,
        as type: Response.Type = JSONValue.self,
        options: RequestOptions = RequestOptions()
    ) async throws -> Response {
        try await call(.patch, path, query: query, body: body, options: options)
    }

    /// Sends a DELETE request and decodes the JSON response.
    ///
    /// - Throws: ``APIError``, or `CancellationError` if the task is cancelled.
    @discardableResult
    public func delete<Response: Decodable & Sendable>(
        _ path: RequestPath,
        query: [QueryParameter] = [],
        body: RequestBody? = nil,
        as type: Response.Type = JSONValue.self,
        options: RequestOptions = RequestOptions()
    ) async throws -> Response {
        try await call(.delete, path, query: query, body: body, options: options)
    }

    private func call<Response: Decodable & Sendable>(
        _ method: HTTPRequest.Method,
        _ path: RequestPath,
        query: [QueryParameter],
        body: RequestBody?,
        options: RequestOptions
    ) async throws -> Response {
        let id = "\(method.rawValue.lowercased()) by path"
        let endpoint = Endpoint<Response>(
            id: id,
            method: method,
            path: path,
            query: query,
            body: body,
            response: .json
        )
        return try await send(endpoint, options: options)
    }
}
