public import HTTPTypes

/// The value of a call together with the response it came in.
public struct APIResponse<Value: Sendable>: Sendable {
    /// The value.
    public let value: Value
    /// The response's status.
    public let status: HTTPResponse.Status
    /// The response's headers.
    public let headers: HTTPFields
    /// The response's body as it came, decompressed.
    public let body: [UInt8]
    /// The request, without credentials.
    public let request: APIError.Request
    /// How often the request was sent again.
    public let retries: Int
    /// How long it took from sending the request, the last time if it was sent again, until the whole body was there.
    public let elapsed: Duration
    /// Credentials that an error must not show.
    let sent: SentCredentials

    init(value: Value, response: HTTPResponse, body: [UInt8], context: CallContext) {
        self.value = value
        status = response.status
        headers = response.headerFields
        self.body = body
        request = context.request
        retries = context.retries
        sent = context.sent
        elapsed = context.stopwatch?.elapsed ?? .zero
    }
}
