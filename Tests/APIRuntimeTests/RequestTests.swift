import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct RequestTests {
    @Test func sendsTheDocumentedHeadersAndBody() async throws {
        let server = try ScriptedServer(.json(#"{"id":"w_1","created_at":1,"error":null,"object":"worker","due":[]}"#))
        let client = try makeClient(server) {
            $0.timeout = .seconds(60)
            $0.clock = ManualClock()
        }
        let worker = try await client.workers.create(input: "x/y", budget: .low)

        #expect(worker.id == "w_1")
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/api/workers")
        #expect(request.text == #"{"input":"x/y","budget":"low"}"#)
        #expect(request.values("Authorization") == ["Bearer test-key"])
        #expect(request.values("Accept") == ["application/json"])
        #expect(request.values("Content-Type") == ["application/json"])
        #expect(request.values("User-Agent") == ["Handinger/Swift 0.1.0"])
        #expect(request["X-Stainless-Lang"] == "swift")
        #expect(request["X-Stainless-Package-Version"] == "0.1.0")
        for name in ["X-Stainless-OS", "X-Stainless-Arch", "X-Stainless-Runtime", "X-Stainless-Runtime-Version"] {
            #expect(request[name]?.isEmpty == false)
        }
        #expect(request["x-stainless-retry-count"] == "0")
        #expect(request["x-stainless-read-timeout"] == "60")
        #expect(request["Idempotency-Key"]?.isEmpty == false)
    }

    @Test func sendsNoContentTypeKeyOrTimeoutWithoutBodyMethodOrTimeout() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server)
        try await client.api.send(.any())
        let request = try #require(server.requests.first)
        #expect(request["Content-Type"] == nil)
        #expect(request["Idempotency-Key"] == nil)
        #expect(request["x-stainless-read-timeout"] == nil)
    }

    @Test func encodesPathQueryAndHeaderParameters() async throws {
        let server = try ScriptedServer(.json(#"{"id":"w","created_at":null,"error":null,"object":"worker","due":[]}"#))
        let client = try makeClient(server, path: "/pre/fix/")
        let endpoint = HandingerClient.Endpoints.workersRetrieve(
            workerID: "a/b c?query=value",
            stream: true,
            kind: Budget(rawValue: "a&b"),
            trace: "t"
        )
        try await client.api.send(endpoint)
        let request = try #require(server.requests.first)
        #expect(request.target == "/pre/fix/api/workers/a%2Fb%20c%3Fquery=value?stream=true&kind=a%26b")
        #expect(request["X-Trace"] == "t")
    }

    @Test func mergesQueriesOfPathBaseAndOptions() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server, path: "/v1?version=2")
        let endpoint = Endpoint<JSONValue>(
            id: "files",
            method: .get,
            path: "/files/a%2Fb?beta=true",
            query: [QueryParameter("limit", 10), QueryParameter("after", nil as String?)],
            response: .json
        )
        let options = RequestOptions(query: [QueryParameter("limit", 20)])
        try await client.api.send(endpoint)
        try await client.api.send(endpoint, options: options)
        #expect(
            server.requests.map(\.target) == [
                "/v1/files/a%2Fb?version=2&beta=true&limit=10", "/v1/files/a%2Fb?version=2&beta=true&limit=20",
            ]
        )
    }

    @Test func headersOfAClientAndACallReplaceAndRemove() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server) { $0.headers = ["user-agent": "mine", "X-A": "client"] }
        try await client.api.send(.any(), options: RequestOptions(headers: ["x-a": "call", "ACCEPT": nil]))
        let request = try #require(server.requests.first)
        #expect(request.values("User-Agent") == ["mine"])
        #expect(request.values("X-A") == ["call"])
        #expect(request["Accept"] != "application/json")
    }

    @Test func refusesHeaderInjectionBeforeSending() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server)
        let error = try await apiError {
            try await client.api.send(.any(), options: RequestOptions(headers: ["X-A": "a\r\nX-B: b"]))
        }
        #expect(error.code == .invalidRequest)
        #expect(throws: APIError.self) { try makeClient(server) { $0.headers = ["X A": "v"] } }
        #expect(server.requests.isEmpty)
    }

    @Test func reusesTheIdempotencyKeyOfACall() async throws {
        let server = try ScriptedServer(.status(503), .json("{}"), .json("{}"))
        let client = try makeClient(server)
        try await client.api.send(.any(.post))
        try await client.api.send(.any(.post))
        let keys = server.requests.map { $0["Idempotency-Key"] }
        #expect(keys.count == 3)
        #expect(keys[0] == keys[1])
        #expect(keys[1] != keys[2])
    }

    @Test func sendsEachSecurityScheme() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server, apiKey: "user:pass") {
            $0.credentials = [.apiKey(in: .query, name: "api key"): "q&1", .apiKey(in: .cookie, name: "sid"): "c"]
        }
        func send(_ security: SecurityRequirement) async throws -> APIResponse<JSONValue> {
            try await client.api.response(
                to: Endpoint(id: "x", method: .get, path: "/x", response: .json, security: security)
            )
        }
        let schemes: [[SecurityScheme]] = [[.apiKey(in: .query, name: "api key"), .apiKey(in: .cookie, name: "sid")]]
        _ = try await send([[.basic]])
        _ = try await send([[.apiKey(in: .header, name: "X-Key")]])
        let response = try await send(SecurityRequirement(schemes))
        _ = try await send([])
        let requests = server.requests
        #expect(requests[0]["Authorization"] == "Basic dXNlcjpwYXNz")
        #expect(requests[1]["X-Key"] == "user:pass")
        #expect(requests[1]["Authorization"] == nil)
        #expect(requests[2].target == "/x?api%20key=q%261")
        #expect(requests[2]["Cookie"] == "sid=c")
        #expect(!response.request.url.contains("q%261"))
        #expect(requests[3]["Authorization"] == nil)
    }

    @Test func openIDConnectHasAKeyOfItsOwnAndMutualTLSNone() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server) { $0.credentials = [.openIDConnect: "token"] }
        func send(_ security: SecurityRequirement) async throws {
            let endpoint = Endpoint<JSONValue>(id: "x", method: .get, path: "/x", response: .json, security: security)
            try await client.api.send(endpoint)
        }
        for schemes: [[SecurityScheme]] in [[[.openIDConnect]], [[.mutualTLS]], [[.mutualTLS, .bearer]]] {
            try await send(SecurityRequirement(schemes))
        }
        #expect(server.requests.map { $0["Authorization"] } == ["Bearer token", nil, "Bearer test-key"])

        // A client certificate needs no key.
        var configuration = client.api.configuration
        configuration.credentials = [:]
        let metadata = APIMetadata(name: "T", version: "1", servers: [server.baseURL], security: [[.mutualTLS]])
        let keyless = try APIClient(metadata: metadata, configuration: configuration)
        try await keyless.send(.any())
        #expect(server.requests.last?["Authorization"] == nil)
    }
}
