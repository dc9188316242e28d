import HTTPTypes

/// The facts about a running call that its errors report.
struct CallContext: Sendable {
    let operation: String
    let request: APIError.Request
    /// The credentials that errors must not show.
    var sent = SentCredentials()
    var retries = 0
    var response: HTTPResponse?
    /// Measures the time since the last attempt began.
    var stopwatch: Stopwatch?

    /// Completes an error for the caller: a `CancellationError` stays, any other becomes an ``APIError`` with the facts
    /// about the call and without the credentials it sent.
    func complete(_ error: any Error) -> any Error {
        if error is CancellationError { return error }
        var complete = apiError(error)
        complete.operation = complete.operation ?? operation
        complete.request = complete.request ?? request
        complete.retries = retries
        if complete.status == nil, let response {
            complete.status = response.status
            complete.headers = response.headerFields
        }
        return sent.redacted(complete)
    }

    private func apiError(_ error: any Error) -> APIError {
        switch error {
        case let error as APIError:
            return error
        case let error as TransportError:
            return APIError(Self.code(of: error.reason), error.message, cause: error.underlying ?? error)
        default:
            return apiError(TransportError(other: error))
        }
    }

    private static func code(of reason: TransportError.Reason) -> APIError.Code {
        switch reason {
        case .idleTimeout, .connectTimeout: .timeout
        case .receiveBufferOverflow, .bodyTooLarge: .limitExceeded
        case .malformedResponse: .responseValidation
        default: .connection
        }
    }
}

/// The credentials that a call has sent. Its errors must not show them, although servers quote them in messages and
/// echo whole requests.
struct SentCredentials: Sendable {
    /// The client's credentials.
    var credentials = AppliedCredentials()
    /// The client's credentials that the server rejected before.
    var rejectedCredentials = AppliedCredentials()
    /// The header fields of the request, which may hold credentials of the caller.
    var headers: HTTPFields = [:]
    /// The path and query of the request, which may hold credentials of the caller.
    var target = ""

    /// The least number of bytes in a credential of the caller; shorter values are flags and numbers.
    private static let minimumSecretLength = 8

    /// The texts to hide.
    private var secrets: [String] {
        let fieldSecrets = headers.filter { Redaction.isSensitive($0.name.rawName) }.flatMap { field in
            field.name == .cookie
                ? field.value.split(atByte: ";").map {
                    String($0.utf8.drop { $0 != UInt8(ascii: "=") }.dropFirst()) ?? ""
                }
                : AppliedCredentials.secrets(inHeader: field.name.rawName, field.value)
        }
        let query = target.split(atByte: "?", maxSplits: 1).dropFirst().flatMap { $0.split(atByte: "&") }
        let querySecrets = query.compactMap { pair -> String? in
            let parts = pair.split(atByte: "=", maxSplits: 1).map { PercentEncoding.decode($0) ?? String($0) }
            return parts.count == 2 && Redaction.isSensitive(parts[0]) ? parts[1] : nil
        }
        return credentials.secrets + rejectedCredentials.secrets
            + (fieldSecrets + querySecrets).filter { $0.utf8.count >= Self.minimumSecretLength }
    }

    /// Replaces the credentials in an error.
    func redacted(_ error: APIError) -> APIError {
        let matcher = SecretMatcher(secrets, shortLength: 8)
        return matcher.isEmpty ? error : error.redacted(by: matcher)
    }
}

extension SentCredentials: CustomReflectable {
    /// A mirror without children.
    var customMirror: Mirror {
        Mirror(self, children: [])
    }
}
