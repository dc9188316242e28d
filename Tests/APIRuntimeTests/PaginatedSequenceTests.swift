import APIRuntime
import Foundation
import HandingerTestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .opensConnections) struct PaginatedSequenceTests {
    private struct Page: PaginatedResponse, Decodable {
        var items: [Int]
        var nextCursor: String?
    }

    private func list(_ server: ScriptedServer) throws -> PaginatedSequence<Page> {
        let client = try makeClient(server) { $0.maxRetries = 0 }.api
        return PaginatedSequence { try await client.get("/list", query: [QueryParameter("after", $0)], as: Page.self) }
    }

    private static func page(_ text: String) -> ScriptedServer.Answer { .json(text) }

    @Test func pagesAreAskedForAsTheirItemsAreTaken() async throws {
        let server = try ScriptedServer(
            Self.page(#"{"items":[1,2],"nextCursor":"b&c"}"#),
            Self.page(#"{"items":[],"nextCursor":"d"}"#),
            Self.page(#"{"items":[3]}"#)
        )
        let list = try list(server)
        #expect(server.requests.isEmpty)
        var iterator = list.makeAsyncIterator()
        #expect(try await iterator.next() == 1)
        #expect(try await iterator.next() == 2)
        #expect(server.requests.count == 1)
        #expect(try await iterator.next() == 3)
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
        #expect(server.requests.map(\.target) == ["/list", "/list?after=b%26c", "/list?after=d"])
    }

    @Test func readsASinglePage() async throws {
        let server = try ScriptedServer(Self.page(#"{"items":[1,2,3]}"#))
        let list = try list(server)
        #expect(try await list.collect() == [1, 2, 3])
        #expect(try await list.collect(upTo: 2) == [1, 2])
        #expect(try await list.collect(upTo: 0) == [])
        var counts: [Int] = []
        for try await page in list.pages { counts.append(page.items.count) }
        #expect(counts == [3])
        #expect(server.requests.count == 3)
    }

    @Test func rejectsRepeatedCursors() async throws {
        let server = try ScriptedServer(
            Self.page(#"{"items":[1],"nextCursor":"a"}"#),
            Self.page(#"{"items":[2],"nextCursor":"b"}"#),
            Self.page(#"{"items":[3],"nextCursor":"a"}"#)
        )
        let list = try list(server)
        let error = try await apiError { try await list.collect() }
        #expect(error.code == .responseValidation)
        #expect(server.requests.count == 3)
    }

    @Test func errorsEndTheSequence() async throws {
        let server = try ScriptedServer(Self.page(#"{"items":[1],"nextCursor":"a"}"#), .status(404))
        var iterator = try list(server).makeAsyncIterator()
        #expect(try await iterator.next() == 1)
        #expect(try await apiError { try await iterator.next() }.code == .notFound)
        #expect(try await iterator.next() == nil)
        #expect(server.requests.count == 2)
    }
}
