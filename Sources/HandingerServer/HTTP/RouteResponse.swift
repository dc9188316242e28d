import HTTPTypes

/// What goes back to the client.
struct RouteResponse: Sendable {
    /// Hands a piece of a body to the client and returns when there is room for the next one.
    typealias Write = @Sendable (_ bytes: [UInt8]) async throws -> Void

    enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// A body of unknown length; the closure writes it and returns at its end. It is cancelled if the client goes.
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
