import APIRuntime
import HTTPTypes

/// A middleware that records the last request.
actor CapturingTransport: Transport {
    private var last: (HTTPRequest, TransportOptions)?

    /// The request with credentials and all header fields.
    var request: (HTTPRequest, TransportOptions) {
        get throws {
            guard let last else { throw Problem("no request was sent") }
            return last
        }
    }

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        last = (request, options)
        return try await Server.transport.send(request, body: body, options: options)
    }
}

extension HTTPRequest {
    /// Creates a GET request without header fields.
    init(url: String, path: String) {
        let authority = url.split(separator: "/", maxSplits: 2).last.map(String.init)
        self.init(method: .get, scheme: "http", authority: authority, path: path)
    }

    /// The request that a client sends for an endpoint, with credentials and all header fields.
    init(sending endpoint: Endpoint<some Sendable>, to server: Server) async throws {
        let capture = CapturingTransport()
        _ = try await Server.client(baseURL: server.baseURL, transport: capture).send(endpoint)
        self = try await capture.request.0
    }

    /// The URL.
    var urlText: String { "\(scheme ?? "")://\(authority ?? "")\(path ?? "")" }
}
