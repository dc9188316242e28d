import HTTPTypes

/// What is known of a call while it runs: what every error of it shall say.
struct CallContext: Sendable {
    let operation: String
    let request: APIError.Request
    /// Credentials that an error must not show.
    var sent = SentCredentials()
    var retries = 0
    var response: HTTPResponse?
    /// Runs since the last attempt began.
    var stopwatch: Stopwatch?

    /// An error as the caller gets it: `CancellationError` as it is, anything else an ``APIError`` that says what is
    /// known of the call, but no credential that the call has sent.
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
