import APIRuntime
import HTTPTypes

/// An error response: a status and a message in the body `{"error": "…"}`.
struct RouteError: Error, Equatable {
    var status: HTTPResponse.Status
    var message: String
    var headers: HTTPFields

    init(_ status: HTTPResponse.Status, _ message: String, headers: HTTPFields = [:]) {
        self.status = status
        self.message = message
        self.headers = headers
    }

    /// Creates a response with status 400 that lists all violations.
    init(violations: [SchemaViolation]) {
        self.init(.badRequest, violations.map(\.description).joined(separator: "; "))
    }

    var response: RouteResponse {
        let body: JSONValue = ["error": .string(message)]
        var headers = headers
        headers[.contentType] = "application/json"
        return RouteResponse(status: status, headers: headers, body: .bytes(Array(body.description.utf8)))
    }
}

extension RouteError {
    static func notFound(_ message: String) -> RouteError {
        RouteError(.notFound, message)
    }

    static func badRequest(_ message: String) -> RouteError {
        RouteError(.badRequest, message)
    }
}
