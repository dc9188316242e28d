import APIRuntime
import Testing

@Suite struct ConfigurationTests {
    private let metadata = APIMetadata(
        name: "Handinger",
        version: "1.0.0",
        servers: ["https://v3.handinger.com"],
        security: [[.bearer]]
    )

    private func makeClient(
        apiKey: String? = nil,
        baseURL: String? = nil,
        environment: [String: String] = [:]
    ) throws -> APIClient {
        var configuration = APIClient.Configuration()
        configuration.environment = environment
        return try APIClient(metadata: metadata, apiKey: apiKey, baseURL: baseURL, configuration: configuration)
    }

    private func message(_ make: () throws -> APIClient) -> String? {
        let error = #expect(throws: APIError.self) { try make() }
        #expect(error?.code == .configuration)
        return error?.message
    }

    @Test func takesKeyAndURLFromTheEnvironment() throws {
        let environment = ["HANDINGER_API_KEY": "k", "HANDINGER_BASE_URL": "http://localhost:8080/v1/"]
        let client = try makeClient(environment: environment)
        #expect(client.description == "APIClient(Handinger, http://localhost:8080/v1)")
        #expect(try makeClient(apiKey: "k").description == "APIClient(Handinger, https://v3.handinger.com)")
        let argument = try makeClient(apiKey: "k", baseURL: "http://a", environment: environment)
        #expect(argument.description == "APIClient(Handinger, http://a)")
    }

    @Test func missingKeyNamesBothWaysToSetIt() throws {
        let message = try #require(message { try makeClient() })
        #expect(message.contains("apiKey:"))
        #expect(message.contains("HANDINGER_API_KEY"))
    }

    @Test(arguments: ["", "  ", "a\nb", "key\r\n", " key"])
    func unusableKeyIsRefused(key: String) {
        #expect(message { try makeClient(apiKey: key) } != nil)
    }

    @Test func unusableKeyOfTheEnvironmentIsRefusedByName() {
        let message = message { try makeClient(environment: ["HANDINGER_API_KEY": " \n"]) }
        #expect(message?.contains("HANDINGER_API_KEY") == true)
    }

    @Test(arguments: [
        ("", "empty"), ("  ", "empty"), ("localhost:8080", "missing a scheme"),
        ("v3.handinger.com", "missing a scheme"),
        ("ftp://a", "http:// or https://"), ("https://", "host"), ("http://:80", "host"), ("http://a:99999", "host"),
        ("http://a b", "white space"), ("http://a/#f", "fragment"), ("http://user:pw@a", "API key"),
        ("user:pw@a", "missing a scheme"), ("ftp://user:pw@a", "http:// or https://"),
        ("//a?key=pw", "missing a scheme"),
        ("http://m\u{FC}nchen.example", "xn--"), ("http://a:0?key=pw", "host"), ("http://a/?key=pw#f", "fragment"),
        ("http://user:pw@a/#f", "fragment"),
    ])
    func unusableBaseURLSaysWhatToWrite(url: String, words: String) throws {
        let message = try #require(message { try makeClient(apiKey: "k", baseURL: url) })
        #expect(message.contains(words))
        #expect(!message.contains("pw"))
    }

    @Test(arguments: [
        ("Handinger", "HANDINGER_API_KEY"), ("FixtureAPI", "FIXTURE_API_KEY"), ("HTTPServer2", "HTTP_SERVER2_API_KEY"),
        ("petStore", "PET_STORE_API_KEY"), ("API", "API_API_KEY"), ("my-service.v2", "MY_SERVICE_V2_API_KEY"),
    ])
    func environmentNamesAreUpperSnakeCase(name: String, variable: String) {
        let metadata = APIMetadata(name: name, version: "1", servers: [], security: [])
        #expect(metadata.apiKeyVariable == variable)
    }

    @Test func requiresAKeyOrURLOnlyIfNecessary() throws {
        let open = APIMetadata(name: "Open", version: "1", servers: [], security: [])
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        _ = try APIClient(metadata: open, baseURL: "http://a", configuration: configuration)
        let error = #expect(throws: APIError.self) { try APIClient(metadata: open, configuration: configuration) }
        #expect(error?.message.contains("OPEN_BASE_URL") == true)
    }

    @Test func descriptionsHideKeys() throws {
        let key = APIKey("hdg_live_secret")
        var dumped = ""
        dump(key, to: &dumped)
        dump(try makeClient(apiKey: "hdg_live_secret"), to: &dumped)
        var configuration = APIClient.Configuration()
        configuration.environment = ["HANDINGER_API_KEY": "secret"]
        configuration.headers = ["X-Key": "secret"]
        dump(configuration, to: &dumped)
        dumped += "\(configuration)"
        var options = RequestOptions()
        options.headers = ["Authorization": "secret"]
        options.query = [QueryParameter("key", "secret")]
        options.extraBodyFields = ["password": "secret"]
        dump(options, to: &dumped)
        let client = try makeClient(apiKey: "hdg_live_secret", baseURL: "http://a/?key=secret")
        dump(client, to: &dumped)
        dump(client.stream(.events, options: options), to: &dumped)
        dumped += "\(key) \(String(reflecting: key)) \(Mirror(reflecting: key).children.map { "\($0)" })"
        dumped += "\(try makeClient(apiKey: "hdg_live_secret"))"
        #expect(!dumped.contains("secret"))
        #expect(key.reveal() == "hdg_live_secret")
    }
}
