import APIRuntime
import Foundation
import Testing

/// Ports and statuses that do not exist, from a server or a caller.
@Suite struct OutOfRangeTests {
    /// Responds to the first request with a redirect or a status, and to all others with `{}`.
    private final class Answering: Transport {
        let first: HTTPResponse
        let requests = Locked<[HTTPRequest]>([])

        init(_ status: HTTPResponse.Status, location: String? = nil) {
            var response = HTTPResponse(status: status)
            if let location { response.headerFields[.location] = location }
            first = response
        }

        func send(
            _ request: HTTPRequest,
            body: HTTPBody?,
            options: TransportOptions
        ) async throws -> (HTTPResponse, HTTPBody) {
            let count = requests.withLock { requests in
                requests.append(request)
                return requests.count
            }
            if count == 1 { return (first, HTTPBody()) }
            return (
                HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]), HTTPBody(Array("{}".utf8))
            )
        }
    }

    private func client(_ transport: any Transport, baseURL: String = "https://api.example.com") throws -> APIClient {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = nil
        configuration.clock = RecordingClock()
        configuration.transport = transport
        return try HandingerClient(apiKey: "test-key", baseURL: baseURL, configuration: configuration).api
    }

    @Test(arguments: [
        "https://a:65536/", "https://a:99999/x", "//a:70000", "http://[::1]:65536/", "https://a:0/", "//a:0",
        "https://a:4294967296/", "https://a:18446744073709551617/", "https://a:99999999999999999999999999/",
        "http://[::1]:0/", "https://a:-1/", "https://a:+80/", "https://a:80x/", "https://a:8\u{301}0/", "http://[zz]/",
        "http://[::1]x/", "https://a: 80/",
    ])
    func rejectsRedirectsToInvalidPorts(location: String) async throws {
        let transport = Answering(.found, location: location)
        let error = try await apiError { try await client(transport).send(.any()) }
        #expect(error.code == .otherStatus)
        #expect(error.status == .found)
        #expect(transport.requests.withLock { $0.count } == 1)
    }

    @Test(arguments: [
        ("https://a:65535/x", "a:65535"), ("http://a:1", "a:1"), ("//a:8080/x", "a:8080"),
        ("http://[::1]:80/", "[::1]:80"),
        ("https://a:/x", "a"), ("https://a", "a"), ("/x", "api.example.com"), ("?x", "api.example.com"),
    ])
    func followsRedirectsToValidPorts(location: String, authority: String) async throws {
        let transport = Answering(.found, location: location)
        try await client(transport).send(.any())
        #expect(transport.requests.withLock { $0.map(\.authority) } == ["api.example.com", authority])
    }

    @Test(arguments: [0, 1, 42, 99]) func rejectsInvalidStatuses(status: Int) async throws {
        let transport = Answering(HTTPResponse.Status(code: status))
        let error = try await apiError {
            try await client(transport).send(.any(), options: RequestOptions(maxRetries: 0))
        }
        #expect(error.code == .responseValidation)
        #expect((error.cause as? TransportError)?.reason == .malformedResponse)
        #expect(error.message.contains("\(status)"))
    }

    @Test(arguments: [-1, 0, 99, 1_000, 1_234, Int.max, Int.min]) func aTransportCanCheckAStatus(code: Int) {
        let error = #expect(throws: TransportError.self) { try HTTPResponse.Status(received: code) }
        #expect(error?.reason == .malformedResponse)
    }

    @Test(arguments: [100, 200, 404, 599, 999]) func statusesThatAreOnes(code: Int) throws {
        #expect(try HTTPResponse.Status(received: code).code == code)
    }

    @Test(arguments: [
        "http://a:+80", "http://a:-80", "http://a:0", "http://a:00", "http://a:65536", "http://a:99999999999999999999",
        "http://a:", "http://a:8x", "http://a:\u{301}80", "http://a:80\u{301}", "http://a:8\u{FF10}", "http://[zz]",
        "http://[zz]:80", "http://[]", "http://[::1", "http://::1", "http://[::1]x", "http://[::1]:+80",
        "http://[::1]:0",
        "http://[1:2:3]", "http://[1::2::3]", "http://[12345::]", "http://[::1.2.3]", "http://[::1.2.3.256]",
        "http://[:::]", "http://[1:2:3:4:5:6:7:8:9]", "http://[::\u{301}1]", "http://a[\u{301}b", "http://a]\u{301}b",
        "http://[v1.a]", "http://a\\\u{301}b", "http://user@\u{301}a", "http://user:pw@a", "http://@a", "http://a@",
        "http://user\u{301}@\u{200D}a", "http://:pw@a", "http://\u{301}user@a", "http://a/?x#\u{301}f",
        "http:/\u{301}/a",
        "http:\u{301}//a", "http://", "http:///x", "http://?x", "http://a\u{7F}b", "http://a\u{301} b",
    ])
    func rejectsInvalidBaseURLs(url: String) {
        let error = #expect(throws: APIError.self) { try client(Answering(.ok), baseURL: url) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("pw") != true)
        #expect(error?.message.contains("user\u{301}") != true)
    }

    @Test(arguments: [
        ("https://a/\u{301}x", "a", "/%CC%81x/x"), ("https://a/\u{301}/", "a", "/%CC%81/x"),
        ("http://a:65535", "a:65535", "/x"),
        ("http://a:80/", "a:80", "/x"), ("http://[::1]", "[::1]", "/x"), ("http://[::1]:8080/v", "[::1]:8080", "/v/x"),
        ("http://[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]", "/x"), ("http://[::ffff:1.2.3.4]", "[::ffff:1.2.3.4]", "/x"),
        ("http://[fe80::1%25eth0]:1", "[fe80::1%25eth0]:1", "/x"), ("http://[1::]", "[1::]", "/x"),
        ("http://a/b?\u{301}c=1", "a", "/b/x?%CC%81c=1"), ("  http://a/\n", "a", "/x"), ("HTTP://a", "a", "/x"),
        ("http://a//\u{301}//", "a", "//%CC%81/x"), ("http://a/x@y:z", "a", "/x@y:z/x"),
    ])
    func splitsBaseURLsByBytes(url: String, authority: String, path: String) async throws {
        let transport = Answering(.noContent)
        let endpoint = Endpoint<Void>(id: "r", method: .get, path: "/x", response: .empty)
        try await client(transport, baseURL: url).send(endpoint)
        let request = try #require(transport.requests.withLock { $0.first })
        #expect(request.authority == authority)
        #expect(request.path == path)
    }
}
