import APIRuntime
import APIRuntimeTesting
import Foundation
import Testing

@Suite struct ParameterTests {
    private struct Filter: Encodable {
        var role = "admin"
        var tags = ["a", "b"]
        var none: String?
    }

    /// The request of a call with some parameters.
    private func send(
        query: [QueryParameter] = [],
        headers: [HeaderParameter] = [],
        cookies: [CookieParameter] = [],
        body: RequestBody? = nil
    ) async throws -> (request: RecordedRequest, body: String) {
        let transport = MockTransport(.status(.noContent))
        let metadata = APIMetadata(name: "T", version: "1", servers: ["http://a"], security: [])
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.transport = transport
        let client = try APIClient(metadata: metadata, configuration: configuration)
        let endpoint = Endpoint<Void>(
            id: "t",
            method: .post,
            path: "/",
            query: query,
            headers: headers,
            cookies: cookies,
            body: body,
            response: .empty
        )
        try await client.send(endpoint)
        let request = try #require(transport.requests.first)
        return (request, request.text)
    }

    private func query(_ parameters: QueryParameter...) async throws -> String {
        String(try await send(query: parameters).request.target.dropFirst(2))
    }

    @Test func writesEveryStyleOfQuery() async throws {
        let list = ["a b", "c,d"]
        #expect(try await query(QueryParameter("q", list)) == "q=a%20b&q=c%2Cd")
        #expect(try await query(QueryParameter("q", list, explode: false)) == "q=a%20b,c%2Cd")
        #expect(try await query(QueryParameter("q", list, style: .spaceDelimited)) == "q=a%20b%20c%2Cd")
        #expect(try await query(QueryParameter("q", list, style: .pipeDelimited)) == "q=a%20b%7Cc%2Cd")
        #expect(try await query(QueryParameter("q", list, style: .json)) == "q=%5B%22a%20b%22%2C%22c%2Cd%22%5D")
        #expect(
            try await query(QueryParameter("f", Filter(), style: .deepObject))
                == "f%5Brole%5D=admin&f%5Btags%5D=a&f%5Btags%5D=b"
        )
        #expect(try await query(QueryParameter("f", ["a": 1, "b": 2])) == "a=1&b=2")
        #expect(try await query(QueryParameter("f", ["a": 1, "b": 2], explode: false)) == "f=a,1,b,2")
        #expect(try await query(QueryParameter("u", "a/b?c&d=e+f", allowReserved: true)) == "u=a/b?c%26d=e%2Bf")
    }

    @Test func leavesOutWhatIsAbsent() async throws {
        let path = try await query(
            QueryParameter("a", nil as Int?),
            QueryParameter("b", [Int]()),
            QueryParameter("c", false),
            QueryParameter("d", 1.0),
            QueryParameter("e", ""),
            QueryParameter("f", Date(timeIntervalSince1970: 0)),
            QueryParameter("g", Budget.low),
            QueryParameter("h", Nullable<Int>.null)
        )
        #expect(path == "c=false&d=1&e=&f=1970-01-01T00%3A00%3A00Z&g=low")
    }

    @Test func writesHeadersAndCookies() async throws {
        let (request, _) = try await send(
            headers: [
                HeaderParameter("X-List", [1, 2]), HeaderParameter("X-Object", ["a": 1], explode: true),
                HeaderParameter("X-None", nil as String?), HeaderParameter("X-JSON", ["a": 1], style: .json),
            ],
            cookies: [CookieParameter("session", "a b;c"), CookieParameter("n", 1), CookieParameter("x", nil as Int?)]
        )
        func value(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }
        #expect(value("X-List") == "1,2")
        #expect(value("X-Object") == "a=1")
        #expect(value("X-None") == nil)
        #expect(value("X-JSON") == #"{"a":1}"#)
        #expect(value("Cookie") == "session=a%20b%3Bc; n=1")
    }

    /// OpenAPI 3.2, `style: cookie`: values may contain escapes; characters that would end the cookie are escaped.
    @Test func writesTheStyleOfCookies() async throws {
        let (request, _) = try await send(cookies: [
            CookieParameter("a", "x%20y=z/[1]", style: .cookie), CookieParameter("b", ["1", "2,3"], style: .cookie),
            CookieParameter("c", ["1", "2"], style: .cookie, explode: false),
            CookieParameter("d", "1; admin=true\r\nX: y\u{e9}", style: .cookie),
        ])
        #expect(
            request.headers[.cookie]
                == "a=x%20y=z/[1]; b=1; b=2%2C3; c=1,2; d=1%3B%20admin=true%0D%0AX:%20y%C3%A9"
        )
    }

    @Test func writesLinesOfJSON() async throws {
        let (request, body) = try await send(body: .jsonLines([Filter(role: "a\nb"), Filter(role: "c")]))
        #expect(body == #"{"role":"a\nb","tags":["a","b"]}"# + "\n" + #"{"role":"c","tags":["a","b"]}"# + "\n")
        #expect(request.headers[.contentType] == "application/jsonl")
        #expect(try await send(body: .jsonLines([Filter]())).body.isEmpty)
    }

    @Test func writesFormsAndTexts() async throws {
        let form = RequestBody.form([
            FormField("a b", "c&d"), FormField("list", [1, 2]), FormField("none", nil as Int?),
        ])
        let (request, body) = try await send(body: form)
        #expect(body == "a%20b=c%26d&list=1&list=2")
        #expect(request.headers[.contentType] == "application/x-www-form-urlencoded")
        #expect(try await send(body: .text("é")).body == "é")
        let bytes = try await send(body: .bytes(Data("x".utf8), contentType: "image/png")).request
        #expect(bytes.headers[.contentType] == "image/png")
    }

    @Test func writesMultipart() async throws {
        let folder = try TemporaryFolder()
        try Data("on disk".utf8).write(to: folder.file("disk.txt"))
        let hostile = FileUpload(Data("--part".utf8), filename: "a\"b\r\nX: y.txt", contentType: "text/plain\r\nX: y")
        let parts: [MultipartPart] = [
            .file("avatar", hostile), .file("none", nil), .value("note", "hi"), .value("absent", nil as String?),
            .value("n", 5), .value("object", ["a": 1]), .value("list", ["x", "y"]),
            .files("files", [FileUpload(contentsOf: folder.file("disk.txt"))]),
        ]
        let (request, body) = try await send(body: .multipart(parts))
        let type = try #require(request.headers[.contentType])
        let boundary = try #require(type.split(separator: "boundary=").last)
        #expect(type.hasPrefix("multipart/form-data; boundary="))
        let expected = """
            --B
            Content-Disposition: form-data; name="avatar"; filename="a%22b%0D%0AX: y.txt"
            Content-Type: text/plainX: y

            --part
            --B
            Content-Disposition: form-data; name="note"

            hi
            --B
            Content-Disposition: form-data; name="n"

            5
            --B
            Content-Disposition: form-data; name="object"
            Content-Type: application/json

            {"a":1}
            --B
            Content-Disposition: form-data; name="list"

            x
            --B
            Content-Disposition: form-data; name="list"

            y
            --B
            Content-Disposition: form-data; name="files"; filename="disk.txt"
            Content-Type: application/octet-stream

            on disk
            --B--

            """
        #expect(body.replacing(boundary, with: "B") == expected.replacing("\n", with: "\r\n"))
    }

    @Test func valuesThatCannotBeWrittenAreRefused() async throws {
        let error = try await apiError { try await query(QueryParameter("q", Double.nan)) }
        #expect(error.code == .invalidRequest)
        let body = try await apiError { try await send(body: .json(["a": Double.infinity])) }
        #expect(body.code == .invalidRequest)
        #expect(body.message.contains("$.a"))
    }
}
