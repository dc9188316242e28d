import APIRuntimeTesting
import Foundation
import HandingerFixtureAPI
import Testing

/// The bytes of every kind of body, sent and read by generated methods. The expected texts are written by hand from the
/// named sections.
@Suite struct WireBodyTests {
    private let color = Color(r: 100, name: "x=y,z&é")

    // MARK: - JSON

    /// Sends a value and receives the same bytes.
    private func echo<Value: Equatable>(
        _ value: Value,
        _ json: String,
        _ call: (HandingerFixtureAPIClient.Wire, Value) async throws -> Value
    ) async throws {
        let recorder = Recorder(json)
        let received = try await call(recorder.client.wire, value)
        #expect(received == value)
        let sent = try #require(recorder.sent.first)
        #expect(sent.text == json)
        #expect(sent.headers["Content-Type"] == "application/json")
        #expect(sent.headers["Accept"] == "application/json")
    }

    /// RFC 8259; dates as RFC 3339, section 5.6; bytes as RFC 4648, section 4.
    @Test func jsonOfEveryType() async throws {
        try await echo("a\"b\\c\n/é\u{1F600}", #""a\"b\\c\n/é😀""#) { try await $0.string(body: $1) }
        try await echo("", #""""#) { try await $0.string(body: $1) }
        try await echo(-9_007_199_254_740_993, "-9007199254740993") { try await $0.integer(body: $1) }
        try await echo(0.1, "0.1") { try await $0.number(body: $1) }
        try await echo(5, "5") { try await $0.number(body: $1) }
        try await echo(false, "false") { try await $0.boolean(body: $1) }
        try await echo(["a", ""], #"["a",""]"#) { try await $0.list(body: $1) }
        try await echo([], "[]") { try await $0.list(body: $1) }
        try await echo(["b": 2, "a": 1], #"{"a":1,"b":2}"#) { try await $0.map(body: $1) }
        try await echo(Color(r: 1, name: "n"), #"{"R":1,"name":"n"}"#) { try await $0.object(r: $1.r, name: $1.name) }
        try await echo(Color(), "{}") { wire, _ in try await wire.object() }
        let moment = Date(timeIntervalSince1970: 0.5)
        try await echo(moment, #""1970-01-01T00:00:00.500Z""#) { try await $0.moment(body: $1) }
        try await echo([moment], #"["1970-01-01T00:00:00.500Z"]"#) { try await $0.moments(body: $1) }
        try await echo("2024-02-29", #""2024-02-29""#) { try await $0.day(body: $1) }
        try await echo(Data([0xFB, 0xFF]), #""+/8=""#) { try await $0.bytes(body: $1) }
        try await echo(nil, "null") { try await $0.maybe(body: $1) }
        try await echo("a", #""a""#) { try await $0.maybe(body: $1) }
        try await echo(["a": [1, nil, true]], #"{"a":[1,null,true]}"#) { try await $0.any(body: $1) }
        try await echo(.null, "null") { try await $0.any(body: $1) }
    }

    /// Numbers and texts of the wrong type are refused with their place.
    @Test func jsonOfTheWrongType() async throws {
        for body in ["5.5", "9223372036854775808", "true", #""5""#, "null", "[5]"] {
            let error = await #expect(throws: APIError.self, "\(body)") {
                try await Recorder(body).client.wire.integer(body: 5)
            }
            #expect(error?.code == .responseValidation)
        }
        let error = await #expect(throws: APIError.self) { try await Recorder(#"{"R":"x"}"#).client.wire.object() }
        #expect(error?.message.contains("R") == true)
    }

    // MARK: - Forms

    /// OpenAPI 3.1.1, section 4.8.15.1.2: without a style, an object is JSON and a list one field per element; with
    /// `style`, `explode` or `allowReserved` as a query parameter (section 4.8.12.4).
    @Test func urlEncodedForms() async throws {
        let recorder = Recorder("", status: .noContent)
        let list = ["a,b", "c d"]
        try await recorder.client.wire.formBody(
            text: "a b&c=d+e",
            number: -1,
            flag: false,
            list: list,
            color: color,
            commas: list,
            spaces: list,
            pipes: list,
            pairs: color,
            deep: color,
            json: list,
            raw: "a/b?c&d"
        )
        let fields = [
            "text=a%20b%26c%3Dd%2Be", "number=-1", "flag=false", "list=a%2Cb", "list=c%20d",
            "color=%7B%22R%22%3A100%2C%22name%22%3A%22x%3Dy%2Cz%26%C3%A9%22%7D", "commas=a%2Cb,c%20d",
            "spaces=a%2Cb%20c%20d", "pipes=a%2Cb%7Cc%20d", "R=100", "name=x%3Dy%2Cz%26%C3%A9", "deep%5BR%5D=100",
            "deep%5Bname%5D=x%3Dy%2Cz%26%C3%A9", "json=%5B%22a%2Cb%22%2C%22c%20d%22%5D", "raw=a/b?c%26d",
        ]
        let sent = try #require(recorder.sent.first)
        #expect(sent.text == fields.joined(separator: "&"))
        #expect(sent.headers["Content-Type"] == "application/x-www-form-urlencoded")
    }

    @Test func emptyForms() async throws {
        let recorder = Recorder("", status: .noContent)
        try await recorder.client.wire.formBody(text: "", list: [], color: Color(), commas: [], deep: Color(), json: [])
        try await recorder.client.wire.formBody()
        #expect(recorder.sent.map(\.text) == ["text=&color=%7B%7D&json=%5B%5D", ""])
    }

    /// RFC 7578, sections 4.2 and 4.3; the content types are those of OpenAPI 3.1.1, section 4.8.15.1.
    @Test func multipartForms() async throws {
        let recorder = Recorder("", status: .noContent)
        try await recorder.client.wire.parts(
            text: "a\r\nb",
            number: 1,
            flag: true,
            list: ["x", ""],
            color: Color(r: 1),
            colors: [Color(g: 2), Color(b: 3)],
            moment: Date(timeIntervalSince1970: 0),
            bytes: Data([0xFB, 0xFF]),
            file: FileUpload(Data([0, 0xFF]), filename: "é\"\r\n.bin"),
            xml: "<a/>",
            json: ["y"]
        )
        let sent = try #require(recorder.sent.first)
        let type = try #require(sent.headers["Content-Type"]).components(separatedBy: "; boundary=")
        #expect(type[0] == "multipart/form-data")
        func part(_ name: String, _ rest: String) -> String {
            "--\(type[1])\r\nContent-Disposition: form-data; name=\"\(name)\"\(rest)\r\n"
        }
        let json = "\r\nContent-Type: application/json\r\n\r\n"
        let parts = [
            part("text", "\r\n\r\na\r\nb"), part("number", "\r\n\r\n1"), part("flag", "\r\n\r\ntrue"),
            part("list", "\r\n\r\nx"), part("list", "\r\n\r\n"), part("color", json + #"{"R":1}"#),
            part("colors", json + #"{"G":2}"#), part("colors", json + #"{"B":3}"#),
            part("moment", "\r\n\r\n1970-01-01T00:00:00Z"), part("bytes", "\r\n\r\n+/8="),
            part(
                "file",
                "; filename=\"é%22%0D%0A.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n\u{0}\u{FFFD}"
            ), part("xml", "\r\nContent-Type: application/xml\r\n\r\n<a/>"), part("json", json + #"["y"]"#),
        ]
        #expect(sent.text == parts.joined() + "--\(type[1])--\r\n")
        #expect(sent.body.contains(0xFF))
    }

    // MARK: - Other kinds

    @Test func textAndBytesAreSentAsTheyAre() async throws {
        let recorder = Recorder("", status: .noContent)
        try await recorder.client.note(body: "é\r\n")
        try await recorder.client.raw(body: Data([0, 0xFF]), contentType: "x/y")
        try await recorder.client.note(body: "")
        #expect(recorder.sent.map(\.body) == [Array("é\r\n".utf8), [0, 0xFF], []])
        #expect(recorder.sent.map { $0.headers["Content-Type"] } == ["text/markdown", "x/y", "text/markdown"])
    }

    /// The kinds of responses that are no JSON.
    @Test func textBytesAndNothingAreRead() async throws {
        #expect(try await Recorder("é\r\n", contentType: "text/csv").client.exports.table() == "é\r\n")
        #expect(try await Recorder("", contentType: "text/csv").client.exports.table() == "")
        #expect(try await Recorder("x", contentType: "image/png").client.exports.picture().data() == Data("x".utf8))
        // A documented 204 whose server answers with a body.
        try await Recorder("{}", status: .ok).client.old.link()
        let events = Recorder("data: a\n\nevent: e\nid: 1\ndata: b\ndata: c\n\n", contentType: "text/event-stream")
        let received = try await events.client.feed().reduce(into: [ServerSentEvent]()) { $0.append($1) }
        #expect(received.map(\.data) == ["a", "b\nc"] && received.map(\.event) == ["message", "e"])
        #expect(events.sent[0].headers["Accept"] == "text/event-stream")
    }
}
