import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

/// Values over a real socket and back, which other suites check in memory.
@Suite(.timeLimit(.minutes(5)), .opensConnections) struct OverTheWireTests {
    /// Fetches a value and sends it back.
    ///
    /// - Returns: The body that the server received.
    private func returned<Value: Codable & Sendable>(_ type: Value.Type, _ json: String) async throws -> String? {
        let server = try ScriptedServer(.json(json))
        let client = try makeClient(server)
        let value = try await client.api.get("/x", as: type)
        try await client.api.post("/x", body: .json(value))
        return server.requests.last?.text
    }

    @Test(arguments: [
        #"{"id":"w","created_at":5,"error":null,"object":"worker","seen":"2024-05-01T12:00:00.250+02:00","due":[],"#
            + #""costs":null,"extra":{"deep":[1,{"a":null}],"é":"\u0000"},"more":18446744073709551615,"most":1e400}"#,
        #"{"id":"w","created_at":null,"error":null,"object":"worker","due":["1970-01-01 00:00:00Z"]}"#,
    ])
    func roundTripsModels(json: String) async throws {
        #expect(try await returned(Worker.self, json) == json)
    }

    @Test func roundTripsUnknownValues() async throws {
        let members = #"[{"type":"delayed","delayInSeconds":5},{"phase":{"full":true},"type":"lunar"}]"#
        #expect(try await returned([When].self, members) == members)
        #expect(try await returned([Budget].self, #"["low","galactic"]"#) == #"["low","galactic"]"#)
    }

    @Test func theDiscriminatorDecides() async throws {
        let server = try ScriptedServer(.json(#"[{"type":"delayed","delayInSeconds":"soon"}]"#))
        let error = try await apiError { try await makeClient(server).api.get("/x", as: [When].self) }
        #expect(error.code == .responseValidation)
        #expect(error.message.contains("$[0].delayInSeconds"))
    }

    /// The default budget pays for ten retries.
    @Test func callersOfOneClientShareItsBudget() async throws {
        let server = try ScriptedServer(.status(503))
        let api = try makeClient(server).api
        await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask { await #expect(throws: APIError.self) { try await api.send(.any()) } }
            }
        }
        #expect(server.requests.count == 210)
    }
}
