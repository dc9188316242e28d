import APIRuntime
import APIRuntimeTesting
import Testing

@Suite struct RequestPathTests {
    /// The path as it goes over the wire.
    private func wire(_ path: RequestPath) async throws -> String {
        let transport = MockTransport(.status(.noContent))
        let metadata = APIMetadata(name: "T", version: "1", servers: ["http://a"], security: [])
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.transport = transport
        let client = try APIClient(metadata: metadata, configuration: configuration)
        try await client.send(Endpoint(id: "t", method: .get, path: path, response: .empty))
        return transport.requests.first?.target ?? ""
    }

    @Test(arguments: [
        ("a/b/c?query=value", "a%2Fb%2Fc%3Fquery=value"),
        ("%20", "%2520"),
        ("../../other/endpoint", "..%2F..%2Fother%2Fendpoint"),
        (".hidden", ".hidden"), ("file.txt", "file.txt"), ("...", "..."),
        ("scratchpad/plan é.md", "scratchpad%2Fplan%20%C3%A9.md"),
        ("a!$&'()*+,;=:@-._~z", "a!$&'()*+,;=:@-._~z"),
        ("#\"<>[]{}|\\^`", "%23%22%3C%3E%5B%5D%7B%7D%7C%5C%5E%60"), ("\u{0}\n", "%00%0A"),
    ])
    func encodesValues(value: String, encoded: String) async throws {
        #expect(try await wire("/v1/\(value, name: "id")/x") == "/v1/\(encoded)/x")
    }

    @Test(arguments: [".", ".."])
    func refusesDotSegments(value: String) async throws {
        let transportless = try await apiError { try await wire("/v1/\(value, name: "id")/x") }
        #expect(transportless.code == .invalidRequest)
        #expect(transportless.operation == "t")
        _ = try await apiError { try await wire("/v1/\(value, name: "id")") }
        _ = try await apiError { try await wire("/v1/\(value, name: "id")?a=b") }
    }

    @Test func refusesDotSegmentsInPieces() async throws {
        let dot = "."
        _ = try await apiError { try await wire("/\(dot, name: "a")\(dot, name: "b")/x") }
        _ = try await apiError { try await wire("/%2e\(dot, name: "a")/x") }
        _ = try await apiError { try await wire("/\(dot, name: "a")%2E/x") }
        _ = try await apiError { try await wire("/.%2E/x") }
        #expect(try await wire("/\(dot, name: "a")\("..", name: "b")/x") == "/.../x")
        #expect(try await wire("/\("%2e", name: "a")/x") == "/%252e/x")
    }

    @Test func refusesEmptyValues() async throws {
        let error = try await apiError { try await wire("/v1/\("", name: "workerID")") }
        #expect(error.message == "Expected a non-empty value for workerID but received ''")
        _ = try await apiError { try await wire("/v1/\([String](), name: "ids")") }
    }

    @Test func writesEveryStyle() async throws {
        let ids = [3, 4]
        let color = ["B": 1, "R": 2]
        #expect(try await wire("/\(ids, name: "id")") == "/3,4")
        #expect(try await wire("/\(ids, name: "id", style: .label)") == "/.3,4")
        #expect(try await wire("/\(ids, name: "id", style: .label, explode: true)") == "/.3.4")
        #expect(try await wire("/\(ids, name: "id", style: .matrix)") == "/;id=3,4")
        #expect(try await wire("/\(ids, name: "id", style: .matrix, explode: true)") == "/;id=3;id=4")
        #expect(try await wire("/\(color, name: "c")") == "/B,1,R,2")
        #expect(try await wire("/\(color, name: "c", explode: true)") == "/B=1,R=2")
        #expect(try await wire("/\(color, name: "c", style: .matrix, explode: true)") == "/;B=1;R=2")
        #expect(try await wire("/\(5, name: "a")..\(true, name: "b")") == "/5..true")
    }

    @Test func keepsEscapesOfTheTemplateAndDropsItsFragment() async throws {
        #expect(try await wire("/a%2Fb/ü x#fragment") == "/a%2Fb/%C3%BC%20x")
        #expect(try await wire("/a?q=\("1&2=3", name: "q")") == "/a?q=1%262%3D3")
    }
}
