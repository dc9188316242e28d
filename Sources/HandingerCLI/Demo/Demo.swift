import APIRuntime
import ArgumentParser
import Handinger
import HandingerServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

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

/// `handinger demo`: runs the client against a server in the same process.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Watch the Swift client use the whole API, against a server inside this process.",
        discussion: """
            Nothing is sent to the network and no key is needed. Each call is shown as it stands in Swift, with the \
            request that it makes and the typed value that it returns. Every value is checked; the exit status is 0 \
            only if all were right.
            """
    )

    func run() async throws {
        // A proxy from the environment could not reach the server in this process.
        setenv("no_proxy", "127.0.0.1", 1)
        try await Signals.cancelling {
            let configuration = LocalServer.Configuration(stepInterval: .milliseconds(80))
            try await LocalServer.withServer(configuration) { server in
                let report = DemoReport(port: .standardOutput)
                var demo = try Demo(baseURL: server.baseURL.absoluteString, apiKey: server.apiKey, report: report)
                try await demo.run()
                guard report.isClean else {
                    throw CommandFailure(.failure, "\(report.failureCount) of \(report.checkCount) checks failed")
                }
            }
        }
    }
}
