extension APIError {
    /// The kind of failure of an ``APIError``.
    ///
    /// The set can grow, so compare with `==` and keep a `default` in a `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The name of the code.
        public let description: String

        private init(_ name: String) {
            description = name
        }

        /// Status 400: the server could not use the request.
        public static let badRequest = Code("badRequest")
        /// Status 401: the key is missing, malformed or revoked.
        public static let authentication = Code("authentication")
        /// Status 403: the key does not allow this.
        public static let permissionDenied = Code("permissionDenied")
        /// Status 404: the resource does not exist.
        public static let notFound = Code("notFound")
        /// Status 409: the request conflicts with the state of the server.
        public static let conflict = Code("conflict")
        /// Status 422: the request is well formed but its content is not acceptable.
        public static let unprocessableEntity = Code("unprocessableEntity")
        /// Status 429: too many requests.
        public static let rateLimited = Code("rateLimited")
        /// Status 500 and above: the server failed.
        public static let serverError = Code("serverError")
        /// Any other status that is not a success.
        public static let otherStatus = Code("otherStatus")
        /// No response arrived, or it broke off.
        public static let connection = Code("connection")
        /// No byte arrived within the timeout; also an ``APIError/isConnectionError``.
        public static let timeout = Code("timeout")
        /// A ``Middleware`` threw an error, which is the ``APIError/cause``.
        public static let middleware = Code("middleware")
        /// The response does not match the API document.
        public static let responseValidation = Code("responseValidation")
        /// A response, an event or the unread part of a body exceeds its size limit.
        public static let limitExceeded = Code("limitExceeded")
        /// The server ended a stream with an `error` event.
        public static let streamFailure = Code("streamFailure")
        /// A stream broke off and could not be continued without a gap, so events may be missing; also an
        /// ``APIError/isConnectionError``.
        public static let streamInterrupted = Code("streamInterrupted")
        /// The client's configuration cannot work.
        public static let configuration = Code("configuration")
        /// The arguments of the call cannot be sent. No request was sent.
        public static let invalidRequest = Code("invalidRequest")
        /// A file could not be read or written.
        public static let file = Code("file")

        /// The code for a status that is not a success.
        init(status: Int) {
            switch status {
            case 400: self = .badRequest
            case 401: self = .authentication
            case 403: self = .permissionDenied
            case 404: self = .notFound
            case 409: self = .conflict
            case 422: self = .unprocessableEntity
            case 429: self = .rateLimited
            case 500...: self = .serverError
            default: self = .otherStatus
            }
        }
    }
}
