import APIRuntimeTesting
import Foundation
import HandingerFixtureAPI
import Testing

/// Requests of the generated methods.
@Suite struct RequestTests {
    @Test func parametersOfEveryPlaceAndStyle() async throws {
        let recorder = Recorder(#"{"data": [], "next": null}"#)
        let page = try await recorder.client.animals.list(
            limit: 5,
            kind: .seaSpaceLion,
            tags: ["a b", "c"],
            ids: [1, 2],
            filter: Filter(color: "grey", heavierThan: 2.5),
            since: Date(timeIntervalSince1970: 0),
            session: "s1",
            xTraceID: "t1"
        )
        #expect(page.data.isEmpty && page.next == nil)
        let sent = try #require(recorder.sent.first)
        #expect(sent.method == .get)
        #expect(
            sent.target == "/v2/animals?limit=5&kind=sea%20lion&tags=a%20b&tags=c&ids=1%7C2&filter%5Bcolor%5D=grey"
                + "&filter%5BheavierThan%5D=2.5&since=1970-01-01T00%3A00%3A00Z"
        )
        #expect(sent.headers["X-Trace-ID"] == "t1")
        #expect(sent.headers["Cookie"] == "session=s1")
        #expect(sent.headers["X-Fixture-Key"] == "secret")
        #expect(sent.headers["Authorization"] == nil)
    }

    @Test func omitsAbsentParameters() async throws {
        let recorder = Recorder(#"{"data": [], "next": "n", "total": 9223372036854775807}"#)
        let page = try await recorder.client.animals.list()
        #expect(page.next == "n" && page.total == Int64.max)
        #expect(recorder.sent.first?.target == "/v2/animals")
    }

    @Test func absentNullAndValueDiffer() async throws {
        let recorder = Recorder(animal)
        let client = try recorder.client
        try await client.animals.update(id: "a/b")
        try await client.animals.update(id: "a", nickname: .null, bornAt: .null)
        try await client.animals.update(
            id: "a",
            nickname: "Momo",
            bornAt: .value(Date(timeIntervalSince1970: 1.5)),
            options: ["x": 1]
        )
        #expect(recorder.sent.map(\.target) == ["/v2/animals/a%2Fb", "/v2/animals/a", "/v2/animals/a"])
        #expect(
            recorder.sent.map(\.text) == [
                "{}", #"{"nickname":null,"bornAt":null}"#,
                #"{"nickname":"Momo","bornAt":"1970-01-01T00:00:01.500Z","options":{"x":1}}"#,
            ]
        )
    }

    @Test func multipartWithFiles() async throws {
        let recorder = Recorder(#"{"url": "https://x/1.png"}"#)
        let taken = Date(timeIntervalSince1970: 0)
        let answer = try await recorder.client.animals.photos.upload(
            id: "a",
            index: 3,
            ext: .png,
            photo: FileUpload(Data("PNG".utf8), filename: "a \"b\".png"),
            thumbnails: [FileUpload(Data("T".utf8), filename: "t.gif", contentType: "image/gif")],
            meta: PhotoMeta(takenAt: taken, values: [.integer(1), .string("s"), .boolean(true)])
        )
        #expect(answer.url == "https://x/1.png")
        let sent = try #require(recorder.sent.first)
        #expect(sent.target == "/v2/animals/a/photos/3.png")
        let type = try #require(sent.headers["Content-Type"])
        #expect(type.hasPrefix("multipart/form-data; boundary="))
        let boundary = try #require(type.split(separator: "=").last)
        let parts = sent.text.components(separatedBy: "--" + boundary)
        #expect(parts.count == 5)
        #expect(parts[1].contains(#"name="photo"; filename="a %22b%22.png""#))
        #expect(parts[1].contains("Content-Type: image/png") && parts[1].hasSuffix("\r\n\r\nPNG\r\n"))
        #expect(parts[2].contains(#"name="thumbnails"; filename="t.gif""#) && parts[2].contains("image/gif"))
        #expect(parts[3].hasSuffix("\r\n\r\n{\"takenAt\":\"1970-01-01T00:00:00Z\",\"values\":[1,\"s\",true]}\r\n"))
        #expect(parts[4] == "--\r\n")
    }

    @Test func formsAndTextWithoutACredential() async throws {
        let recorder = Recorder("token-1", contentType: "text/plain")
        let token = try await recorder.client.login(user: "a&b", passWord: "p w", remember: false)
        #expect(token == "token-1")
        let sent = try #require(recorder.sent.first)
        #expect(sent.text == "user=a%26b&pass-word=p%20w&remember=false")
        #expect(sent.headers["Content-Type"] == "application/x-www-form-urlencoded")
        #expect(sent.headers["X-Fixture-Key"] == nil)
    }

    @Test func formWithSeveralEncodings() async throws {
        let recorder = Recorder("", status: .noContent)
        try await recorder.client.forms.send(
            formID: "a b",
            to: "me",
            size: Filter(color: "red", heavierThan: 2),
            path: "/a/b",
            list: [1, 2],
            additionalFields: ["z": "1", "y&": "2"]
        )
        let sent = try #require(recorder.sent.first)
        #expect(sent.target == "/v2/forms/;form-id=a%20b")
        #expect(
            sent.text.hasPrefix(
                "to=me&size=%7B%22color%22%3A%22red%22%2C%22heavierThan%22%3A2%7D&path=/a/b&list=%5B1%2C2%5D&"
            )
        )
        #expect(sent.text.contains("&z=1") && sent.text.contains("&y%26=2"))
    }

