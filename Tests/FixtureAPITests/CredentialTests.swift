import APIRuntime
import APIRuntimeTesting
import Foundation
import HandingerSecuredAPI
import Testing

/// Credentials of a client with several security schemes.
@Suite struct CredentialTests {
    private let recorder = Recorder("", status: .noContent)

    private func client(environment: [String: String] = [:]) throws -> HandingerSecuredAPIClient {
        try HandingerSecuredAPIClient(
            token: "t",
            username: "Aladdin",
            password: "open sesame",
            headerKey: "h",
            queryKey: "q&",
            cookieKey: "c",
            baseURL: "http://secured.test",
            configuration: recorder.configuration
        )
    }

    @Test func eachSchemeSendsItsCredential() async throws {
        let client = try client()
        try await client.bearer()
        try await client.oauth()
        try await client.basic()
        try await client.header()
        try await client.query()
        try await client.cookie()
        try await client.both()
        try await client.either()
        let sent = recorder.sent
        #expect(sent.map { $0.headers["Authorization"] }.prefix(3) == ["Bearer t", "Bearer t", basic])
        #expect(sent.dropFirst(3).allSatisfy { $0.headers["Authorization"] == nil })
        #expect(sent.map { $0.headers["X-Key"] } == [nil, nil, nil, "h", nil, nil, "h", nil])
        #expect(sent.map { $0.headers["Cookie"] } == [nil, nil, nil, nil, nil, "sid=c", nil, "sid=c"])
        #expect(sent[4].target == "/query?key=q%26" && sent[6].target == "/both?key=q%26")
    }

    private let basic = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="

    @Test func fallsBackToTheNextAlternative() async throws {
        let client = try HandingerSecuredAPIClient(
            username: "u",
            password: "p",
            headerKey: "h",
            baseURL: "http://secured.test",
            configuration: recorder.configuration
        )
        try await client.either()
        #expect(recorder.sent.first?.headers["X-Key"] == "h")
        await #expect { try await client.cookie() } throws: { error in
            (error as? APIError)?.code == .configuration && "\(error)".contains("cookieKey:")
        }
    }

    @Test func publicOperationsSendNoCredential() async throws {
        let client = try client()
        try await client.open()
        try await client.digest()
        #expect(recorder.sent.allSatisfy { $0.headers["Authorization"] == nil && $0.headers["Cookie"] == nil })
        #expect(recorder.sent.map(\.target) == ["/open", "/digest"])
    }

    /// The document has open operations, so that the client can be made; other calls say what they need.
    @Test func openOperationsNeedNoCredential() async throws {
        let client = try HandingerSecuredAPIClient(
            baseURL: "http://secured.test",
            configuration: recorder.configuration
        )
        try await client.open()
        try await client.maybe()
        #expect(recorder.sent.map(\.target) == ["/open", "/maybe"])
        #expect(recorder.sent.allSatisfy { $0.headers["X-Key"] == nil && $0.headers["Authorization"] == nil })
        await #expect { try await client.bearer() } throws: { error in
            (error as? APIError)?.code == .configuration
                && "\(error)".contains("token: or username: and password: or headerKey: or queryKey: or cookieKey:")
        }
        #expect(recorder.sent.count == 2)
    }

    @Test func theAlternativeThatAuthenticatesIsPreferred() async throws {
        try await client().maybe()
        #expect(recorder.sent.first?.headers["X-Key"] == "h")
    }

    /// It may be the operation that the provider itself calls.
    @Test func anOpenOperationAsksNoProvider() async throws {
        var configuration = recorder.configuration
        configuration.credentialProvider = { _ in
            Issue.record("asked for a key")
            return APIKey("k")
        }
        let client = try HandingerSecuredAPIClient(baseURL: "http://secured.test", configuration: configuration)
        try await client.open()
        #expect(recorder.sent.first?.headers["Authorization"] == nil)
    }

    @Test func readsBasicCredentialsFromTheEnvironment() async throws {
        var configuration = recorder.configuration
        configuration.environment = ["HANDINGER_SECURED_API_KEY": "Aladdin:open sesame"]
        let client = try HandingerSecuredAPIClient(baseURL: "http://secured.test", configuration: configuration)
        try await client.basic()
        #expect(recorder.sent.first?.headers["Authorization"] == basic)
    }

    @Test func missingCredentialsNameTheArguments() throws {
        #expect {
            try HandingerSecuredAPIClient(username: "a:b", password: "c", configuration: recorder.configuration)
        } throws: { error in
            "\(error)".contains("colon") && !"\(error)".contains("a:b")
        }
    }

    @Test func serverVariablesSelectTheBaseURL() async throws {
        #expect(APIInfo.baseURL() == "https://demo.secured.example:443/v1")
        #expect(APIInfo.metadata.servers == [APIInfo.baseURL(), "https://backup.secured.example"])
        let client = try HandingerSecuredAPIClient(
            username: "u",
            baseURL: APIInfo.baseURL(tenant: "acme", port: "8443"),
            configuration: recorder.configuration
        )
        try await client.basic()
        #expect(recorder.sent.first?.authority == "acme.secured.example:8443")
        #expect(recorder.sent.first?.target == "/v1/basic")
    }
}
