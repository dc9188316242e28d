#if CommandLine
import APIRuntime
import ArgumentParser
import Foundation
import Handinger

/// What every command of the API takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .customLong("api-key"),
        help: ArgumentHelp("The API key; else that of HANDINGER_API_KEY.", valueName: "key")
    )
    var apiKey: String?

    @Option(
        name: .customLong("base-url"),
        help: ArgumentHelp("Where the API is; else HANDINGER_BASE_URL, else the hosted API.", valueName: "url")
    )
    var baseURL: String?

    @Option(name: .customLong("format"), help: ArgumentHelp("How to print what was answered.", valueName: "format"))
    var format = OutputFormat.auto

    @Option(name: .customLong("format-error"), help: ArgumentHelp("How to print an error's body.", valueName: "format"))
    var formatError = OutputFormat.auto

    @Flag(name: [.customShort("r"), .customLong("raw-output")], help: "Print a string without quotes.")
    var rawOutput = false

    @Option(
        name: .customLong("timeout"),
        help: ArgumentHelp("How long nothing may come, 0 for no limit; a minute unless set.", valueName: "seconds")
    )
    var timeout: Double?

    @Option(
        name: .customLong("max-retries"),
        help: ArgumentHelp("How often a request that failed is sent again; twice unless set.", valueName: "count")
    )
    var maxRetries: Int?

    @Flag(name: .customLong("debug"), help: "Show requests and responses on standard error, without secrets.")
    var debug = false

    func validate() throws {
        if let timeout, !(0...1e9).contains(timeout) { throw ValidationError("--timeout must be 0 or more seconds.") }
        if let maxRetries, maxRetries < 0 { throw ValidationError("--max-retries must be 0 or more.") }
    }

    /// The options that have a value, by which a command is told from one when options come before it.
    static let namesWithValue: Set<String> = [
        "--api-key", "--base-url", "--format", "--format-error", "--timeout", "--max-retries", "--max-items",
        "--output", "-o",
        "--generate-completion-script",
    ]
}

extension GlobalOptions {
    /// The client that these options and the environment describe.
    ///
    /// - Throws: ``CommandFailure`` in the words of the command line.
    func client(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> HandingerClient {
        try checkBaseURL(environment: environment)
        try checkKey(environment: environment)
        var configuration = APIClient.Configuration()
        configuration.headers["User-Agent"] = "Handinger/CLI \(RuntimeVersion.current)"
        if let timeout { configuration.timeout = timeout > 0 ? .seconds(timeout) : nil }
        if let maxRetries { configuration.maxRetries = maxRetries }
        if debug {
            let key = apiKey ?? environment[APIInfo.service.apiKeyVariable]
            let log = ExchangeLog(port: .standardError, redaction: Redaction(secrets: [key].compactMap(\.self)))
            configuration.transport = ObservedTransport(base: configuration.transport, observer: log)
        }
        return try HandingerClient(apiKey: apiKey, baseURL: baseURL, configuration: configuration)
    }

    private func checkBaseURL(environment: [String: String]) throws {
        let variable = APIInfo.service.baseURLVariable
        let fromEnvironment = environment[variable].flatMap { $0.isEmpty ? nil : ($0, variable) }
        guard let (text, origin) = baseURL.map({ ($0, "--base-url") }) ?? fromEnvironment else { return }
        let url = text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        guard !url.isEmpty else {
            throw CommandFailure(.failure, "\(origin) is blank; give a URL such as https://api.example.com")
        }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw CommandFailure(.failure, "\(origin) \"\(text)\" is missing a scheme (expected http:// or https://)")
        }
    }

    private func checkKey(environment: [String: String]) throws {
        let variable = APIInfo.service.apiKeyVariable
        let fromEnvironment = environment[variable].flatMap { $0.isEmpty ? nil : ($0, variable) }
        guard let (key, origin) = apiKey.map({ ($0, "--api-key") }) ?? fromEnvironment else {
            throw CommandFailure(.authentication, "There is no API key", hint: "Set \(variable), or give --api-key.")
        }
        let problem: String? =
            if key.allSatisfy(\.isWhitespace) {
                "is blank"
            } else if key.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
                "contains a line break or another control character"
            } else if key.first?.isWhitespace == true || key.last?.isWhitespace == true {
                "starts or ends with white space"
            } else {
                nil
            }
        if let problem { throw CommandFailure(.authentication, "The API key in \(origin) \(problem)") }
    }
}
#endif
