import HTTPTypes

/// An HTTP response with an optional streamed body.
struct RouteResponse: Sendable {
    /// Writes a part of the body and returns when the client can take the next (backpressure).
    typealias Write = @Sendable (_ bytes: [UInt8]) async throws -> Void

    enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// A body of unknown length. The closure writes it and is cancelled if the client disconnects.
        case stream(@Sendable (_ write: Write) async throws -> Void)
    }

    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: Body

    init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
