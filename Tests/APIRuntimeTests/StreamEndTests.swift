import APIRuntime
import Foundation
import Testing

/// Ends of streams: only a length or chunks distinguish a complete body from a truncated one.
@Suite struct StreamEndTests {
    /// Responds to each request with the next body of a script.
    private final class Scripted: Transport {
        let requests = Locked<[HTTPRequest]>([])
        let answers: [(status: Int, headers: HTTPFields, text: String)]

        init(_ answers: [(status: Int, headers: HTTPFields, text: String)]) {
            self.answers = answers
        }

        func send(
            _ request: HTTPRequest,
            body: HTTPBody?,
            options: TransportOptions
        ) async throws -> (HTTPResponse, HTTPBody) {
            let index = requests.withLock { requests in
                requests.append(request)
                return requests.count - 1
            }
            let answer = answers[min(index, answers.count - 1)]
            var response = HTTPResponse(status: .init(code: answer.status), headerFields: answer.headers)
            response.headerFields[.contentType] = "text/event-stream"
            let chunks = AsyncStream<[UInt8]> { continuation in
                continuation.yield(Array(answer.text.utf8))
                continuation.finish()
            }
            return (response, HTTPBody(chunks))
        }
    }

    private func read(_ transport: Scripted, baseURL: String) async throws -> [String] {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = nil
        configuration.clock = RecordingClock()
        configuration.transport = transport
        let client = try HandingerClient(apiKey: "test-key", baseURL: baseURL, configuration: configuration)
        var data: [String] = []
        for try await event in client.api.stream(.events) { data.append(event.data) }
        return data
    }

    @Test(arguments: ["http://a", "https://a", "HTTPS://a"]) func withoutFramingTheEndIsDoubtful(
        url: String
    ) async throws {
        let transport = Scripted([
            (200, [:], "id: 1\ndata: a\n\n"), (200, [:], "id: 2\ndata: b\n\n"), (204, [:], ""),
        ])
        #expect(try await read(transport, baseURL: url) == ["a", "b"])
        let name = try #require(HTTPField.Name("Last-Event-ID"))
        let ids = transport.requests.withLock { $0.map { $0.headerFields[name] } }
        #expect(ids == [nil, "1", "2"])
    }

    @Test(arguments: ["http://a", "https://a"]) func withALengthOrChunksItIsTheEnd(url: String) async throws {
        for headers: HTTPFields in [[.contentLength: "15"], [.transferEncoding: "chunked"]] {
            let transport = Scripted([(200, headers, "id: 1\ndata: a\n\n"), (200, [:], "id: 2\ndata: b\n\n")])
            #expect(try await read(transport, baseURL: url) == ["a"])
        }
    }

    @Test func reportsTruncatedEvents() async throws {
        let transport = Scripted([
            (200, [:], "id: 1\ndata: a\n\nid: 2\ndata: b"), (200, [:], "id: 2\ndata: b\n\n"), (204, [:], ""),
        ])
        #expect(try await read(transport, baseURL: "https://a") == ["a", "b"])
    }
}
