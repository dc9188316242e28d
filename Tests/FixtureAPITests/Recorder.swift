import APIRuntimeTesting
import Foundation
import HandingerFixtureAPI

/// A transport that returns one response to all requests and records them.
struct Recorder {
    let transport: MockTransport

    init(
        _ body: String = "{}",
        status: HTTPResponse.Status = .ok,
        contentType: String = "application/json",
        headers: HTTPFields = [:]
    ) {
        transport = MockTransport { _ in
            .data(Data(body.utf8), contentType: contentType, status: status, headers: headers)
        }
    }

    /// Responds with bytes under the content type of JSON.
    init(bytes: Data) {
        transport = MockTransport { _ in .data(bytes, contentType: "application/json") }
    }

    var sent: [RecordedRequest] { transport.requests }

    /// Settings that ignore the environment.
    var configuration: APIClient.Configuration {
        var configuration = APIClient.Configuration()
        configuration.transport = transport
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
