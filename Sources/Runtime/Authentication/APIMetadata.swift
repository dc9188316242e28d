/// What a client must know of an API as a whole. Generated code has one as `APIInfo.metadata`.
public struct APIMetadata: Hashable, Sendable {
    /// The name of the API's module, such as `Handinger`.
    public var name: String
    /// The version of the API document.
    public var version: String
    /// The servers that the document names; the first is the default.
    public var servers: [String]
    /// What a call needs for authentication, unless its operation says otherwise.
    public var security: SecurityRequirement
    /// What the names of the environment variables begin with.
    ///
    /// It is the name in upper snake case without a last word `API`: `Handinger` gives `HANDINGER`, `FixtureAPI` gives
    /// `FIXTURE`, `HTTPServer2` gives `HTTP_SERVER2`.
    public var environmentPrefix: String

    /// The arguments of the client's initializer that take a credential, for messages: `apiKey:`.
    public var credentialArguments: String

    /// Describes an API.
    public init(
        name: String,
        version: String,
        servers: [String],
        security: SecurityRequirement,
        environmentPrefix: String? = nil,
        credentialArguments: String = "apiKey:"
    ) {
        self.name = name
        self.version = version
        self.servers = servers
        self.security = security
        self.credentialArguments = credentialArguments
        self.environmentPrefix = environmentPrefix ?? Self.environmentPrefix(for: name)
    }

    /// The environment variable that holds the API key, such as `HANDINGER_API_KEY`.
    public var apiKeyVariable: String { environmentPrefix + "_API_KEY" }

    /// The environment variable that holds the base URL, such as `HANDINGER_BASE_URL`.
    public var baseURLVariable: String { environmentPrefix + "_BASE_URL" }

    /// The environment variable that holds further headers, such as `HANDINGER_CUSTOM_HEADERS`: a line `Name: value`
    /// for each.
    public var customHeadersVariable: String { environmentPrefix + "_CUSTOM_HEADERS" }

    /// The environment variable that holds the level of the log, such as `HANDINGER_LOG`: `trace`, `debug`, `info` and
    /// so on, or `off`.
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
            // A word begins at a capital after a small letter, and at the last capital of several before a small one.
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
