import APIRuntime
import HTTPTypes

/// A request that is answered with an error: a status, and a text for people in the body `{"error": "…"}`.
struct RouteError: Error, Equatable {
    var status: HTTPResponse.Status
    var message: String
    var headers: HTTPFields

    init(_ status: HTTPResponse.Status, _ message: String, headers: HTTPFields = [:]) {
        self.status = status
        self.message = message
        self.headers = headers
    }

    /// 400 with every violation, each after the name of what it is about.
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
