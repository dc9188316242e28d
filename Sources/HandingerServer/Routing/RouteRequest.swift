import APIRuntime
import HTTPTypes

/// A validated request: its parameters and body match their schemas.
struct RouteRequest: Sendable {
    let request: HTTPRequest
    /// The present parameters by name, converted to the types of their schemas.
    private let parameters: [String: JSONValue]
    private let bodyValue: JSONValue?

    init(_ request: HTTPRequest, parameters: [String: JSONValue], body: JSONValue?) {
        self.request = request
        self.parameters = parameters
        bodyValue = body
    }

    /// A required parameter.
    func parameter<Value: Decodable>(_ name: String) throws -> Value {
        guard let value: Value = try optionalParameter(name) else {
            throw RouteError.badRequest("\(name): is missing")
        }
        return value
    }

    /// An optional parameter; nil if it is absent.
    func optionalParameter<Value: Decodable>(_ name: String) throws -> Value? {
        try parameters[name].map { try decode($0, name: name) }
    }

    /// The required body.
    func body<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        guard let value = try optionalBody(type) else {
            throw RouteError.badRequest("The request needs a body.")
        }
        return value
    }

    /// The optional body; nil if it is absent.
    func optionalBody<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value? {
        try bodyValue.map { try decode($0, name: "body") }
    }

    /// A required parameter of a type with a custom JSON encoding, such as `Date`.
    func customCodableParameter<Value: CustomCodable>(_ name: String) throws -> Value {
        try (parameter(name) as CustomCoded<Value>).value
    }

    /// An optional parameter of a type with a custom JSON encoding; nil if it is absent.
    func optionalCustomCodableParameter<Value: CustomCodable>(_ name: String) throws -> Value? {
        try (optionalParameter(name) as CustomCoded<Value>?)?.value
    }

    /// The required body of a type with a custom JSON encoding.
    func customCodableBody<Value: CustomCodable>(_ type: Value.Type = Value.self) throws -> Value {
        try body(CustomCoded<Value>.self).value
    }

    /// The optional body of a type with a custom JSON encoding; nil if it is absent.
    func optionalCustomCodableBody<Value: CustomCodable>(_ type: Value.Type = Value.self) throws -> Value? {
        try optionalBody(CustomCoded<Value>.self)?.value
    }

    private func decode<Value: Decodable>(_ value: JSONValue, name: String) throws -> Value {
        do {
            return try value.decode(Value.self)
        } catch {
            throw RouteError.badRequest("\(name): is not what the API document describes")
        }
    }
}

extension RouteRequest {
    /// Whether the client prefers server-sent events: whether they are the first media type in `Accept`.
    var prefersEvents: Bool {
        let first = request.headerFields[.accept]?.prefix { $0 != "," && $0 != ";" }
        return first?.trimmed.lowercased() == "text/event-stream"
    }

    /// The `Last-Event-ID` of a reconnecting client (WHATWG HTML, section 9.2.4).
    var lastEventID: String? {
        HTTPField.Name("Last-Event-ID").flatMap { request.headerFields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// The decoded path and query of a request.
struct RequestTarget: Sendable {
    /// The decoded segments of the path: `a` and `b/c` for `/a/b%2Fc`.
    let segments: [String]
    /// The values of each query parameter in order of appearance.
    let query: [String: [String]]

    /// Parses a request target.
    ///
    /// - Throws: 400 if the target is not percent-encoded UTF-8.
    init(_ target: String) throws(RouteError) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var segments: [String] = []
        for segment in parts[0].split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            segments.append(try Self.decode(segment, in: "path"))
        }
        self.segments = segments
        var query: [String: [String]] = [:]
        for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decode(halves[0].replacing("+", with: " "), in: "query")
            let value = halves.count > 1 ? try Self.decode(halves[1].replacing("+", with: " "), in: "query") : ""
            query[name, default: []].append(value)
        }
        self.query = query
    }

    private static func decode(_ text: some StringProtocol, in place: String) throws(RouteError) -> String {
        guard let decoded = PercentEncoding.decode(text) else {
            throw RouteError.badRequest("The \(place) is not valid percent-encoded UTF-8.")
        }
        return decoded
    }
}
