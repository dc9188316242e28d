/// The description of an API: its name, version, servers and security.
///
/// Generated code declares it as `APIInfo.metadata`.
public struct APIMetadata: Hashable, Sendable {
    /// The name of the API's module, such as `Handinger`.
    public var name: String
    /// The version of the API document.
    public var version: String
    /// The URLs of the document's servers; the first is the default.
    public var servers: [String]
    /// The security of operations that declare none of their own.
    public var security: SecurityRequirement
    /// The other security requirements of operations. A client can be created if its credentials suffice for the
    /// default security or for one of these; each call then checks its own.
    public var operationSecurity: [SecurityRequirement]
    /// The prefix of the environment variables that the client reads.
    ///
    /// By default it is the name in upper snake case without a trailing `API`: `Handinger` gives `HANDINGER`,
    /// `FixtureAPI` gives `FIXTURE`, `HTTPServer2` gives `HTTP_SERVER2`.
    public var environmentPrefix: String

    /// The arguments of the client's initializer that take a credential, such as `apiKey:`. Error messages name them.
    public var credentialArguments: String

    /// Whether requests have the header fields of SDKs made by Stainless: `X-Stainless-Lang` and others for the platform,
    /// `X-Stainless-Retry-Count` and `X-Stainless-Read-Timeout`.
    ///
    /// An API document asks for them with `x-stainless-headers: true` at its top level.
    public var sendsStainlessHeaders: Bool

    /// Creates the description of an API.
    public init(
        name: String,
        version: String,
        servers: [String],
        security: SecurityRequirement,
        operationSecurity: [SecurityRequirement] = [],
        environmentPrefix: String? = nil,
        credentialArguments: String = "apiKey:",
        sendsStainlessHeaders: Bool = false
    ) {
        self.name = name
        self.version = version
        self.servers = servers
        self.security = security
        self.operationSecurity = operationSecurity
        self.credentialArguments = credentialArguments
        self.sendsStainlessHeaders = sendsStainlessHeaders
        self.environmentPrefix = environmentPrefix ?? Self.environmentPrefix(for: name)
    }

    /// The environment variable for the API key, such as `HANDINGER_API_KEY`.
    public var apiKeyVariable: String { environmentPrefix + "_API_KEY" }

    /// The environment variable for the base URL, such as `HANDINGER_BASE_URL`.
    public var baseURLVariable: String { environmentPrefix + "_BASE_URL" }

    /// The environment variable for additional header fields, such as `HANDINGER_CUSTOM_HEADERS`: one `Name: value` per
    /// line.
    public var customHeadersVariable: String { environmentPrefix + "_CUSTOM_HEADERS" }

    /// The environment variable for the log level, such as `HANDINGER_LOG`: `trace`, `debug`, `info` and so on, or
    /// `off`.
    public var logVariable: String { environmentPrefix + "_LOG" }

    private static func environmentPrefix(for name: String) -> String {
        var words: [String] = []
        var word = ""
        let characters = Array(name.unicodeScalars)
        for (index, scalar) in characters.enumerated() {
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            let next = characters.indices.contains(index + 1) ? characters[index + 1] : nil
            let previous = index > 0 ? characters[index - 1] : nil
            // A word begins at a capital after a lowercase letter, and at the last of several capitals before one.
            let beginsWord =
                scalar.properties.isUppercase
                && (previous?.properties.isUppercase == false || next?.properties.isLowercase == true)
            if beginsWord, !word.isEmpty {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(scalar)
        }
        if !word.isEmpty { words.append(word) }
        if words.count > 1, words.last?.uppercased() == "API" { words.removeLast() }
        return words.map { $0.uppercased() }.joined(separator: "_")
    }
}
