import APIRuntimeTesting
import Foundation
import HandingerFixtureAPI
import Testing

/// Dates, patterns, read-only properties and responses by status.
@Suite struct RecordTests {
    private func roundTrip<Value: Codable>(_ type: Value.Type, _ json: String) throws -> Value {
        let value = try JSONCoding.decode(type, from: Array(json.utf8))
        #expect(try JSONValue(parsing: JSONCoding.encode(value)) == JSONValue(parsing: json.utf8))
        return value
    }

    @Test func datesRoundTrip() throws {
        let record = try roundTrip(
            Record.self,
            #"{"day": "2024-02-29", "days": ["0001-01-01", "2024-03-01T00:00:00Z"], "price": "12.50", "took": "P1DT2H"}"#
        )
        #expect(record.day == CalendarDate(year: 2024, month: 2, day: 29))
        #expect(record.days?.last?.day == 1 && record.days?.last?.suffix == "T00:00:00Z")
        #expect(record.price == "12.50" && record.took == "P1DT2H")
    }

    @Test(arguments: ["2023-02-29", "2024-13-01", "24-01-01", "2024-1-1", "2024-01-01x", ""])
    func rejectsInvalidDates(_ text: String) {
        #expect {
            try JSONCoding.decode(Record.self, from: Array("{\"day\": \"\(text)\"}".utf8))
        } throws: { error in
            "\(error)".contains("Expected a day such as 2024-02-29 but found '\(text)'")
        }
    }

    @Test func readOnlyPropertiesAreOptionalInRequests() async throws {
        let recorder = Recorder(#"{"id": "7", "day": "2024-01-02"}"#)
        let answer = try await recorder.client.records.create(day: "2024-01-02", secret: "s")
        #expect(recorder.sent.first?.text == #"{"secret":"s","day":"2024-01-02"}"#)
        guard case .record(let record) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(record.id == "7" && record.secret == nil)
    }

    @Test func statusSelectsTheResponseType() async throws {
        // Both bodies match either type.
        let json = #"{"day": "2024-01-02", "text": "t"}"#
        let recorder = Recorder(json, status: .created)
        let created = try await recorder.client.records.create(day: "2024-01-02", secret: "s")
        guard case .note(let note) = created else {
            Issue.record("\(created)")
            return
        }
        #expect(note.text == "t" && note.additionalProperties == ["day": "2024-01-02"])
        let listed = try await Recorder("[\"a\"]", status: .accepted).client.records
            .create(day: "2024-01-02", secret: "s")
        #expect(listed == .stringList(["a"]))
        await #expect { try await Recorder(json, status: .accepted).client.records.create(day: "2024-01-02") } throws: {
            ($0 as? APIError)?.code == .responseValidation
        }
    }

    @Test func errorBodiesAreTyped() async throws {
        let recorder = Recorder(#"{"reason": "twice"}"#, status: .conflict)
        do {
            _ = try await recorder.client.records.create(day: "2024-01-02")
            Issue.record("409 is a failure")
        } catch let error as APIError {
            #expect(try error.body?.decode(FailureError.self).reason == "twice")
        }
    }

    @Test func patternPropertiesAreTyped() throws {
        let marks = try roundTrip(Marks.self, #"{"title": "t", "n_a": 1, "s_b": "x", "other": {"deep": [1]}}"#)
        #expect(marks.title == "t")
        #expect(
            marks.additionalProperties == ["n_a": .integer(1), "s_b": .string("x"), "other": .unknown(["deep": [1]])]
        )
        let counts = try roundTrip(Counts.self, #"{"n_a": 1}"#)
        #expect(counts.additionalProperties["n_a"] == 1)
    }

    @Test func mixedEnumerationsMayBeNull() throws {
        let json = #"{"day": "2024-01-02", "mood": null, "anything": [1], "nothing": 2}"#
        let record = try roundTrip(Record.self, json)
        #expect(record.mood == .null)
        #expect(Record.Mood.knownValues.map(\.rawValue) == ["good", 1, true])
    }

    @Test func namesWithDifferentNormalizationAreDistinct() throws {
        let menu = try roundTrip(Menu.self, #"{"a": {"composed": "1"}, "b": {"decomposed": "2"}}"#)
        #expect(menu.a?.composed == "1" && menu.b?.decomposed == "2")
        #expect(Cafe(plain: "x").plain == "x" && CAFE(loud: "y").loud == "y")
    }
}

/// Operations with uncommon requests or responses.
@Suite struct UnusualOperationTests {
    @Test func querystringParametersEncodeTheWholeQuery() async throws {
        let recorder = Recorder(#"{"day": "2024-01-02"}"#)
        let client = try recorder.client
        _ = try await client.api.send(
            HandingerFixtureAPIClient.Endpoints.oldSearch(selector: Filter(color: "a&b", heavierThan: 2))
        )
        try await client.old.link(q: ["n": 1], theme: "dark")
        #expect(recorder.sent.map(\.target) == ["/v2/old?color=a%26b&heavierThan=2", "/v2/old?%7B%22n%22%3A1%7D"])
        #expect(recorder.sent.map(\.method.rawValue) == ["GET", "LINK"])
        #expect(recorder.sent.last?.headers["Cookie"] == "theme=dark")
    }

    private func headers(
        _ fields: [(String, String)]
    ) async throws -> HandingerFixtureAPIClient.Endpoints.ImportsCreateHeaders {
        var headers = HTTPFields()
        for (name, value) in fields { headers.append(HTTPField(name: try #require(.init(name)), value: value)) }
        let client = try Recorder("", status: .noContent, headers: headers).client
        let request = HandingerFixtureAPIClient.Endpoints.importsCreateMultipart(files: [])
        return try HandingerFixtureAPIClient.Endpoints.ImportsCreateHeaders(try await client.api.response(to: request))
    }

    @Test func responseHeadersAreTyped() async throws {
        let all = try await headers([
            ("X-RATE-LEFT", " 5"), ("X-Until", "2024-01-02T03:04:05Z"), ("X-Mood", "so-so"), ("X-Days", "2024-01-02"),
            ("x-days", "2024-01-03 , 2024-01-04"), ("X-Shares", "0.5,1e3"), ("X-Detail", "a,1"),
            ("X-Is-Final", "true"),
        ])
        #expect(all.xRateLeft == 5)
        #expect(all.xUntil == Date(timeIntervalSince1970: 1_704_164_645))
        #expect(all.xMood?.rawValue == "so-so")
        #expect(all.xDays == [2, 3, 4].compactMap { CalendarDate("2024-01-0\($0)") })
        #expect(all.xShares == [0.5, 1_000])
        #expect(all.xDetail == "a,1" && all.xIsFinal == "true")
        let none = try await headers([])
        #expect(none.xRateLeft == nil && none.xUntil == nil && none.xMood == nil && none.xDays == nil)
    }

    @Test(arguments: [("X-Rate-Left", "many"), ("X-Rate-Left", "1.5"), ("X-Until", "soon"), ("X-Shares", "1,x")])
    func rejectsHeadersOfTheWrongType(_ name: String, _ value: String) async throws {
        let error = await #expect(throws: APIError.self) { _ = try await headers([(name, value)]) }
        #expect(error?.code == .responseValidation && error?.status == .noContent)
        #expect(error?.message.contains("'\(name)'") == true)
    }

    @Test func jsonLinesAreSentAsAList() async throws {
        let recorder = Recorder("", status: .noContent)
        let client = try recorder.client
        let day: CalendarDate = "2024-01-02"
        try await client.records.import(body: [Record(secret: "a", day: day), Record(secret: "b", day: day)])
        try await client.records.replace(body: [Date(timeIntervalSince1970: 0)])
        try await client.records.replace()
        #expect(
            recorder.sent.map(\.text) == [
                #"{"secret":"a","day":"2024-01-02"}"# + "\n" + #"{"secret":"b","day":"2024-01-02"}"# + "\n",
                #""1970-01-01T00:00:00Z""# + "\n", "",
            ]
        )
        #expect(
            recorder.sent.map { $0.headers["Content-Type"] } == ["application/x-ndjson", "application/jsonl", nil]
        )
    }

    @Test func operationsMayOverrideTheServer() async throws {
        let recorder = Recorder("<a/>", contentType: "application/xml")
        let client = try HandingerFixtureAPIClient(apiKey: "k", configuration: recorder.configuration)
        _ = try await client.old.query(body: Data("<q/>".utf8)).data()
        try await client.old.link()
        try await client.note()
        var options = RequestOptions()
        options.baseURL = "https://third.example/x"
        try await client.old.link(options: options)
        #expect(
            recorder.sent.map { $0.authority + $0.target } == [
                "eu.fixture.example/elsewhere/old", "old.fixture.example/v0/old", "eu.fixture.example/v2/note",
                "third.example/x/old",
            ]
        )
        #expect(recorder.sent.first?.method.rawValue == "QUERY" && recorder.sent.first?.text == "<q/>")
        #expect(recorder.sent.first?.headers["Content-Type"] == "application/xml")
        // An explicit base URL, such as that of a proxy or test, overrides all servers.
        let proxied = try HandingerFixtureAPIClient(
            apiKey: "k",
            baseURL: "http://proxy",
            configuration: recorder.configuration
        )
        try await proxied.old.link()
        #expect(recorder.sent.last?.authority == "proxy")
    }

    @Test func multipartPartsHaveHeaders() async throws {
        let recorder = Recorder("", status: .accepted)
        let page = FileUpload(Data("P".utf8), filename: "1.tif")
        try await recorder.client.scans.create(
            pages: [page, page],
            pagesXResolution: 300,
            about: .init(title: "T"),
            aboutXLanguage: "en\r\nX-Injected: 1"
        )
        let body = try #require(recorder.sent.first?.text)
        #expect(body.components(separatedBy: "Content-Type: image/tiff\r\nX-Resolution: 300\r\n\r\nP").count == 3)
        #expect(body.contains("Content-Type: application/json\r\nX-Language: enX-Injected: 1\r\n\r\n{\"title\":\"T\"}"))
        #expect(!body.contains("name=\"id\""))
    }
}
