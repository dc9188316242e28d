/// A request bound to the client and the options that will send it. Streams and downloads share one on the heap, so
/// that copying them is cheap.
final class BoundRequest: Sendable {
    let client: APIClient
    let request: EndpointRequest
    let options: RequestOptions

    init(client: APIClient, request: EndpointRequest, options: RequestOptions) {
        self.client = client
        self.request = request
        self.options = options
    }
}
