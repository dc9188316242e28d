import APIRuntime
import HTTPTypes

/// Routes a request, validates it and calls the handler.
///
/// Checks in this order: 404 for an unknown path, 405 with `Allow` for an unsupported method, 401, 415, 400. Any other
/// error becomes 500 without details.
struct Router: Sendable {
    let routes: [Route]
    let apiKey: String

    /// The response to a request; never fails.
    func respond(to request: HTTPRequest, body: [UInt8]) async -> RouteResponse {
        do {
            let target = try RequestTarget(request.path ?? "/")
            let (route, variables) = try find(request.method, target.segments)
            try authorize(request, for: route)
            let checked = RouteRequest(
                request,
                parameters: try parameters(of: route, variables: variables, query: target.query, request: request),
                body: try route.body.flatMap { try value(of: $0, bytes: body, headers: request.headerFields) }
            )
            return try await route.handler(checked)
        } catch let error as RouteError {
            return error.response
        } catch {
            return RouteError(.internalServerError, "The server failed to answer.").response
        }
    }

    private func find(
        _ method: HTTPRequest.Method,
        _ segments: [String]
    ) throws(RouteError) -> (route: Route, variables: [String: String]) {
        var allowed: [String] = []
        for route in routes {
            guard let variables = route.path.match(segments) else { continue }
            if route.method == method { return (route, variables) }
            allowed.append(route.method.rawValue)
        }
        guard !allowed.isEmpty else {
            throw RouteError.notFound("The API has no such path.")
        }
        let list = allowed.joined(separator: ", ")
        throw RouteError(.methodNotAllowed, "This path is for \(list).", headers: [.allow: list])
    }

    private func authorize(_ request: HTTPRequest, for route: Route) throws(RouteError) {
        guard !route.security.isEmpty, !route.security.contains(where: \.isEmpty) else { return }
        let parts = (request.headerFields[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].trimmed == apiKey else {
            throw RouteError(
                .unauthorized,
                "The API key is missing or not valid. Send it as: Authorization: Bearer KEY.",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        }
    }

    private func parameters(
        of route: Route,
        variables: [String: String],
        query: [String: [String]],
        request: HTTPRequest
    ) throws(RouteError) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        var violations: [SchemaViolation] = []
        for parameter in route.parameters {
            let texts: [String] =
                switch parameter.location {
                case .path: variables[parameter.name].map { [$0] } ?? []
                case .query: query[parameter.name] ?? []
                case .header: HTTPField.Name(parameter.name).map { request.headerFields[values: $0] } ?? []
                case .cookie: request.cookies(named: parameter.name)
                }
            guard !texts.isEmpty else {
                if parameter.isRequired {
                    violations.append(SchemaViolation(path: parameter.name, reason: "is missing"))
                }
                continue
            }
            let value = parameter.schema.value(ofTexts: texts)
            violations += parameter.schema.violations(of: value, at: parameter.name)
            values[parameter.name] = value
        }
        guard violations.isEmpty else { throw RouteError(violations: violations) }
        return values
    }

    private func value(
        of body: RouteBody,
        bytes: [UInt8],
        headers: HTTPFields
    ) throws(RouteError) -> JSONValue? {
        if bytes.isEmpty {
            // An empty list has no lines.
            if body.isLines, body.isRequired { return .array([]) }
            guard !body.isRequired else { throw RouteError.badRequest("The request needs a body.") }
            return nil
        }
        let contentType = (headers[.contentType] ?? "").prefix { $0 != ";" }.trimmed.lowercased()
        guard body.contentTypes.contains(contentType) else {
            let expected = body.contentTypes.joined(separator: " or ")
            throw RouteError(.unsupportedMediaType, "The Content-Type of the body must be \(expected).")
        }
        if body.isLines { return try list(of: bytes, body.schema) }
        let value: JSONValue
        do {
            value = try JSONCoding.decode(JSONValue.self, from: bytes)
        } catch {
            throw RouteError.badRequest("The body is not valid JSON.")
        }
        let violations = body.schema.violations(of: value)
        guard violations.isEmpty else { throw RouteError(violations: violations) }
        return body.schema.canonical(value)
    }

    /// Parses a body in JSON Lines and skips blank lines. Violations name the line.
    private func list(of bytes: [UInt8], _ schema: ValueSchema) throws(RouteError) -> JSONValue {
        var values: [JSONValue] = []
        var violations: [SchemaViolation] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") })
            else { continue }
            do {
                let value = try JSONCoding.decode(JSONValue.self, from: Array(line))
                violations += schema.violations(of: value, at: "line \(index + 1)")
                values.append(schema.canonical(value))
            } catch {
                violations.append(SchemaViolation(path: "line \(index + 1)", reason: "is not valid JSON"))
            }
        }
        guard violations.isEmpty else { throw RouteError(violations: violations) }
        return .array(values)
    }
}

extension HTTPRequest {
    fileprivate func cookies(named name: String) -> [String] {
        headerFields[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return halves.count == 2 && halves[0].trimmed == name ? halves[1].trimmed : nil
        }
    }
}
