import APIRuntime
import Foundation
import HTTPTypes
import Testing

@testable import HandingerServer

@Suite struct RouterTests {
    /// Returns the id of the route and its parameters.
    private static func route(
        _ id: String,
        _ method: String,
        _ path: String,
        parameters: [RouteParameter] = [],
        security: [[SecurityScheme]] = [],
        body: RouteBody? = nil
    ) -> Route {
        Route(id, method: method, path: path, parameters: parameters, security: security, body: body) { request in
            var values: [String: JSONValue] = ["id": .string(id)]
            for parameter in parameters {
                values[parameter.name] = try request.optionalParameter(parameter.name) as JSONValue?
            }
            if body != nil { values["body"] = try request.optionalBody(JSONValue.self) }
            return try RouteReply.value(JSONValue.object(values)).response()
        }
    }

    private let router = Router(
        routes: [
            route("create", "POST", "/api/things", body: body(isRequired: true)),
            route(
                "get",
                "GET",
                "/api/things/{thingId}",
                parameters: [
                    RouteParameter("thingId", in: .path, schema: .string(minLength: 1)),
                    RouteParameter("deep", in: .query, schema: .boolean),
                    RouteParameter("X-Count", in: .header, schema: .integer()),
                    RouteParameter("session", in: .cookie, schema: .string()),
                ]
            ),
            route("import", "POST", "/api/lines", body: lines(isRequired: true)),
            route("add", "POST", "/api/more", body: lines(isRequired: false)),
            route("touch", "POST", "/api/things/{thingId}", body: body(isRequired: false)),
            route("special", "GET", "/api/things/{thingId}/files/list"),
            route(
                "file",
                "GET",
                "/api/things/{thingId}/files/{filePath}",
                parameters: [
                    RouteParameter("thingId", in: .path), RouteParameter("filePath", in: .path),
                ]
            ),
            route("secret", "GET", "/api/secret", security: [[.bearer]]),
            Route("broken", method: "GET", path: "/api/broken") { _ in throw CancellationError() },
        ],
        apiKey: "key"
    )

    private static func body(isRequired: Bool) -> RouteBody {
        RouteBody(
            contentTypes: ["application/json"],
            isRequired: isRequired,
            schema: .object(properties: ["name": .string(minLength: 1)], required: ["name"])
        )
    }

    private static func lines(isRequired: Bool) -> RouteBody {
        RouteBody(
            contentTypes: ["application/jsonl"],
            isRequired: isRequired,
            isLines: true,
            schema: .object(properties: ["name": .string(minLength: 1)], required: ["name"])
        )
    }

    private func send(
        _ method: HTTPRequest.Method = .get,
        _ path: String,
        headers: HTTPFields = [:],
        body: String = ""
    ) async throws -> (status: Int, headers: HTTPFields, json: JSONValue) {
        let request = HTTPRequest(
            method: method,
            scheme: "http",
            authority: "localhost",
            path: path,
            headerFields: headers
        )
        let response = await router.respond(to: request, body: Array(body.utf8))
        guard case .bytes(let bytes) = response.body else { return (response.status.code, response.headers, .null) }
        return (response.status.code, response.headers, try JSONCoding.decode(JSONValue.self, from: bytes))
    }

    @Test(arguments: [
        ("/api/things/a", "get", "a", nil),
        ("/api/things/a%2Fb%20%C3%A9", "get", "a/b é", nil),
        ("/api/things/a+b", "get", "a+b", nil),
        ("/api/things/t/files/plan.md", "file", "t", "plan.md"),
        ("/api/things/t/files/scratchpad/plan.md", "file", "t", "scratchpad/plan.md"),
        ("/api/things/t/files/scratchpad%2Fplan%20%C3%A9.md", "file", "t", "scratchpad/plan é.md"),
        ("/api/things/t/files/a/b%2Fc/d", "file", "t", "a/b/c/d"),
        ("/api/things/t/files/%252e", "file", "t", "%2e"),
    ])
    func decodesAfterMatching(path: String, id: String, thing: String, file: String?) async throws {
        let answer = try await send(path: path)
        #expect(answer.json["id"]?.stringValue == id)
        #expect(answer.json["thingId"]?.stringValue == thing)
        #expect(answer.json["filePath"]?.stringValue == file)
    }

    private func send(path: String) async throws -> (status: Int, headers: HTTPFields, json: JSONValue) {
        try await send(.get, path)
    }

    @Test func prefersTheRouteThatComesFirst() async throws {
        #expect(try await send(path: "/api/things/t/files/list").json["id"] == "special")
    }

    @Test(arguments: [
        ("/", 404), ("/api", 404), ("/api/things/", 404), ("/api/things//files/x", 404), ("/api/things/a/b", 404),
        ("/api/things/a/files/", 404), ("/API/things/a", 404), ("/api/things/%zz", 400), ("/api/things/%4", 400),
        ("/api/things/%ff", 400), ("/api/things/a?deep=%", 400), ("/api/broken", 500),
    ])
    func rejectsUnknownPaths(path: String, status: Int) async throws {
        let answer = try await send(path: path)
        #expect(answer.status == status)
        #expect(answer.json["error"]?.stringValue?.isEmpty == false)
    }

