import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A built request. Every attempt of a call sends the same one.
struct PreparedRequest: Sendable {
    /// The head, without credentials.
    let head: HTTPRequest
    let body: HTTPBody?
    let isRetrySafe: Bool
    let followsRedirects: Bool
    let credentials: AppliedCredentials
    let context: CallContext
}

/// Builds the HTTP request of a call: URL, header fields, credentials and body.
struct RequestBuilder {
    let client: APIClient
    let request: EndpointRequest
    let options: RequestOptions

    /// Builds the request. Nothing has been sent if this throws.
    ///
    /// - Throws: ``APIError`` that names the operation, with code ``APIError/Code/invalidRequest`` or
    ///   ``APIError/Code/configuration``.
    func build(key: APIKey?) throws -> PreparedRequest {
        do {
            return try prepare(try credentials(key: key))
        } catch var error as APIError {
            error.operation = request.id
            throw error
        } catch let error as EncodingError {
            let message = "The arguments cannot be written as a request: \(Self.text(of: error))"
            throw APIError(.invalidRequest, message, operation: request.id, cause: error)
        }
    }

    private func prepare(_ credentials: AppliedCredentials) throws -> PreparedRequest {
        let (path, pathQuery) = try request.path.render()
        let base = try client.baseURL(for: request, options)
        let pairs = try queryPairs(base: base.query, path: pathQuery)
        let target = base.path + (path.hasPrefix(bytes: "/") ? path : "/" + path)
        let shownQuery = Redaction.query(pairs + credentials.query.map { "\($0.name)=\(Redaction.placeholder)" })
        let body = try bodyWithFields()?.render()

        var head = HTTPRequest(
            method: request.method,
            scheme: base.scheme,
            authority: base.authority,
            path: pairs.isEmpty ? target : target + "?" + pairs.joined(separator: "&")
        )
        try setHeaders(of: &head, contentType: body?.contentType)
        let url = base.origin + target + (shownQuery.isEmpty ? "" : "?" + shownQuery)
        return PreparedRequest(
            head: head,
            body: body?.body,
            isRetrySafe: options.isRetrySafe ?? request.isRetrySafe,
            followsRedirects: request.followsRedirects,
            credentials: credentials,
            context: CallContext(
                operation: request.id,
                request: APIError.Request(method: request.method, url: url),
                sent: SentCredentials(credentials: credentials, headers: head.headerFields, target: head.path ?? "")
            )
        )
    }

    /// The credentials that the operation's security asks for.
    func credentials(key: APIKey?) throws -> AppliedCredentials {
        if request.security.alternatives == nil, let shared = client.requestDefaults.credentials { return shared }
        let credentials = Credentials(key: key, keysByScheme: client.credentials.keysByScheme)
        let requirement = request.security.alternatives ?? client.metadata.security.alternatives ?? []
        guard let applied = credentials.applied(to: requirement) else {
            throw APIError(
                .configuration,
                "This call needs an API key: pass \(client.metadata.credentialArguments) or set the environment variable "
                    + "\(client.metadata.apiKeyVariable)."
            )
        }
        try applied.validate()
        return applied
    }

    private func bodyWithFields() throws -> RequestBody? {
        if let body = request.body { return try body.adding(options.extraBodyFields) }
        return options.extraBodyFields.isEmpty ? nil : .json(options.extraBodyFields)
    }

    /// The encoded items of the query. Items of the call's options replace others of the same name.
    private func queryPairs(base: String?, path: String?) throws -> [String] {
        let isEmpty = request.query.isEmpty && options.query.isEmpty && client.configuration.query.isEmpty
        if isEmpty, base == nil, path == nil { return [] }
        let given = [base, path].compactMap(\.self)
            .flatMap { $0.pieces(betweenBytes: "&").map(String.init) }
        // A parameter without a name is the whole query string (OpenAPI 3.2, `in: querystring`).
        let typed = try request.query.flatMap { try $0.fields() }
            .map { $0.name.isEmpty ? $0.value : "\($0.name)=\($0.value)" }
        let extra = try options.query.flatMap { try $0.fields() }
        let replaced = Set(extra.map(\.name))
        func name(of pair: String) -> String { String(pair.prefix(beforeByteIn: "=")) }
        let kept = (given + typed).filter { !replaced.contains(name(of: $0)) }
        let named = kept + extra.map { "\($0.name)=\($0.value)" }
        let names = Set(named.map(name))
        let defaults = try client.configuration.query.flatMap { try $0.fields() }.filter { !names.contains($0.name) }
        return defaults.map { "\($0.name)=\($0.value)" } + named
    }

    /// Sets the header fields in order of precedence: a later one replaces an earlier one of the same name.
    private func setHeaders(of head: inout HTTPRequest, contentType: String?) throws {
        head.headerFields = client.requestDefaults.headers
        try setDefaults(of: &head, contentType: contentType)
        for header in request.headers {
            if let text = try header.text() {
                head.headerFields.set(try HeaderText.field(header.name, text, code: .invalidRequest))
            }
        }
        let cookies = try request.cookies.flatMap { try $0.fields() }
        if !cookies.isEmpty {
            let value = cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
            head.headerFields.set(try HeaderText.field("Cookie", value, code: .invalidRequest))
        }
        for (name, value) in options.headers {
            let field = try HeaderText.field(name, value ?? "", code: .invalidRequest)
            head.headerFields[field.name] = value == nil ? nil : field.value
        }
    }

    /// Sets the fields that the operation and the options imply, unless the configuration sets them.
    private func setDefaults(of head: inout HTTPRequest, contentType: String?) throws {
        func set(_ name: HTTPField.Name, _ value: String) throws {
            guard head.headerFields[name] == nil else { return }
            if HTTPField.isValidValue(value) {
                head.headerFields[name] = value
            } else {
                head.headerFields.set(try HeaderText.field(name.rawName, value, code: .invalidRequest))
            }
        }
        try set(.accept, request.accept)
        if let contentType { try set(.contentType, contentType) }
        if request.isStreamed || request.accept == "application/octet-stream" {
            // Compression would delay events and hide the length of a file.
            try set(.acceptEncoding, "identity")
        }
        let timeout =
            switch options.timeout {
            case .inherit: client.requestDefaults.readTimeout
            case .unlimited: String?.none
            case .after(let duration): RequestDefaults.seconds(duration)
            }
        if client.metadata.sendsStainlessHeaders, let timeout { try set(.readTimeout, timeout) }
        if request.needsIdempotencyKey {
            try set(.idempotencyKey, options.idempotencyKey ?? Self.makeIdempotencyKey())
        }
    }

    /// Makes an idempotency key for one call.
    static func makeIdempotencyKey() -> String {
        UUID().uuidString.lowercased()
    }

    private static func text(of error: EncodingError) -> String {
        guard case .invalidValue(let value, let context) = error else { return "\(error)" }
        let path = DecodingFailure.text(of: context.codingPath)
        return "at \(path): \(context.debugDescription) (\(type(of: value)))"
    }
}

extension EndpointRequest {
    /// Whether the server could execute a repeated request twice.
    var needsIdempotencyKey: Bool {
        method != .get && method != .head && method != .options
    }
}

extension HTTPFields {
    /// Replaces all fields of the same name.
    fileprivate mutating func set(_ field: HTTPField) {
        self[field.name] = field.value
    }
}

extension HTTPField.Name {
    fileprivate static let readTimeout = HTTPField.Name(constant: "x-stainless-read-timeout")
}
