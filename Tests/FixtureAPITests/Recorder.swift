import Foundation
import HandingerFixtureAPI
import Synchronization

/// Answers every request with the same response and keeps what was sent.
final class Recorder: Transport {
    struct Sent: Sendable {
        var method: String
        var authority: String
        var path: String
        var headers: HTTPFields
        var body: String
        /// Nil where there was none.
        var bytes: [UInt8]?
    }

    private let requests = Mutex<[Sent]>([])
    private let status: HTTPResponse.Status
    private let contentType: String
    private let body: String
    private let headers: HTTPFields

    init(
        _ body: String = "{}",
        status: HTTPResponse.Status = .ok,
        contentType: String = "application/json",
        headers: HTTPFields = [:]
    ) {
        self.body = body
        self.status = status
        self.contentType = contentType
        self.headers = headers
    }

    var sent: [Sent] { requests.withLock { $0 } }

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let bytes = try await body?.collect()
        let sent = Sent(
            method: request.method.rawValue,
            authority: request.authority ?? "",
            path: request.path ?? "",
            headers: request.headerFields,
            body: String(decoding: bytes ?? [], as: UTF8.self),
            bytes: bytes
        )
        requests.withLock { $0.append(sent) }
        var response = HTTPResponse(status: status)
        response.headerFields = headers
        response.headerFields[.contentType] = contentType
        return (response, HTTPBody(Array(self.body.utf8)))
    }

    /// Settings that know nothing of the environment.
    var configuration: APIClient.Configuration {
        var configuration = APIClient.Configuration()
        configuration.transport = self
        configuration.environment = [:]
        return configuration
    }

    var client: HandingerFixtureAPIClient {
        get throws {
            try HandingerFixtureAPIClient(
                apiKey: "secret",
                baseURL: "http://fixture.test/v2",
                configuration: configuration
            )
        }
    }
}

extension HTTPFields {
    subscript(name: String) -> String? { HTTPField.Name(name).flatMap { self[$0] } }
}
