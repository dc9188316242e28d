import APIRuntime
import HTTPTypes

/// A request that fits its operation: its parameters and its body have passed their schemas.
struct RouteRequest: Sendable {
    let request: HTTPRequest
    /// The parameters that were given, by name, as values of the types that their schemas have.
    private let parameters: [String: JSONValue]
    private let bodyValue: JSONValue?

    init(_ request: HTTPRequest, parameters: [String: JSONValue], body: JSONValue?) {
        self.request = request
        self.parameters = parameters
        bodyValue = body
    }

    /// A parameter that is required.
    func parameter<Value: Decodable>(_ name: String) throws -> Value {
        guard let value: Value = try optionalParameter(name) else {
            throw RouteError.badRequest("\(name): is missing")
        }
        return value
    }

    /// A parameter, or nil if it was not given.
    func optionalParameter<Value: Decodable>(_ name: String) throws -> Value? {
        try parameters[name].map { try decode($0, name: name) }
    }

    /// The body.
    func body<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        guard let value = try optionalBody(type) else {
            throw RouteError.badRequest("The request needs a body.")
        }
        return value
    }

    /// The body, or nil if there was none.
    func optionalBody<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value? {
        try bodyValue.map { try decode($0, name: "body") }
    }

    /// A required parameter of a type whose JSON form is not its own `Codable` form, such as `Date`.
    func customCodableParameter<Value: CustomCodable>(_ name: String) throws -> Value {
        try (parameter(name) as CustomCoded<Value>).value
    }

    /// Such a parameter, or nil if it was not given.
    func optionalCustomCodableParameter<Value: CustomCodable>(_ name: String) throws -> Value? {
        try (optionalParameter(name) as CustomCoded<Value>?)?.value
    }

    /// A body of such a type.
    func customCodableBody<Value: CustomCodable>(_ type: Value.Type = Value.self) throws -> Value {
        try body(CustomCoded<Value>.self).value
    }

    /// Such a body, or nil if there was none.
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
    /// Whether server-sent events are what the client would like best: the first that its `Accept` names.
    var prefersEvents: Bool {
        let first = request.headerFields[.accept]?.prefix { $0 != "," && $0 != ";" }
        return first?.trimmed.lowercased() == "text/event-stream"
    }

    /// The id of the last event that a reconnecting client has seen (WHATWG HTML, section 9.2.4).
    var lastEventID: String? {
        HTTPField.Name("Last-Event-ID").flatMap { request.headerFields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