    @Test func additionalFileParts() async throws {
        let recorder = Recorder("", status: .noContent)
        let file = FileUpload(Data("x".utf8), filename: "x.txt")
        try await recorder.client.forms.upload(note: "n", additionalParts: ["b": file, "a": file])
        let body = try #require(recorder.sent.first).text
        let names = ["note", "a", "b"].compactMap { body.firstRange(of: "name=\"\($0)\"")?.lowerBound }
        #expect(names.count == 3 && names == names.sorted())
    }

    @Test func unconstrainedBodiesAreBytes() async throws {
        let recorder = Recorder("", status: .noContent)
        try await recorder.client.raw(body: Data([0, 255]))
        #expect(recorder.sent.first?.body == [0, 255])
        #expect(recorder.sent.first?.headers["Content-Type"] == "application/octet-stream")
    }

    @Test func optionalTextBody() async throws {
        let recorder = Recorder("", status: .accepted)
        try await recorder.client.note()
        try await recorder.client.note(body: "# Hi")
        #expect(recorder.sent.map(\.body) == [[], Array("# Hi".utf8)])
        #expect(recorder.sent.map { $0.headers["Content-Type"] } == [nil, "text/markdown"])
    }

    @Test func labelStyleAndNamesWithPunctuation() async throws {
        let recorder = Recorder(#"[{"shape": "box", "side": 1}]"#)
        let shapes = try await recorder.client.tasks.postTasksByTaskLabelsByPlus1(
            task: ["a", "b,c"],
            plus1: "x",
            body: [.round(radius: 2), .group(shapes: [.square(side: 1)], frame: .round(radius: 1))]
        )
        #expect(recorder.sent.first?.target == "/v2/tasks/.a,b%2Cc/labels/x")
        #expect(
            recorder.sent.first?.text
                == #"[{"shape":"round","radius":2},{"shape":"group","shapes":[{"shape":"square","side":1}],"#
                + #""frame":{"shape":"round","radius":1}}]"#
        )
        guard case .square(let square) = shapes.first else {
            Issue.record("not a square: \(shapes)")
            return
        }
        #expect(square.shape == .init(rawValue: "box") && square.side == 1)
    }

    @Test func requiredConstantsNeedNotBePassed() async throws {
        let recorder = Recorder("", status: .noContent)
        try await recorder.client.reports.list(pages: 2)
        let sent = try #require(recorder.sent.first)
        #expect(sent.target == "/v2/reports?api-version=2024-01&pages=2")
        #expect(sent.headers["X-Mode"] == "strict")
    }

    /// The index tells which members belong together.
    @Test func listsOfObjectsInDeepObjectStyle() async throws {
        let recorder = Recorder("", status: .noContent)
        try await recorder.client.reports.create(
            lineItems: [Line(price: "p", qty: 1), Line(price: "q")],
            lines: .init(items: [Line(price: "r")]),
            tags: ["a", "b"]
        )
        let sent = try #require(recorder.sent.first)
        let text = sent.text.replacing("%5B", with: "[").replacing("%5D", with: "]")
        #expect(text == "line_items[0][price]=p&line_items[0][qty]=1&line_items[1][price]=q&tags=a&tags=b")
        #expect(sent.target == "/v2/reports?lines%5Bitems%5D%5B0%5D%5Bprice%5D=r")
    }

    /// The caller of an operation whose only success is a redirect wants its `Location`.
    @Test func aDocumentedRedirectIsNotFollowed() async throws {
        let recorder = Recorder("", status: .found, headers: [.location: "https://login.test/a?b=c"])
        let response = try await recorder.client.api.response(to: HandingerFixtureAPIClient.Endpoints.signin())
        #expect(response.status == .found)
        #expect(response.headers[.location] == "https://login.test/a?b=c")
        #expect(try HandingerFixtureAPIClient.Endpoints.SigninHeaders(response).location == "https://login.test/a?b=c")
        try await recorder.client.signin()
        #expect(recorder.sent.map(\.target) == ["/v2/signin", "/v2/signin"])
    }

    /// Only documents with `x-stainless-headers: true` ask for the header fields of those SDKs.
    @Test func theHeaderFieldsAreOnlyThoseOfTheDocumentAndOfHTTP() async throws {
        let recorder = Recorder("", status: .accepted)
        try await recorder.client.note(body: "# Hi")
        let names = try #require(recorder.sent.first).headers.map { $0.name.rawName.lowercased() }
        #expect(names.sorted() == ["accept", "content-type", "idempotency-key", "user-agent", "x-fixture-key"])
        #expect(!APIInfo.metadata.sendsStainlessHeaders)
    }

    @Test func metadataMatchesTheDocument() {
        #expect(APIInfo.metadata.servers == ["https://eu.fixture.example/v2"])
        #expect(APIInfo.metadata.apiKeyVariable == "HANDINGER_FIXTURE_API_KEY")
    }
}

let animal = """
    {"id": "a", "name": "Momo", "kind": "cat", "bornAt": null, "mother": null, "habitat": {"biome": "land"}}
    """
