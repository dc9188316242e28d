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

    /// The caller chooses the form of a response, as that of a request.
    @Test func eachFormOfAResponse() async throws {
        #expect(
            try await accept { _ = try await $0.exports.report() }
                == "application/json, text/csv;q=0.5, application/pdf;q=0.5, text/html;q=0.5, application/xml;q=0.5"
        )
        let line = try await accept(#"{"price": "p"}"#, contentType: "application/hal+json") { client in
            let line = try await client.exports.reportAsHal()
            #expect(line.price == "p")
        }
        #expect(line == "application/hal+json")
        let csv = try await accept("a;b", contentType: "text/csv") { client in
            let text = try await client.exports.reportAsText(accept: "text/csv")
            #expect(text == "a;b")
        }
        #expect(csv == "text/csv")
        #expect(try await accept { _ = try await $0.exports.reportAsText() } == "text/csv, text/html")
        let pdf = try await accept("%PDF", contentType: "application/pdf") { client in
            let data = try await client.exports.reportAsFile().data()
            #expect(data == Data("%PDF".utf8))
        }
        #expect(pdf == "application/pdf")
    }

    @Test func aVideoBesideJSONThatSaysNothing() async throws {
        let recorder = Recorder("MP4", contentType: "video/mp4")
        let data = try await recorder.client.exports.video().data()
        #expect(data == Data("MP4".utf8))
        #expect(recorder.sent[0].headers["Accept"] == "video/mp4, application/json;q=0.5")
        let text = try await Recorder(#""queued""#).client.exports.videoAsJSON()
        #expect(text == "queued")
    }

    /// JSON of no type could look like a value of the other status.
    @Test func theStatusTellsTypedFromUntypedJSON() async throws {
        let body = #"{"text": "t"}"#
        let typed = try await Recorder(body).client.exports.start()
        #expect(typed == .note(Note(text: "t")))
        let untyped = try await Recorder(body, status: .accepted).client.exports.start()
        #expect(untyped == .value(["text": "t"]))
    }

    /// 2XX includes 204 (RFC 9110 section 15.3.5).
    @Test func aRangeOfStatusesIncludesTheOneWithoutABody() async throws {
        #expect(try await Recorder("", status: .noContent).client.exports.restart() == nil)
        #expect(try await Recorder("", status: .ok).client.exports.restart() == nil)
        #expect(try await Recorder(#"{"text": "t"}"#).client.exports.restart()?.text == "t")
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