    @Test func listsTheMethodsOfAPath() async throws {
        let answer = try await send(.delete, "/api/things/a")
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "GET, POST")
    }

    @Test func readsParametersFromAllLocations() async throws {
        let answer = try await send(
            .get,
            "/api/things/a?deep=true&other=%26",
            headers: [try #require(HTTPField.Name("X-Count")): "3", .cookie: "a=b; session=s=1"]
        )
        #expect(answer.json == ["id": "get", "thingId": "a", "deep": true, "X-Count": 3, "session": "s=1"])
        #expect(try await send(path: "/api/things/a?deep=yes").json["error"] == "deep: must be true or false")
        #expect(try await send(path: "/api/things/a?deep=true&deep=true").status == 400)
    }

    @Test func readsLinesAsAList() async throws {
        let headers: HTTPFields = [.contentType: "application/jsonl"]
        let lines = "{\"name\":\"x\"}\r\n\n \n{\"name\":\"y\"}"
        let list: JSONValue = [["name": "x"], ["name": "y"]]
        #expect(try await send(.post, "/api/lines", headers: headers, body: lines).json["body"] == list)
        #expect(try await send(.post, "/api/lines", headers: headers, body: lines + "\n").json["body"] == list)
        // A client sends an empty body for an empty list.
        #expect(try await send(.post, "/api/lines", headers: headers).json["body"] == [])
        #expect(try await send(.post, "/api/more").json == ["id": "add"])
        let json: HTTPFields = [.contentType: "application/json"]
        #expect(try await send(.post, "/api/lines", headers: json, body: lines).status == 415)
    }

    @Test(arguments: [
        ("{\"name\":\"x\"}\n{\"name\":", "line 2: is not valid JSON"),
        (
            "{\"name\":\"x\"}\n\n{\"name\":\"\"}\n[]",
            "line 3.name: must be at least 1 character long; line 4: must be an object"
        ),
        ("[{\"name\":\"x\"}]", "line 1: must be an object"),
        ("{\"name\":\"x\"} {\"name\":\"x\"}", "line 1: is not valid JSON"),
    ])
    func namesTheInvalidLine(body: String, error: String) async throws {
        let answer = try await send(.post, "/api/lines", headers: [.contentType: "application/jsonl"], body: body)
        #expect(answer.status == 400)
        #expect(answer.json["error"]?.stringValue == error)
    }

    @Test func readsDatesWithoutATimeZone() throws {
        let request = RouteRequest(
            HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/"),
            parameters: ["since": "2025-01-02T03:04:05Z", "all": ["2025-01-02T03:04:05Z"]],
            body: ["2025-01-02T03:04:05Z"]
        )
        let date = Date(timeIntervalSince1970: 1_735_787_045)
        #expect(try request.customCodableParameter("since") == date)
        #expect(try request.optionalCustomCodableParameter("all") == [date])
        #expect(try request.optionalCustomCodableParameter("until") == Date?.none)
        #expect(try request.customCodableBody() == [date])
        #expect(try request.optionalCustomCodableBody() == [date])
        #expect(throws: RouteError.self) { try request.customCodableParameter("until") as Date }
    }

    @Test func checksTheBody() async throws {
        let json: HTTPFields = [.contentType: "Application/JSON; charset=utf-8"]
        let answer = try await send(.post, "/api/things", headers: json, body: #"{"name":"x"}"#)
        #expect(answer.json == ["id": "create", "body": ["name": "x"]])
        #expect(try await send(.post, "/api/things", headers: json, body: #"{"name":""}"#).status == 400)
        #expect(try await send(.post, "/api/things", headers: json, body: #"{"name":"#).status == 400)
        #expect(try await send(.post, "/api/things", headers: json).status == 400)
        #expect(try await send(.post, "/api/things", body: #"{"name":"x"}"#).status == 415)
        #expect(try await send(.post, "/api/things/a").json == ["id": "touch"])
        let deep = String(repeating: "[", count: 100_000)
        #expect(try await send(.post, "/api/things", headers: json, body: deep).status == 400)
    }

    @Test(arguments: [
        (nil, 401), ("", 401), ("key", 401), ("Basic key", 401), ("Bearer", 401), ("Bearer other", 401),
        ("Bearer key", 200), ("bearer  key ", 200),
    ])
    func requiresTheKey(authorization: String?, status: Int) async throws {
        let headers: HTTPFields = authorization.map { [.authorization: $0] } ?? [:]
        let answer = try await send(.get, "/api/secret", headers: headers)
        #expect(answer.status == status)
        #expect(answer.headers[.wwwAuthenticate] == (status == 401 ? "Bearer" : nil))
    }

    @Test func repliesCarryTheirHeaders() throws {
        let file = ServedFile(path: "a/plan \"é\".md", mediaType: "text/markdown", bytes: [1])
        let response = try RouteReply<Never>.file(file).response()
        #expect(
            response.headers[.contentDisposition]
                == #"attachment; filename="plan ___.md"; filename*=UTF-8''plan%20%22%C3%A9%22%2Emd"#
        )
        let plain = ServedFile(path: "a/plan.md", mediaType: "text/markdown", bytes: [])
        #expect(
            try RouteReply<Never>.file(plain).response().headers[.contentDisposition]
                == #"attachment; filename="plan.md""#
        )
        #expect(try RouteReply<Never>.empty.response().status == .noContent)
    }

    @Test func encodesServerSentEvents() {
        let event = ServedEvent.event(id: "1", name: "worker", data: "a\nb\r\nc\u{2028}d", retry: 50)
        #expect(
            String(decoding: event.bytes, as: UTF8.self)
                == "id: 1\nevent: worker\nretry: 50\ndata: a\ndata: b\ndata: c\u{2028}d\n\n"
        )
        #expect(String(decoding: ServedEvent.comment("x").bytes, as: UTF8.self) == ": x\n")
    }
}
