import APIRuntime
import ArgumentParser
import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Options of every API command.
struct GlobalOptions: ParsableArguments {
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Without sending") var dryRun: DryRunOptions

    /// The options that take a value. They distinguish a value from a command if options come first.
    static let namesWithValue: Set<String> = [
        "--api-key", "--api-key-file", "--base-url", "--format", "--format-error", "--transform", "--transform-error",
        "--timeout", "--max-retries", "--max-items", "--until", "--output", "-o",
        "--generate-completion-script",
    ]
}

/// A configured client with the observers of its requests.
struct Session {
    let api: APIClient
    let lastResponse: ResponseRecorder
    /// The transport of a dry run; nil if requests are sent.
    let capture: RequestCapture?
}

extension GlobalOptions {
    /// Creates a client from the options and the environment.
    ///
    /// - Throws: ``CommandFailure`` that names the option or variable.
    func session(
        standardInput: StandardInput,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Session {
        try connection.checkBaseURL(environment: environment)
        let source = KeySource(options: connection, environment: environment, standardInput: standardInput)
        let isDryRun = dryRun.form != nil
        guard let key = try source.key() ?? (isDryRun ? RequestCapture.placeholderKey : nil) else {
            throw KeySource.missing
        }
        var configuration = APIClient.Configuration()
        configuration.environment = environment
        configuration.headers["User-Agent"] = "Handinger/CLI \(RuntimeVersion.current)"
        if let timeout = connection.timeout { configuration.timeout = timeout > 0 ? .seconds(timeout) : nil }
        if let maxRetries = connection.maxRetries { configuration.maxRetries = maxRetries }

        let lastResponse = ResponseRecorder()
        configuration.transport = ObservedTransport(base: configuration.transport, observer: lastResponse)
        if connection.debug {
            let log = ExchangeLog(port: .standardError, redaction: Redaction(secrets: [key]))
            configuration.transport = ObservedTransport(base: configuration.transport, observer: log)
        }
        let capture = isDryRun ? RequestCapture(key: key) : nil
        if let capture { configuration.transport = capture }
        let client = try HandingerClient(apiKey: key, baseURL: connection.baseURL, configuration: configuration)
        return Session(api: client.api, lastResponse: lastResponse, capture: capture)
    }
}
