import APIRuntime
import Foundation
import Testing

/// The transport from the documentation, which uses only public API.
private struct FolderTransport: Transport {
    let folder: URL

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let file = try HTTPBody(file: folder.appending(path: request.path ?? ""))
        return (HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]), file)
    }
}

@Suite struct CustomTransportTests {
    private func client(_ folder: URL) throws -> HandingerClient {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.clock = RecordingClock()
        configuration.transport = FolderTransport(folder: folder)
        return try HandingerClient(apiKey: "k", baseURL: "https://api.example.com", configuration: configuration)
    }

    @Test func twelveLinesAreEnough() async throws {
        let folder = try TemporaryFolder()
        try Data(#"{"a":1}"#.utf8).write(to: folder.file("x"))
        let client = try client(folder.url)
        #expect(try await client.api.send(.any()) == ["a": 1])
        let target = folder.file("copy")
        try await client.api.download(Endpoint(id: "f", method: .get, path: "/x", response: .download)).write(
            to: target
        )
        #expect(try String(contentsOf: target, encoding: .utf8) == #"{"a":1}"#)
    }

    @Test func mapsUnknownErrorsToConnectionErrors() async throws {
        let folder = try TemporaryFolder()
        let error = try await apiError { try await client(folder.url).api.send(.any()) }
        #expect(error.code == .connection)
        #expect(error.retries == 2)
        #expect((error.cause as? CocoaError)?.code == .fileReadNoSuchFile)
    }
}
