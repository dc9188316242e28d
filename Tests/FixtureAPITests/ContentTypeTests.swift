import APIRuntimeTesting
import Foundation
import HandingerFixtureAPI
import Testing

/// The content types that generated methods ask for and send (RFC 9110 sections 8.3 and 12.5.1).
@Suite struct ContentTypeTests {
    private func accept(
        _ body: String = #"{"text": "t"}"#,
        contentType: String = "application/json",
        _ call: (HandingerFixtureAPIClient) async throws -> Void
    ) async throws -> String? {
        let recorder = Recorder(body, contentType: contentType)
        try await call(recorder.client)
        return recorder.sent.first?.headers["Accept"]
    }

    @Test func theTypeOfTheDocumentIsAskedFor() async throws {
        let accept = try await accept(contentType: "application/vnd.api+json") { client in
            let note = try await client.exports.page()
            #expect(note.text == "t")
        }
        #expect(accept == "application/vnd.api+json")
    }

    @Test func parametersAreKept() async throws {
        let table = try await accept("a,b", contentType: "text/csv; header=present") { client in
            let text = try await client.exports.table()
            #expect(text == "a,b")
        }
        #expect(table == "text/csv; header=present")
        let lines = try await accept(contentType: "application/x-ndjson") { client in
            for try await note in client.exports.lines() { #expect(note.text == "t") }
        }
        #expect(lines == "application/x-ndjson; v=1")
    }

    @Test func aFileHasOneOfTheDocumentedTypesAndIsNotCompressed() async throws {
        let recorder = Recorder("PNG", contentType: "image/png")
        let picture = try await recorder.client.exports.picture().data()
        #expect(picture == Data("PNG".utf8))
        #expect(recorder.sent.first?.headers["Accept"] == "image/png, image/jpeg")
        #expect(recorder.sent.first?.headers["Accept-Encoding"] == "identity")
    }

    @Test func jsonComesFirstAndWhatTheMethodCannotReadLast() async throws {
        let many = try await accept { _ = try await $0.exports.many() }
        #expect(many == "application/json, application/hal+json, text/csv; header=present;q=0.5")
        let any = try await accept { _ = try await $0.exports.any() }
        #expect(any == "application/json, */*;q=0.5")
    }

    @Test func aRangeIsNeverSentAsAContentType() async throws {
        let recorder = Recorder("", status: .noContent)
        try await recorder.client.exports.change(text: "t")
        try await recorder.client.exports.replace(cover: FileUpload(Data("x".utf8), filename: "x"))
        #expect(recorder.sent[0].headers["Content-Type"] == "application/json")
        #expect(recorder.sent[1].text.contains("\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n"))
        #expect(!recorder.sent[1].text.contains("image/*"))
    }
}
