// The code of the README and the articles, one function each. Nothing calls it; `ArticleTests` finds its lines here.
import Foundation
import Handinger
import HandingerServer
import HandingerTesting
import Logging
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

protocol Vault: Sendable {
    func key(replacing rejected: APIKey?) async throws -> APIKey
}

func gettingStarted(vault: any Vault, id: String) async throws {
    do {
        var configuration = APIClient.Configuration()
        configuration.credentialProvider = { rejected in
            try await vault.key(replacing: rejected)
        }
        let client = try HandingerClient(configuration: configuration)
        _ = client
    }
    let client = try HandingerClient()
    do {
        let worker = try await client.workers.create(input: "Weather in Barcelona?", budget: .low)
        let done = try await client.workers.waitUntilFinished(workerID: worker.id, within: .seconds(600))
        print(done.outputText)
        try await client.workers.continue(workerID: worker.id, input: "And tomorrow?")
    }
    let patient = try client.copy { $0.timeout = .seconds(600) }
    let worker = try await client.workers.retrieve(workerID: id, options: RequestOptions(timeout: .after(.seconds(5))))
    let response = try await client.api.response(to: HandingerClient.Endpoints.workersRetrieve(workerID: worker.id))
    let remaining = try response.header("X-RateLimit-Remaining", as: Int.self)
    let usage = try await client.api.get("/api/usage", query: [QueryParameter("month", 5)])
    try await client.api.post("/api/workers/\(worker.id, name: "id")/pause", body: .json(["reason": "cost"]))
    _ = (patient, remaining, usage)
}

func operationsByHand(client: HandingerClient) async throws {
    let endpoint = Endpoint<JSONValue>(id: "usage", method: .get, path: "/api/usage", response: .json)
    let usage = try await client.api.send(endpoint)
    _ = usage
}

func errors(client: HandingerClient) async throws {
    do {
        _ = try await client.workers.retrieve(workerID: "t_gone")
    } catch let error as APIError where error.code == .notFound {
        print("There is no such worker.")
    } catch let error as APIError where error.isConnectionError {
        print("The server was not reached; try again later.")
    }
    do {
        _ = try await client.workers.retrieve(workerID: "t_gone")
    } catch let error as APIError {
        print(error.message)
        print(error.operation ?? "", error.status?.code ?? 0, error.requestID ?? "")
        print(error.body?["error"]?.stringValue ?? "")
        print(error.retries, error.retryAfter ?? .zero)
        print(error.recoverySuggestion ?? "")
        if let transport = error.cause as? TransportError, transport.reason == .certificateNotTrusted {
            print(transport.message)
        }
    }
}

func retries(id: String) async throws {
    var configuration = APIClient.Configuration()
    configuration.maxRetries = 5
    configuration.retryPolicy.maximumDelay = .seconds(30)
    let client = try HandingerClient(configuration: configuration)
    do {
        let options = RequestOptions(maxRetries: 0)
        let worker = try await client.workers.create(input: "Read my inbox", options: options)
        _ = worker
    }
    do {
        let worker = try await client.workers.create(input: "Weather?", options: RequestOptions(isRetrySafe: true))
        _ = worker
    }
    do {
        let options = RequestOptions(idempotencyKey: "report-2026-05-04")
        let worker = try await client.workers.create(input: "Daily report", options: options)
        _ = worker
    }
    var options = RequestOptions(timeout: .unlimited)
    options.deadline = .after(.seconds(30))
    let worker = try await client.workers.retrieve(workerID: id, options: options)
    _ = worker
}

func streaming(client: HandingerClient, id: String, worker: Worker) async throws {
    for try await event in client.workers.createStreaming(input: "Compare three laptops") {
        print(event.event, event.data)
    }
    for try await event in client.workers.streamUpdates(workerID: worker.id) {
        if let worker = try? event.decode(Worker.self) {
            print(worker.status, worker.outputText.count)
        } else if let step = event.json?["step"]?.intValue {
            print("step", step)
        }
    }
    let haiku = try await client.workers.createStreaming(input: "A haiku on rain").collectOutputText()
    do {
        let polling = PollingPolicy(initialDelay: .seconds(5), maximumDelay: .seconds(60))
        let worker = try await client.workers.waitUntilFinished(workerID: id, within: .seconds(3_600), polling: polling)
        _ = worker
    }
    var options = RequestOptions()
    options.reconnectPolicy = .never
    options.eventTimeout = .after(.seconds(120))
    let stream = client.workers.streamUpdates(workerID: id, options: options)
    _ = (haiku, stream)
}

