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
