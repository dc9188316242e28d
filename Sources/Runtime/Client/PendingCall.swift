/// A call that is still to be made, for the values that make it when they are used: they are copied, and this is not.
final class PendingCall: Sendable {
    let client: APIClient
    let request: EndpointRequest
    let options: RequestOptions

    init(client: APIClient, request: EndpointRequest, options: RequestOptions) {
        self.client = client
        self.request = request
        self.options = options
    }
}
