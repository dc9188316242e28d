import Foundation
import Handinger
import HandingerServer
import HandingerTesting
import Logging
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The code in the README and the articles of the documentation: it is in here too, so that it compiles.
@Suite struct ArticleTests {
    private static let folder = "Sources/Handinger/Documentation.docc"

    @Test(arguments: ["README.md", "\(folder)/Handinger.md", "\(folder)/FirstSteps.md", "\(folder)/Extending.md"])
    func theCodeOfAnArticleIsCompiled(path: String) throws {
        let here = URL(filePath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let compiled = Set(Self.lines(try String(contentsOf: here, encoding: .utf8)))
        let blocks = try String(contentsOf: root.appending(path: path), encoding: .utf8).components(
            separatedBy: "```swift\n"
        ).dropFirst()
        #expect(!blocks.isEmpty)
        for block in blocks {
            let code = block.components(separatedBy: "\n```").first ?? ""
            // Of a manifest, not of a program.
            if code.contains("package:") || code.contains(".package(") { continue }
            for line in Self.lines(code) {
                #expect(compiled.contains(line), "not compiled: \(line)")
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

// MARK: - As the articles have it

struct Cache: Middleware {
    let store: Store

    func interceptCall(
        _ request: HTTPRequest,
        body: HTTPBody?,
        context: MiddlewareContext,
        next: Next
    ) async throws -> (HTTPResponse, HTTPBody) {
        guard request.method == .get, !context.expectsStreaming else { return try await next(request, body: body) }
        if let kept = await store[request] { return kept }
        let (response, content) = try await next(request, body: body)
        await store.keep(response, content, for: request)
        return (response, content)
    }
}

struct FolderTransport: Transport {
    let folder: URL

    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let file = try HTTPBody(file: folder.appending(path: request.path ?? ""))
        return (HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]), file)
    }
}

struct DataTaskTransport: Transport {
    func send(
        _ request: HTTPRequest,
        body: HTTPBody?,
        options: TransportOptions
    ) async throws -> (HTTPResponse, HTTPBody) {
        let address = "\(request.scheme ?? "https")://\(request.authority ?? "")\(request.path ?? "/")"
        guard let url = URL(string: address) else { throw URLError(.badURL) }
        var message = URLRequest(url: url)
        message.httpMethod = request.method.rawValue
        for field in request.headerFields { message.addValue(field.value, forHTTPHeaderField: field.name.rawName) }
        if let body { message.httpBody = Data(try await body.collect()) }
        do {
            let (data, answer) = try await URLSession.shared.data(for: message)
            var response = HTTPResponse(status: .init(code: (answer as? HTTPURLResponse)?.statusCode ?? 500))
            response.headerFields[.contentType] = answer.mimeType
            return (response, HTTPBody([UInt8](data)))
        } catch let error as URLError where error.code == .cannotConnectToHost {
            throw TransportError(.connectionNotEstablished, "The server refused the connection.", underlying: error)
        }
    }
}

func extending(store: Store, folder: URL) throws {
    var configuration = APIClient.Configuration()
    configuration.logger = Logger(label: "agents")
    let client = try HandingerClient(configuration: configuration)
    _ = client
    configuration.middleware = [Cache(store: store)]
    #if Observability
    configuration.middleware = [ObservabilityMiddleware()]
    #endif
    configuration.transport = FolderTransport(folder: folder)
    #if canImport(Glibc)
    var connection = CurlTransport.Configuration()
    connection.certificateAuthorityFile = "/etc/ssl/company.pem"
    connection.clientCertificate = .init(certificateFile: "client.pem", privateKeyFile: "client.key")
    connection.proxy = .url("http://proxy.example:3128", bypass: ["localhost"])
    configuration.transport = CurlTransport(configuration: connection)
    #endif
}

func firstSteps(id: String, url: URL) async throws {
    do {
        let client = try HandingerClient()
        let worker = try await client.workers.create(input: "Weather in Barcelona?", budget: .low)
        print(worker.outputText)
    }
    let client = try HandingerClient()
    let local = try HandingerClient(apiKey: "hdg_test_key", baseURL: "http://127.0.0.1:8080")
    _ = local
    for try await event in client.workers.createStreaming(input: "Compare three laptops") {
        print(event.event, event.data)
    }
    do {
        let worker = try await client.workers.waitUntilFinished(workerID: id, within: .seconds(600))
        print(worker.outputText)
    }
    do {
        let worker = try await client.workers.create(input: "Read my inbox")
        for when: When in [.cron("0 9 * * 1"), .delayed(by: .seconds(3_600)), .interval(every: .seconds(600))] {
            let schedule = try await client.workers.schedules.create(workerID: worker.id, input: "Again", when: when)
            print(schedule.id, schedule.nextRunAt)
        }
    }
    let plan = client.workers.retrieveFile(workerID: id, filePath: "scratchpad/plan.md")
    try await plan.write(to: url, resuming: true) { print($0.receivedBytes) }
    do {
        _ = try await client.workers.retrieve(workerID: "t_gone")
    } catch let error as APIError where error.code == .notFound {
        print("There is no such worker.")
    } catch let error as APIError where error.isConnectionError {
        print("The server was not reached; try again later.")
    }
}

func readme(url: URL) async throws {
    let client = try HandingerClient()  // the key comes from HANDINGER_API_KEY

    let worker = try await client.workers.create(input: "Weather in Barcelona?", budget: .low)
    try await client.workers.continue(workerID: worker.id, input: "And tomorrow?")

    for try await event in client.workers.streamUpdates(workerID: worker.id) {
        print(event.event, event.data)
    }

    let schedule = try await client.workers.schedules.create(
        workerID: worker.id,
        input: "Daily report",
        when: .cron("0 9 * * 1")
    )

    try await client.workers.retrieveFile(workerID: worker.id, filePath: "scratchpad/plan.md").write(to: url)
    let done = try await client.workers.waitUntilFinished(workerID: worker.id, within: .seconds(600))
    let haiku = try await client.workers.createStreaming(input: "A haiku on rain").collectOutputText()
    let patient = try client.copy { $0.timeout = .seconds(600) }
    let response = try await client.api.response(to: HandingerClient.Endpoints.workersRetrieve(workerID: worker.id))
    let remaining = try response.header("X-RateLimit-Remaining", as: Int.self)
    _ = (done, haiku, patient, remaining)
    do {
        try await client.workers.schedules.cancel(workerID: worker.id, scheduleID: schedule.id)
    } catch let error as APIError where error.code == .notFound {
        print("already gone")
    }
}
