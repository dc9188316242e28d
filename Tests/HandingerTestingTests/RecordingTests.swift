import APIRuntime
import Foundation
import Handinger
import HandingerTesting
import Testing

@Suite struct RecordingTests {
    /// The calls that are recorded and replayed.
    private func program(_ client: HandingerClient) async throws -> [String] {
        var seen = [try await client.workers.retrieveEmail(workerID: "w")]
        seen.append(try await client.workers.retrieveEmail(workerID: "w"))
        for try await event in client.workers.createStreaming(input: "x") { seen.append(event.data) }
        seen.append(try await client.workers.retrieveFile(workerID: "w", filePath: "f").data().base64EncodedString())
        do {
            _ = try await client.workers.continue(workerID: "w", input: "x")
        } catch let error as APIError {
            seen.append(error.message)
        }
        return seen
    }

    private func record() async throws -> (seen: [String], recording: Recording) {
        let token = try #require(HTTPField.Name("X-Auth-Token"))
        let secret: HTTPFields = [.setCookie: "session=SECRET", token: "SECRET", .eTag: "\"1\""]
        let script = MockTransport(
            .json("one", headers: secret),
            .json("two"),
            .events([ServerSentEvent(data: "a"), ServerSentEvent(data: "b")]),
            .data(Data([0, 255])),
            .json(["error": "no"], status: .forbidden)
        )
        let recorder = RecordingTransport(script)
        let client = try HandingerClient(testing: recorder) {
            $0.query = [QueryParameter("api_key", "SECRET"), QueryParameter("a", "1")]
        }
        return (try await program(client), recorder.recording)
    }

    @Test func replaysRecordedResponses() async throws {
        let (seen, recording) = try await record()
        #expect(seen == ["one", "two", "a", "b", "AP8=", #"Error code: 403 - {"error":"no"}"#])
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("recording-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: url) }
        try recording.write(to: url)
        let read = try Recording(contentsOf: url)
        #expect(read == recording)

        let replay = ReplayingTransport(read)
        #expect(replay.unused.count == 5)
        // The key differs, and the recorded query has none.
        let client = try HandingerClient(testing: replay) {
            $0.query = [QueryParameter("api_key", "OTHER"), QueryParameter("a", "1")]
        }
        #expect(try await program(client) == seen)
        #expect(replay.unused.isEmpty)
        // The last response is repeated.
        #expect(try await client.workers.retrieveEmail(workerID: "w") == "two")
    }

    @Test func recordingsContainNoSecrets() async throws {
        let recording = try await record().recording
        let text = String(decoding: try JSONEncoder().encode(recording), as: UTF8.self)
        #expect(!text.contains("SECRET"))
        #expect(!text.contains("test-key"))
        #expect(recording.exchanges[0].headers["etag"] == "\"1\"")
    }

    @Test func unrecordedRequestsFail() async throws {
        let client = try HandingerClient(testing: ReplayingTransport(try await record().recording)) {
            $0.query = [QueryParameter("api_key", "x"), QueryParameter("a", "1")]
        }
        let error = await #expect(throws: APIError.self) { try await client.workers.create(input: "another") }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("another method or body") == true)
        let path = await #expect(throws: APIError.self) { try await client.workers.retrieveEmail(workerID: "other") }
        #expect(path?.message.contains("no exchange has that path") == true)
    }
}
