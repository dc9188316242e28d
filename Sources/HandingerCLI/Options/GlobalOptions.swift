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
    @OptionGroup(title: "Dry run") var dryRun: DryRunOptions

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

/// Options for the API key, base URL, timeout and retries.
struct ConnectionOptions: ParsableArguments {
    @Option(
        name: .customLong("api-key"),
        help: ArgumentHelp(
            """
            The API key, which other users of this machine can see; - reads it from standard input (default: \
            --api-key-file or HANDINGER_API_KEY).
            """,
            valueName: "key"
        )
    )
    var apiKey: String?

    @Option(
        name: .customLong("api-key-file"),
        help: ArgumentHelp("A file that holds the API key and nothing else.", valueName: "file"),
        completion: .file()
    )
    var apiKeyFile: String?

    @Option(
        name: .customLong("base-url"),
        help: ArgumentHelp("The base URL (default: HANDINGER_BASE_URL, else the hosted API).", valueName: "url")
    )
    var baseURL: String?

    @Option(
        name: .customLong("timeout"),
        help: ArgumentHelp("The inactivity timeout, 0 for no limit (default: 60).", valueName: "seconds")
    )
    var timeout: Double?

    @Option(
        name: .customLong("max-retries"),
        help: ArgumentHelp("The maximum number of retries (default: 2).", valueName: "count")
    )
    var maxRetries: Int?

    @Flag(name: .customLong("debug"), help: "Show requests and responses on standard error, without secrets.")
    var debug = false

    func validate() throws {
        if let timeout, !(0...1e9).contains(timeout) { throw ValidationError("--timeout must be 0 or more seconds.") }
        if let maxRetries, maxRetries < 0 { throw ValidationError("--max-retries must be 0 or more.") }
        if apiKey != nil, apiKeyFile != nil {
            throw ValidationError("--api-key and --api-key-file exclude each other.")
        }
    }

    /// Checks the base URL here, because the runtime cannot name the option or variable that set it.
    func checkBaseURL(environment: [String: String]) throws {
        let variable = APIInfo.metadata.baseURLVariable
        let fromEnvironment = environment[variable].flatMap { $0.isEmpty ? nil : ($0, variable) }
        guard let (text, origin) = baseURL.map({ ($0, "--base-url") }) ?? fromEnvironment else { return }
        let url = text.trimmingPrefix(while: \.isWhitespace).lowercased()
        guard !url.isEmpty else {
            throw CommandFailure.usage("\(origin) is blank; give a URL such as https://api.example.com")
        }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            let problem = url.contains(bytes: "://") ? "has a scheme other than http and https" : "is missing a scheme"
            throw CommandFailure.usage("\(origin) \"\(text)\" \(problem) (expected http:// or https://)")
        }
    }
}
