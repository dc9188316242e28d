import APIRuntime
import ArgumentParser
import Handinger

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What every command of the API takes.
struct GlobalOptions: ParsableArguments {
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Without sending") var rehearsal: RehearsalOptions

    /// The options that have a value, by which a command is told from one when options come before it.
    static let namesWithValue: Set<String> = [
        "--api-key", "--api-key-file", "--base-url", "--format", "--format-error", "--transform", "--transform-error",
        "--timeout", "--max-retries", "--max-items", "--until", "--output", "-o",
        "--generate-completion-script",
    ]
}

/// A client as the options describe it, with what listens to its requests.
struct Session {
    let api: APIClient
    let lastResponse: ResponseRecorder
    /// Where requests end if they are only to be shown.
    let capture: RequestCapture?
}

extension GlobalOptions {
    /// The client that these options and the environment describe.
    ///
    /// - Throws: ``CommandFailure`` in the words of the command line.
    func session(
        standardInput: StandardInput,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Session {
        try connection.checkBaseURL(environment: environment)
        let source = KeySource(options: connection, environment: environment, standardInput: standardInput)
        let isRehearsal = rehearsal.form != nil
        guard let key = try source.key() ?? (isRehearsal ? RequestCapture.placeholderKey : nil) else {
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
        let capture = isRehearsal ? RequestCapture(key: key) : nil
        if let capture { configuration.transport = capture }
        let client = try HandingerClient(apiKey: key, baseURL: connection.baseURL, configuration: configuration)
        return Session(api: client.api, lastResponse: lastResponse, capture: capture)
    }
}
