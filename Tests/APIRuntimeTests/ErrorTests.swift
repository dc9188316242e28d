import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct ErrorTests {
    @Test(arguments: [
        (400, APIError.Code.badRequest), (401, .authentication), (403, .permissionDenied), (404, .notFound),
        (409, .conflict), (422, .unprocessableEntity), (429, .rateLimited), (500, .serverError),
        (503, .serverError), (402, .otherStatus), (304, .otherStatus),
    ])
    func codesOfStatuses(status: Int, code: APIError.Code) async throws {
        let server = try ScriptedServer(
            .status(status, headers: [("x-request-id", "req_1")], body: #"{"error": "no way"}"#)
        )
        let client = try makeClient(server) { $0.maxRetries = 0 }
        let error = try await apiError { try await client.api.send(.any(.get, "/x?token=abc&a=1")) }
        #expect(error.code == code)
        #expect(error.status?.code == status)
        #expect(error.operation == "any")
        #expect(error.request?.method == .get)
        #expect(error.request?.url == "\(server.baseURL)/x?token=REDACTED&a=1")
        #expect(error.requestID == "req_1")
        guard status != 304 else { return }
        #expect(error.message == "Error code: \(status) - {\"error\":\"no way\"}")
        #expect(error.body?["error"] == "no way")
        #expect(error.localizedDescription.contains("no way"))
        #expect(error.localizedDescription.contains("req_1"))
        #expect(!"\(error)".contains("abc"))
    }

    @Test func messageOfTextAndEmptyBodies() async throws {
        let server = try ScriptedServer(
            .status(404, body: "  not here\n", contentType: "text/plain"),
            .status(404, contentType: nil),
            .status(404, body: String(repeating: "x", count: 5_000), contentType: "text/html")
        )
        let client = try makeClient(server)
        let text = try await apiError { try await client.api.send(.any()) }
        #expect(text.message == "Error code: 404 - not here")
        #expect(text.body == "  not here\n")
        let empty = try await apiError { try await client.api.send(.any()) }
        #expect(empty.message == "Error code: 404")
        #expect(empty.body == nil)
        let long = try await apiError { try await client.api.send(.any()) }
        #expect(long.message.count < 2_100)
    }

    private struct Nested: Codable {
        var number: Int?
        var lists: [[Int]]?
        var maps: [String: [String: Int64]]?
        var dates: CustomCoded<[String: [Date]]>?
        var maybe: [Int?]?
        var large: UInt64?
        var ratio: Double?
        var children: [Nested]?
    }

    @Test(arguments: [
        (#"{"number": 5.5}"#, "$.number: The number does not fit into Int. Found 5.5."),
        (
            #"{"number": 99999999999999999999}"#,
            "$.number: The number does not fit into Int. Found 99999999999999999999."
        ),
        (#"{"number": "x"}"#, "$.number expected Int, found \"x\"."),
        (#"{"lists": [[1], [2, 3.5]]}"#, "$.lists[1][1]: The number does not fit into Int. Found 3.5."),
        (#"{"lists": [[1], 2]}"#, "$.lists[1] expected an array, found 2."),
        (#"{"maps": {"a b": {"c": 0.5}}}"#, "$.maps[\"a b\"].c: The number does not fit into Int64. Found 0.5."),
        (#"{"maps": {"x": {"c": null}}}"#, "$.maps.x.c expected Int64, found null."),
        (#"{"dates": {"k": [5]}}"#, "$.dates.k[0] expected String, found 5."),
        (#"{"maybe": [null, 5.5]}"#, "$.maybe[1]: The number does not fit into Int. Found 5.5."),
        (#"{"large": -1}"#, "$.large: The number does not fit into UInt64. Found -1."),
        (#"{"ratio": 1e400}"#, "$.ratio: The number does not fit into Double. Found 1e400."),
        (
            #"{"children": [{}, {"children": [{"number": true}]}]}"#,
            "$.children[1].children[0].number expected Int, found true."
        ),
    ])
    func decodingErrorsNameTheWholePath(body: String, expected: String) async throws {
        let server = try ScriptedServer(.json(body))
        let client = try makeClient(server)
        let endpoint = Endpoint<Nested>(id: "any", method: .get, path: "/x", response: .json)
        let error = try await apiError { try await client.api.send(endpoint) }
        #expect(error.message == "The response does not fit: at " + expected)
    }

    @Test func decodingErrorsNameOperationPathTypeAndExcerpt() async throws {
        let server = try ScriptedServer(
            .json(#"{"id":"w","created_at":"soon","error":null,"object":"worker","due":[]}"#)
        )
        let client = try makeClient(server)
        let endpoint = HandingerClient.Endpoints.workersRetrieve(workerID: "w")
        let error = try await apiError { try await client.api.send(endpoint) }
        #expect(error.code == .responseValidation)
        #expect(error.operation == "workers.retrieve")
        #expect(error.message == "The response does not fit: at $.created_at expected Int, found \"soon\".")
        #expect(error.cause is DecodingError)
        #expect(error.status == .ok)
    }

    @Test(arguments: [
        (#"{"id":"w","object":"worker","error":null,"due":[]}"#, "$.created_at"),
        (
            #"{"id":"w","created_at":1,"object":"worker","error":null,"due":["2024-01-01T00:00:00Z","soon"]}"#,
            "$.due[1]"
        ),
        (#"{"id":"w","created_at":1,"object":"worker","error":null,"due":[],"seen":"1 May"}"#, "'1 May'"),
        (#"[]"#, "an object"),
        (#"{"id":"#, "not valid JSON"), ("", "no body"),
    ])
    func decodingErrorsSayWhere(body: String, words: String) async throws {
        let server = try ScriptedServer(.json(body))
        let client = try makeClient(server)
        let endpoint = HandingerClient.Endpoints.workersRetrieve(workerID: "w")
        let error = try await apiError { try await client.api.send(endpoint) }
        #expect(error.code == .responseValidation)
        #expect(error.message.contains(words), "\(error.message)")
        #expect(server.requests.count == 1)
    }

    @Test func invalidUTF8IsAValidationError() async throws {
        let bytes = Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n\"a".utf8)
        let server = try ScriptedServer([.send(bytes + [0xFF, 0xC3, 0x22])])
        let endpoint = Endpoint<String>(id: "t", method: .get, path: "/", response: .json)
        let error = try await apiError { try await makeClient(server).api.send(endpoint) }
        #expect(error.code == .responseValidation)
    }

    @Test(arguments: [
        ("application/json", true), ("application/json; charset=utf-8", true), ("APPLICATION/JSON", true),
        ("application/problem+json", true), ("text/html", false), ("application/octet-stream", false),
        ("text/event-stream", false),
    ])
    func jsonIsWhatTheContentTypeCallsSo(contentType: String, isJSON: Bool) async throws {
        let server = try ScriptedServer(.status(200, body: #"{"a":1}"#, contentType: contentType))
        let client = try makeClient(server)
        if isJSON {
            #expect(try await client.api.send(.any()) == ["a": 1])
        } else {
            let error = try await apiError { try await client.api.send(.any()) }
            #expect(error.code == .responseValidation)
            #expect(error.message.contains(contentType))
        }
    }

    @Test func decodesStringsFromJSONOrText() async throws {
        let server = try ScriptedServer(
            .json(#""a@b.c""#),
            .status(200, body: "a@b.c", contentType: "text/plain; charset=utf-8"),
            .status(200, body: #""a@b.c""#, contentType: nil),
            .status(200, body: "a@b.c", contentType: nil)
        )
        let client = try makeClient(server)
        let endpoint = HandingerClient.Endpoints.workersRetrieveEmail(workerID: "w")
        for _ in 0..<4 {
            #expect(try await client.api.send(endpoint) == "a@b.c")
        }
    }

    @Test func decodesNoContent() async throws {
        let server = try ScriptedServer(.raw("HTTP/1.1 204 No Content\r\n\r\n"))
        let client = try makeClient(server)
        let file = FileUpload(Data("x".utf8), filename: "a")
        try await client.api.send(HandingerClient.Endpoints.upload(avatar: file, note: nil))
        let optional = Endpoint<JSONValue?>(id: "t", method: .get, path: "/", response: .json)
        #expect(try await client.api.send(optional) == nil)
        // An empty body is no JSON, not even null.
        #expect(try await apiError { try await client.api.send(.any()) }.code == .responseValidation)
    }

    /// The description names the operation, the failure, the request and a suggestion.
    @Test(arguments: [
        (400, "Correct the arguments"), (401, "Check the API key"), (403, "does not allow"), (404, "Check the id"),
        (409, "present state"), (422, "Correct the arguments"), (429, "Try again in 90 seconds"),
        (500, "try again later"),
    ])
    func errorsSayWhatToDo(status: Int, advice: String) async throws {
        let headers = [("x-request-id", "req_1"), ("Retry-After", "89.5")]
        let server = try ScriptedServer(.status(status, headers: headers, body: #"{"error": "no way"}"#))
        let client = try makeClient(server) { $0.maxRetries = 0 }
        let error: any Error = try await apiError { try await client.api.send(.any()) }
        let text = error.localizedDescription
        for part in ["any: Error code: \(status)", "no way", "GET \(server.baseURL)/x", "req_1", advice] {
            #expect(text.contains(part), "\(text)")
        }
        let localized = try #require(error as? any LocalizedError)
        #expect(localized.recoverySuggestion?.contains(advice) == true)
        #expect(localized.failureReason == #"Error code: \#(status) - {"error":"no way"}"#)
    }

    @Test func rawResponsesHaveTheirContext() async throws {
        let gate = Gate()
        let server = try ScriptedServer(
            .status(503),
            [.wait(gate)] + .json(#"{"a": 1}"#, headers: [("x-request-id", "r")])
        )
        let clock = ManualClock()
        let client = try makeClient(server) { $0.clock = clock }
        let task = Task { try await client.api.response(to: .any(.get, "/x?token=abc")) }
        await clock.sleeper(within: .milliseconds(500))
        clock.advance(by: .milliseconds(500))
        while server.requests.count < 2 { await Task.yield() }
        clock.advance(by: .seconds(3))
        gate.open()
        let response = try await task.value
        #expect(response.value == ["a": 1])
        #expect(response.status == .ok)
        #expect(response.headers[.init("x-request-id")!] == "r")
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"a": 1}"#)
        #expect(response.request.method == .get)
        #expect(response.request.url == "\(server.baseURL)/x?token=REDACTED")
        #expect(response.retries == 1)
        // The time of the last attempt, without the delay before it.
        #expect(response.elapsed == .seconds(3))
    }

    @Test func errorsContainNoCredentials() async throws {
        let port = try ScriptedServer().port
        let server = try ScriptedServer()
        let configured = try makeClient(server) { $0.maxRetries = 0 }.api.configuration
        let metadata = APIMetadata(
            name: "T",
            version: "1",
            servers: ["http://127.0.0.1:\(port)"],
            security: [[.apiKey(in: .query, name: "k")]]
        )
        let client = try APIClient(metadata: metadata, apiKey: "SECRET", configuration: configured)
        let error = try await apiError { try await client.send(.any(.get, "/x?token=SECRET")) }
        var dumped = ""
        dump(error, to: &dumped)
        #expect(error.code == .connection)
        #expect(!dumped.contains("SECRET"), "\(dumped)")
        #expect(!String(reflecting: error.cause).contains("SECRET"))
        let cause = try #require(error.cause)
        #expect(!"\((cause as NSError).userInfo)".contains("SECRET"))
    }

    @Test func limitsBodies() async throws {
        let server = try ScriptedServer(.json("\"" + String(repeating: "x", count: 2_000) + "\""))
        let client = try makeClient(server) { $0.maximumResponseBytes = 1_000 }
        #expect(try await apiError { try await client.api.send(.any()) }.code == .limitExceeded)
    }
}
