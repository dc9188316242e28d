import APIRuntime
import Handinger

/// The calls of `handinger demo` and the checks of their results.
struct Demo {
    static let firstInput = "Plan a day in Barcelona"
    static let secondInput = "And if it rains?"

    let client: HandingerClient
    let report: DemoReport
    var schedules: [WorkerSchedule] = []

    private let baseURL: String

    /// - Throws: ``APIError`` if the client's configuration is invalid.
    init(
        baseURL: String,
        apiKey: String,
        report: DemoReport,
        transport: any Transport = APIClient.Configuration().transport
    ) throws {
        var configuration = APIClient.Configuration()
        configuration.transport = ObservedTransport(base: transport, observer: report)
        configuration.environment = [:]
        client = try HandingerClient(apiKey: apiKey, baseURL: baseURL, configuration: configuration)
        self.report = report
        self.baseURL = baseURL
    }

    var palette: Palette { report.palette }

    /// Runs the demo; the report counts failed checks.
    ///
    /// - Throws: The error of a call that must succeed.
    mutating func run() async throws {
        let start = ContinuousClock.now
        try report.say("The Handinger API in memory at \(palette.cyan(baseURL)), used by the generated Swift client")
        let worker = try await create()
        try await follow(worker)
        try await continueWork(worker)
        let finished = try await retrieve(worker)
        try await schedule(worker)
        try await list(worker)
        try await cancel(worker)
        try await download(from: finished)
        try await readEmailAddress(of: worker)
        try report.finish(after: .now - start)
    }
}
