import HTTPTypes

extension APIError {
    /// Replaces secrets in all properties of the error, including its causes.
    func redacted(by matcher: SecretMatcher) -> APIError {
        var error = self
        error.message = matcher.redact(message)
        error.headers = matcher.redact(headers)
        error.body = body.map { matcher.redact($0) }
        if let request { error.request?.url = matcher.redact(request.url) }
        error.cause = cause.map { matcher.redact($0) }
        return error
    }
}

/// The description of an error that shows a secret, with the secret replaced.
private struct RedactedError: Error, CustomStringConvertible {
    let description: String
}

extension SecretMatcher {
    fileprivate func redact(_ headers: HTTPFields) -> HTTPFields {
        guard headers.contains(where: { isFound(in: $0.value) }) else { return headers }
        var redacted = HTTPFields()
        for field in headers {
            var field = field
            let value = redact(field.value)
            // Values that are not valid UTF-8 stay as they are: setting a value would change their bytes.
            if value != field.value { field.value = value }
            redacted.append(field)
        }
        return redacted
    }

    func redact(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null, .bool: value
        case .number(let number): isFound(in: number.description) ? .string(Redaction.placeholder) : value
        case .string(let text): .string(redact(text))
        case .array(let elements): .array(elements.map { redact($0) })
        case .object(let members):
            .object(Dictionary(members.map { (redact($0.key), redact($0.value)) }) { _, last in last })
        }
    }

    fileprivate func redact(_ error: any Error) -> any Error {
        switch error {
        case let error as APIError: return error.redacted(by: self)
        case var error as TransportError:
            error.message = redact(error.message)
            error.underlying = error.underlying.map { redact($0) }
            return error
        case let error as DecodingError: return isFound(inside: error) ? redact(error) : error
        default: return isFound(inside: error) ? RedactedError(description: redact(String(describing: error))) : error
        }
    }

    /// Whether the description or any stored property of an error shows a secret.
    private func isFound(inside error: any Error) -> Bool {
        var text = ""
        dump(error, to: &text, maxDepth: 10, maxItems: 1_000)
        return isFound(in: text) || isFound(in: String(describing: error)) || isFound(in: String(reflecting: error))
    }

    private func redact(_ error: DecodingError) -> DecodingError {
        switch error {
        case .typeMismatch(let type, let context): .typeMismatch(type, redact(context))
        case .valueNotFound(let type, let context): .valueNotFound(type, redact(context))
        case .keyNotFound(let key, let context): .keyNotFound(redact(key), redact(context))
        case .dataCorrupted(let context): .dataCorrupted(redact(context))
        @unknown default: .dataCorrupted(.init(codingPath: [], debugDescription: redact("\(error)")))
        }
    }

    private func redact(_ context: DecodingError.Context) -> DecodingError.Context {
        DecodingError.Context(
            codingPath: context.codingPath.map { redact($0) },
            debugDescription: redact(context.debugDescription),
            underlyingError: context.underlyingError.map { redact($0) }
        )
    }

    private func redact(_ key: any CodingKey) -> any CodingKey {
        isFound(in: key.stringValue) ? AnyCodingKey(redact(key.stringValue)) : key
    }
}
