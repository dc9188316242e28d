import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

/// Copies of clients, calls by path, extra fields and bodies from files.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct RequestExtrasTests {
    @Test func copiesShareConnections() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server) {
            $0.headers = ["X-A": "1", "X-B": "1"]
            $0.query = [QueryParameter("v", 1)]
        }
        let copy = try client.api.copy(apiKey: "other", baseURL: server.baseURL + "/pre") {
            $0.headers["X-B"] = "2"
            $0.query = [QueryParameter("w", 2)]
            $0.maxRetries = 0
        }
        try await copy.send(.any())
        try await client.api.send(.any(.get, "/x?v=9"))
        try await client.api.copy().send(.any())
        let requests = server.requests
        #expect(requests.map(\.target) == ["/pre/x?w=2", "/x?v=9", "/x?v=1"])
        #expect(requests.map { $0["Authorization"] } == ["Bearer other", "Bearer test-key", "Bearer test-key"])
        #expect(requests.map { $0["X-B"] } == ["2", "1", "1"])
        #expect(requests.map { $0["X-A"] } == ["1", "1", "1"])
        #expect(throws: APIError.self) { try client.api.copy(apiKey: " ") }
        #expect(throws: APIError.self) { try client.api.copy(baseURL: "nowhere") }
    }

    @Test func headersOfTheEnvironmentAreWeakerThanThoseInCode() async throws {
        let server = try ScriptedServer(.json("{}"))
        let client = try makeClient(server) {
            $0.environment = ["HANDINGER_CUSTOM_HEADERS": "X-One:  a:b \r\n\nx-two: env\n"]
            $0.headers = ["X-Two": "code"]
        }
        try await client.api.send(.any())
        let request = try #require(server.requests.first)
        #expect(request.values("X-One") == ["a:b"])
        #expect(request.values("X-Two") == ["code"])
        let error = #expect(throws: APIError.self) {
            try makeClient(server) { $0.environment = ["HANDINGER_CUSTOM_HEADERS": "s3cret"] }
        }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("HANDINGER_CUSTOM_HEADERS") == true)
        #expect(error?.message.contains("s3cret") == false)
    }

    @Test func operationsThatTheDocumentLacksAreCalledByPath() async throws {
        let server = try ScriptedServer(.status(503), .json(#"{"n":1}"#))
        let api = try makeClient(server).api
        let query = [QueryParameter("limit", 10)]
        #expect(try await api.get("/files/a%2Fb?beta=true", query: query) == ["n": 1])
        #expect(try await api.post("/p", body: .json(["a": 1]), as: [String: Int].self) == ["n": 1])
        try await api.put("/p", body: .json(2))
        try await api.patch("/p", body: .json(3))
        try await api.delete("/p")
        let requests = server.requests
        #expect(requests.map(\.method) == ["GET", "GET", "POST", "PUT", "PATCH", "DELETE"])
        #expect(requests[1].target == "/files/a%2Fb?beta=true&limit=10")
        #expect(requests.map(\.text) == ["", "", #"{"a":1}"#, "2", "3", ""])
        #expect(requests.allSatisfy { $0["Authorization"] == "Bearer test-key" })
    }

    @Test func extraFieldsWinOverTheTypedOnes() async throws {
        let server = try ScriptedServer(.json("{}"))
        let api = try makeClient(server).api
        var options = RequestOptions()
        options.extraBodyFields = ["budget": "high", "extra": [1, nil]]
        try await api.post("/p", body: .json(["budget": "low"]), options: options)
        try await api.post("/p", options: options)
        try await api.post("/p", body: .form([FormField("budget", "low"), FormField("z", 1)]), options: options)
        let json = #"{"budget":"high","extra":[1,null]}"#
        #expect(server.requests.prefix(2).map(\.text) == [json, json])
        #expect(server.requests[1]["Content-Type"] == "application/json")
        #expect(server.requests[2].text.hasPrefix("z=1&budget=high"))
        let error = try await apiError { try await api.post("/p", body: .json([1]), options: options) }
        #expect(error.code == .invalidRequest)
        #expect(server.requests.count == 3)
    }

    @Test func multipartIsSentFromFilesWithItsLength() async throws {
        let folder = try TemporaryFolder()
        let big = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try big.write(to: folder.file("big.bin"))
        let server = try ScriptedServer(.status(503), .json("{}"))
        let parts: [MultipartPart] = [
            .value("name", "x"), .file("f", FileUpload(contentsOf: folder.file("big.bin"))),
            .file("g", FileUpload(Data("small".utf8), filename: "g.txt")),
        ]
        try await makeClient(server).api.post("/p", body: .multipart(parts))
        #expect(server.requests.count == 2)
        for request in server.requests {
            #expect(request["Transfer-Encoding"] == nil)
            #expect(request["Content-Length"] == "\(request.body.count)")
            let boundary = try #require(request["Content-Type"]?.components(separatedBy: "boundary=").last)
            #expect(request.body.starts(with: Array("--\(boundary)\r\n".utf8)))
            #expect(Data(request.body).range(of: big) != nil)
            #expect(String(decoding: request.body.suffix(200), as: UTF8.self).contains("small\r\n--\(boundary)--\r\n"))
        }
        #expect(server.requests[0].body == server.requests[1].body)

        let missing = MultipartPart.file("f", FileUpload(contentsOf: folder.file("none")))
        let error = try await apiError { try await makeClient(server).api.post("/p", body: .multipart([missing])) }
        #expect(error.code == .file)
        #expect(server.requests.count == 2)
    }

    @Test func streamsBodiesWithTheirLength() async throws {
        let server = try ScriptedServer(.json("{}"))
        let pieces = 200
        let chunks = AsyncStream<[UInt8]> { continuation in
            for index in 0..<pieces { continuation.yield([UInt8](repeating: UInt8(index), count: 100_000)) }
            continuation.finish()
        }
        let body = RequestBody.stream(HTTPBody(chunks, length: Int64(pieces * 100_000)))
        try await makeClient(server).api.put("/p", body: body)
        let request = try #require(server.requests.first)
        #expect(request["Content-Length"] == "20000000")
        #expect(request["Transfer-Encoding"] == nil)
        #expect(request.body.count == 20_000_000)
        #expect(stride(from: 0, to: pieces, by: 17).allSatisfy { request.body[$0 * 100_000 + 99_999] == UInt8($0) })
    }

    @Test func rejectsStreamsOfTheWrongLength() async throws {
        let server = try ScriptedServer(.json("{}"))
        for length in [2, 4] {
            let chunks = AsyncStream<[UInt8]> { continuation in
                continuation.yield(Array("abc".utf8))
                continuation.finish()
            }
            let body = RequestBody.stream(HTTPBody(chunks, length: Int64(length)))
            let error = try await apiError { try await makeClient(server).api.put("/p", body: body) }
            #expect(error.code == .file)
        }
    }

    @Test func throwsErrorsOfStreams() async throws {
        struct Failure: Error {}
        let server = try ScriptedServer(.json("{}"))
        let chunks = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(Array("abc".utf8))
            continuation.finish(throwing: Failure())
        }
        let body = RequestBody.stream(HTTPBody(chunks, length: 6))
        let error = try await apiError { try await makeClient(server).api.put("/p", body: body) }
        #expect(error.code == .file)
        #expect(error.cause is Failure)
        #expect(error.retries == 0)
    }

    @Test func sendsStreamsOnce() async throws {
        func body() -> RequestBody {
            let chunks = AsyncStream<[UInt8]> { continuation in
                continuation.yield(Array("abc".utf8))
                continuation.finish()
            }
            return .stream(HTTPBody(chunks, length: 3), contentType: "text/plain")
        }
        let server = try ScriptedServer(.status(503), .status(307, headers: [("Location", "/other")]), .json("{}"))
        let api = try makeClient(server).api
        let error = try await apiError { try await api.put("/p", body: body()) }
        #expect(error.status?.code == 503)
        #expect(error.retries == 0)
        #expect(server.requests.map(\.text) == ["abc"])
        let redirected = try await apiError { try await api.put("/p", body: body()) }
        #expect(redirected.code == .otherStatus)
        #expect(server.requests.count == 2)
    }
}
