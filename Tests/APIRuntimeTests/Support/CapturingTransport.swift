import APIRuntime
import Foundation

/// A transport that records its requests and gives the same response to all of them, written as a user would.
final class CapturingTransport: Transport {
    private let captured = Locked<[(request: HTTPRequest, body: [UInt8])]>([])

    var requests: [HTTPRequest] { captured.withLock { $0.map(\.request) } }
    var bodies: [String] { captured.withLock { $0.map { String(decoding: $0.body, as: UTF8.self) } } }

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let bytes = try await body?.collect() ?? []
        captured.withLock { $0.append((request, bytes)) }
        return (HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]), HTTPBody(Array("{}".utf8)))
    }
}