func files(client: HandingerClient, id: String, url: URL) async throws {
    let plan = client.workers.retrieveFile(workerID: id, filePath: "scratchpad/plan.md")
    let file = try await plan.write(to: url)
    print(file.byteCount, file.contentType ?? "", file.suggestedFilename ?? "")
    let left = FileDownload.partialByteCount(of: url) ?? 0
    try await plan.write(to: url, resuming: true) { progress in
        print(progress.receivedBytes - left, "new bytes of", progress.totalBytes ?? -1)
    }
    let data = try await plan.data(upTo: 1 << 20)
    let download = try await plan.open()
    for try await chunk in download.body {
        print(chunk.count, "of", download.info.length ?? -1)
    }
    let photo = FileUpload(contentsOf: url, contentType: "image/png")
    let note = FileUpload(data, filename: "note.md", contentType: "text/markdown")
    let body = RequestBody.multipart([.file("photo", photo), .file("note", note), .value("title", "Fido")])
    try await client.api.post("/api/photos", body: body)
}

func schedules(client: HandingerClient, id: String, schedule: WorkerSchedule) async throws {
    let worker = try await client.workers.create(input: "Read my inbox")
    for when: When in [.cron("0 9 * * 1"), .delayed(by: .seconds(3_600)), .interval(every: .seconds(600))] {
        let schedule = try await client.workers.schedules.create(workerID: worker.id, input: "Again", when: when)
        print(schedule.id, schedule.nextRunAt)
    }
    for try await schedule in client.workers.schedules.all(workerID: id) {
        switch schedule {
        case .cron(let cron): print(cron.cron, schedule.nextRunAt)
        case .interval(let interval): print(interval.intervalSeconds, schedule.nextRunAt)
        default: print(schedule.type, schedule.nextRunAt)
        }
    }
    let cancellation = try await client.workers.schedules.cancel(workerID: worker.id, scheduleID: schedule.id)
    print(cancellation.cancelled)
}

func typedResponse() async throws {
    let worker = Worker(
        id: "w_1",
        createdAt: nil,
        error: nil,
        files: [],
        incompleteDetails: nil,
        messages: [],
        metadata: [:],
        output: [],
        outputText: "Sunny.",
        running: false,
        sources: [],
        status: .completed
    )
    let client = try HandingerClient(testing: MockTransport(.json(worker)))
    #expect(try await client.workers.create(input: "Weather?").outputText == "Sunny.")
}

func scripting() async throws {
    let transport = MockTransport { request in
        switch request.path {
        case "/api/workers/w_1/stream":
            .events([ServerSentEvent(data: #"{"delta": "Sunny."}"#)], thenFailing: .connectionLost)
        case "/api/workers/w_1/email": .json("w_1@example.com")
        default: .failure(.connectTimeout)
        }
    }
    #expect(transport.requests.map(\.path) == ["/api/workers"])
    #expect(transport.requests[0].json?["input"] == "Weather?")
}

func recording(id: String, url: URL) async throws {
    do {
        let recorder = RecordingTransport()
        var configuration = APIClient.Configuration()
        configuration.transport = recorder
        let client = try HandingerClient(configuration: configuration)
        print(try await client.workers.retrieveEmail(workerID: id))
        try recorder.recording.write(to: url)
    }
    let transport = ReplayingTransport(try Recording(contentsOf: url))
    let client = try HandingerClient(testing: transport)
    print(try await client.workers.retrieveEmail(workerID: id))
    #expect(transport.unused.isEmpty)
}

func logging(store: Store) throws {
    var configuration = APIClient.Configuration()
    configuration.logger = Logger(label: "agents")
    let client = try HandingerClient(configuration: configuration)
    _ = client
    configuration.middleware = [Cache(store: store)]
    #if Observability
    configuration.middleware = [ObservabilityMiddleware()]
    #endif
}

func transports(folder: URL) throws {
    var configuration = APIClient.Configuration()
    configuration.transport = FolderTransport(folder: folder)
    #if canImport(Glibc)
    var connection = CurlTransport.Configuration()
    connection.certificateAuthorityFile = "/etc/ssl/company.pem"
    connection.clientCertificate = .init(certificateFile: "client.pem", privateKeyFile: "client.key")
    connection.minimumTLSVersion = .v1_3
    connection.proxy = .url("http://proxy.example:3128", bypass: ["localhost"])
    connection.maximumConnectionsPerHost = 16
    configuration.transport = CurlTransport(configuration: connection)
    #endif
}

func migrating(client: HandingerClient, id: String, url: URL) async throws {
    let worker = try await client.workers.create(input: "Weather in Barcelona?")
    print(worker.outputText)
    try await client.workers.schedules.create(workerID: worker.id, input: "Report", when: .cron("0 9 * * 1"))
    try await client.workers.schedules.create(workerID: worker.id, input: "Report", when: .delayed(by: .seconds(3_600)))
    try await client.workers.retrieveFile(workerID: worker.id, filePath: "scratchpad/plan.md").write(to: url)
    do {
        print(try await client.workers.retrieve(workerID: id).status)
    } catch let error as APIError where error.code == .notFound {
        print(error.body ?? .null)
    } catch let error as APIError where error.isConnectionError {
        print("not reached")
    }
}

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
