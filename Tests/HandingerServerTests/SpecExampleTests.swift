import APIRuntime
import Foundation
import Handinger
import HandingerTestSupport
import Testing

@testable import HandingerServer

/// The requests of Tests/Spec/examples.json, which also test the document.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct SpecExampleTests {
    private static func requests(_ kind: String) throws -> [(operation: String, body: JSONValue)] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Spec/examples.json")
        let examples = try JSONCoding.decode(JSONValue.self, from: Array(Data(contentsOf: file)))
        return (examples[kind]?.arrayValue ?? []).compactMap { example in
            guard example["part"] == "request", let operation = example["operation"]?.stringValue else { return nil }
            return (operation, example["value"] ?? .null)
        }
    }

    @Test(arguments: [("documents", 200), ("valid", 200), ("invalid", 400)])
    func examplesAreAcceptedOrRejected(kind: String, status: Int) async throws {
        let requests = try Self.requests(kind)
        #expect(requests.count > 2)
        // The examples contain a date in 2019.
        let clock = ManualClock(now: Date(timeIntervalSince1970: 1_546_300_800))
        try await LocalServer.withServer(LocalServer.Configuration(stepInterval: .zero, clock: clock)) { server in
            let probe = ServerProbe(server: server)
            let id = try await probe.create().id
            let paths = [
                "workers.create": "/api/workers",
                "workers.continue": "/api/workers/\(id)",
                "workers.schedules.create": "/api/workers/\(id)/schedules",
            ]
            for request in requests {
                let path = try #require(paths[request.operation])
                let answer = try await probe.send("POST", path, request.body)
                #expect(answer.status == status, "\(request.operation) \(request.body): \(answer.text)")
            }
        }
    }
}
