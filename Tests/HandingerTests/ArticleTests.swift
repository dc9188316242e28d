import Foundation
import Handinger
import HandingerServer
import HandingerTesting
import Logging
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Checks that each line of Swift in the README and in the articles of the documentation compiles: it is in this file or in
/// ArticleCode.swift too.
@Suite struct ArticleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let root = folder.deletingLastPathComponent().deletingLastPathComponent()

    /// The README and every article of every product.
    private static let articles: [String] = {
        let catalogs = ["Handinger", "Runtime", "RuntimeTesting", "HandingerTesting", "HandingerServer"]
        return ["README.md"]
            + catalogs.flatMap { catalog in
                let path = "Sources/\(catalog)/Documentation.docc"
                let names = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)
                return (names ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "\(path)/\($0)" }
            }
    }()

    private static let compiledLines: Set<String> = {
        let files = ["ArticleTests.swift", "ArticleCode.swift"].map { folder.appending(path: $0) }
        return Set(files.flatMap { lines((try? String(contentsOf: $0, encoding: .utf8)) ?? "") })
    }()

    @Test func allArticlesAreFound() {
        #expect(Self.articles.count >= 18)
    }

    @Test(arguments: articles)
    func theCodeOfAnArticleIsCompiled(path: String) throws {
        let text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
        for block in text.components(separatedBy: "```swift\n").dropFirst() {
            let code = block.components(separatedBy: "\n```").first ?? ""
            // A package manifest.
            if code.contains("package:") || code.contains(".package(") { continue }
            for line in Self.lines(code) {
                let isCompiled = Self.compiledLines.contains(line)
                #expect(isCompiled, "not compiled: \(line)")
            }
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    @Test func theTestOfTheReadmeSucceeds() async throws {
        let transport = MockTransport(.status(.serviceUnavailable), .json(["id": "w_1"]))
        let client = try HandingerClient(testing: transport)
        let answer = try await client.api.get("/api/anything")
        #expect(transport.requests.count == 2)
        #expect(answer["id"] == "w_1")
    }

    @Test func theTransportOverAnotherLibraryWorks() async throws {
        let server = try await LocalServer()
        var configuration = APIClient.Configuration()
        configuration.transport = DataTaskTransport()
        let client = try HandingerClient(
            apiKey: server.apiKey,
            baseURL: server.baseURL.absoluteString,
            configuration: configuration
        )
        let worker = try await client.workers.create(input: "Weather in Barcelona?")
        #expect(try await client.workers.retrieve(workerID: worker.id).id == worker.id)
        await server.stop()
    }

    /// The server in memory of TestingWithoutANetwork, with a clock that the test moves.
    @Test func theScheduleOfTheArticleRuns() async throws {
        let clock = ManualClock()
        let configuration = LocalServer.Configuration(stepInterval: .zero, clock: clock) { instruction in
            WorkerReply(text: "Done: \(instruction.input)", files: [.init(path: "report.md", text: "# Report\n")])
        }
        try await LocalServer.withServer(configuration) { server in
            let client = try HandingerClient(apiKey: server.apiKey, baseURL: server.baseURL.absoluteString)
            let worker = try await client.workers.create(input: "Wait")
            let when = When.delayed(by: .seconds(3_600))
            try await client.workers.schedules.create(workerID: worker.id, input: "Report", when: when)
            clock.advance(by: .seconds(3_600))
            let done = try await client.workers.waitUntilFinished(workerID: worker.id, within: .seconds(10))
            #expect(done.outputText.hasSuffix("Done: Report"))
        }
    }

    /// An answer that was kept is not asked for again.
    @Test func theCacheOfTheArticleKeepsAnswers() async throws {
        let transport = MockTransport([.json(["a": 1])])
        let store = Store()
        let client = try HandingerClient(testing: transport) { $0.middleware = [Cache(store: store)] }
        for _ in 0..<3 { #expect(try await client.api.get("/a") == ["a": 1]) }
        #expect(transport.requests.count == 1)
    }
}

actor Store {
    private var answers: [HTTPRequest: (HTTPResponse, HTTPBody)] = [:]

    subscript(request: HTTPRequest) -> (HTTPResponse, HTTPBody)? { answers[request] }

    func keep(_ response: HTTPResponse, _ body: HTTPBody, for request: HTTPRequest) {
        answers[request] = (response, body)
    }
}
