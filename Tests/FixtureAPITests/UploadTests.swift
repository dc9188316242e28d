import APIRuntimeTesting
import Foundation
import HandingerFixtureAPI
import Testing

/// The bytes of request bodies with files, and of bodies whose content type the caller chooses.
@Suite struct UploadTests {
    private let recorder = Recorder("", status: .noContent)

    private func file(_ text: String, _ name: String = "a", contentType: String? = nil) -> FileUpload {
        FileUpload(Data(text.utf8), filename: name, contentType: contentType)
    }

    /// The parts of the only request, each with its header fields, and its content type without the boundary.
    private func parts() throws -> (contentType: String, parts: [String]) {
        let sent = try #require(recorder.sent.first)
        let type = try #require(sent.headers["Content-Type"]).components(separatedBy: "; boundary=")
        try #require(type.count == 2)
        let pieces = sent.text.components(separatedBy: "--\(type[1])")
        #expect(pieces.first == "" && pieces.last == "--\r\n")
        return (type[0], pieces.dropFirst().dropLast().map { $0.replacing("\r\n", with: "|") })
    }

    private func part(_ name: String, _ content: String, type: String, file: String = "a") -> String {
        "|Content-Disposition: form-data; name=\"\(name)\"; filename=\"\(file)\"|Content-Type: \(type)||\(content)|"
    }

    @Test func everySpellingOfAFileSendsBytes() async throws {
        try await recorder.client.uploads.create(
            cover: file("1"),
            photo: file("2"),
            pages: [file("3"), file("4")],
            source: .file(file("5")),
            notes: [.file(file("6")), .value(Note(text: "7"))],
            icon: file("8", contentType: "image/jpeg"),
            additionalParts: ["x": .file(file("9")), "y": .value(10)]
        )
        let (type, sent) = try parts()
        let bytes = "application/octet-stream"
        #expect(type == "multipart/form-data")
        #expect(
            sent == [
                part("cover", "1", type: "image/png"), part("photo", "2", type: bytes), part("pages", "3", type: bytes),
                part("pages", "4", type: bytes), part("source", "5", type: bytes), part("notes", "6", type: bytes),
                "|Content-Disposition: form-data; name=\"notes\"|Content-Type: application/json||{\"text\":\"7\"}|",
                part("icon", "8", type: "image/jpeg"), part("x", "9", type: bytes),
                "|Content-Disposition: form-data; name=\"y\"||10|",
            ]
        )
    }

    @Test func anotherValueMayStandForAFile() async throws {
        try await recorder.client.uploads.create(cover: file("1"), source: .value("https://x.test/a?b"))
        let sent = try parts().parts
        #expect(sent.last == "|Content-Disposition: form-data; name=\"source\"||https://x.test/a?b|")
        #expect(sent.count == 2)
    }

    @Test func theCallerSaysWhichTypeTheBytesHave() async throws {
        let client = try recorder.client
        try await client.uploads.picture(body: Data([1]))
        try await client.uploads.picture(body: Data([1]), contentType: "image/jpeg")
        try await client.uploads.anyPicture(body: Data([1]), contentType: "image/webp")
        let related = "multipart/related; boundary=b"
        try await client.uploads.related(body: Data("--b--".utf8), contentType: related)
        #expect(
            recorder.sent.map { $0.headers["Content-Type"] } == ["image/png", "image/jpeg", "image/webp", related]
        )
    }

    /// RFC 2046 section 5.1.1: any multipart type has a boundary.
    @Test func otherMultipartTypes() async throws {
        try await recorder.client.uploads.mixed(about: Note(text: "a"), media: file("b"))
        let (type, sent) = try parts()
        #expect(type == "multipart/mixed")
        #expect(
            sent == [
                "|Content-Disposition: form-data; name=\"about\"|Content-Type: application/json||{\"text\":\"a\"}|",
                part("media", "b", type: "application/octet-stream"),
            ]
        )
    }

    @Test func jsonOfEachSchemaHasItsType() async throws {
        let client = try recorder.client
        try await client.uploads.change(text: "a")
        try await client.uploads.changeMergePatch(body: ["text": nil])
        try await client.uploads.changeJSONPatch(body: [Line(price: "p")])
        #expect(
            recorder.sent.map { $0.headers["Content-Type"] } == [
                "application/json", "application/merge-patch+json", "application/json-patch+json",
            ]
        )
        #expect(recorder.sent.map(\.text) == [#"{"text":"a"}"#, #"{"text":null}"#, #"[{"price":"p"}]"#])
    }

    @Test func bytesThatAreCalledJSON() async throws {
        let bytes = Data([0, 0xFF, 0x7B])
        let recorder = Recorder(bytes: bytes)
        let received = try await recorder.client.uploads.json(body: bytes).data()
        #expect(received == bytes)
        #expect(recorder.sent[0].body == Array(bytes))
        #expect(recorder.sent[0].headers["Content-Type"] == "application/json")
        #expect(recorder.sent[0].headers["Accept"] == "application/json")
    }

    @Test func linesOfAnyJSONOrText() async throws {
        let recorder = Recorder("{\"a\":1}\nplain text\n\"quoted\"\n7\n{broken\n", contentType: "application/x-ndjson")
        let lines = try await recorder.client.uploads.lines(body: [1, "two", ["three": 3]])
            .reduce(into: [JSONValue]()) { $0.append($1) }
        #expect(lines == [["a": 1], "plain text", "quoted", 7, "{broken"])
        #expect(recorder.sent[0].text == "1\n\"two\"\n{\"three\":3}\n")
    }

    /// RFC 7464 section 2.2.
    @Test func textSequences() async throws {
        let text = "\u{1E}{\"text\":\"a\"}\n\u{1E}{\"text\":\"b\"}\n"
        let recorder = Recorder(text, contentType: "application/json-seq")
        let notes = try await recorder.client.uploads.sequence(body: [Note(text: "a"), Note(text: "b")])
            .reduce(into: [Note]()) { $0.append($1) }
        #expect(notes == [Note(text: "a"), Note(text: "b")])
        #expect(recorder.sent[0].text == text)
        #expect(recorder.sent[0].headers["Content-Type"] == "application/json-seq")
    }
}
