import APIRuntime
import APIRuntimeTesting
import Foundation
import Testing

/// White space around a header value is removed (RFC 9110 section 5.5); characters that would end the value are
/// rejected.
@Suite struct HeaderValueTests {
    private func send(
        _ value: String,
        _ place: Place,
        to transport: MockTransport = MockTransport { _ in .json([String: String]()) }
    ) async throws -> HTTPFields {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = nil
        configuration.transport = transport
        var options = RequestOptions()
        var headers: [HeaderParameter] = []
        switch place {
        case .configuration: configuration.headers["X-Value"] = value
        case .options: options.headers["X-Value"] = value
        case .parameter: headers = [HeaderParameter("X-Value", value)]
        case .environment: configuration.environment["HANDINGER_CUSTOM_HEADERS"] = "X-Value:\(value)"
        case .idempotencyKey: options.idempotencyKey = value
        }
        let client = try HandingerClient(apiKey: "test-key", baseURL: "https://a", configuration: configuration)
        let endpoint = Endpoint<JSONValue>(id: "h", method: .post, path: "/", headers: headers, response: .json)
        try await client.api.send(endpoint, options: options)
        return try #require(transport.requests.first).headers
    }

    enum Place: CaseIterable {
        case configuration, options, parameter, environment, idempotencyKey

        var name: HTTPField.Name? { HTTPField.Name(self == .idempotencyKey ? "Idempotency-Key" : "X-Value") }
    }

    @Test(
        arguments: [
            (" value", "value"), ("value ", "value"), ("\tvalue\t", "value"), (" \t a b \t ", "a b"), ("  ", ""),
            ("a\tb", "a\tb"),
            (" \u{301}x", "\u{301}x"), ("é ", "é"),
        ],
        Place.allCases
    )
    func outerBlanksAreTrimmed(value: (given: String, sent: String), place: Place) async throws {
        let fields = try await send(value.given, place)
        let name = try #require(place.name)
        #expect(fields[name] == value.sent)
    }

    @Test(
        arguments: [
            ("a\r\nX-Evil: 1", "line break"), ("a\nb", "line break"), ("a\rb", "line break"), ("a\r\n", "line break"),
            ("\nb", "line break"), ("a\0b", "NUL"), ("\0", "NUL"), ("a\u{1}b", "control character"),
            ("a\u{7F}b", "control character"), ("a\n\u{301}b", "line break"),
        ],
        [Place.configuration, .options, .parameter, .idempotencyKey]
    )
    func rejectsForbiddenCharacters(value: (text: String, words: String), place: Place) async throws {
        let error = try await apiError { try await send(value.text, place) }
        #expect(error.code == (place == .configuration ? .configuration : .invalidRequest))
        #expect(error.message.contains(value.words), "\(error.message)")
        #expect(error.message.contains("X-Value") || error.message.lowercased().contains("idempotency-key"))
        #expect(!error.message.contains("Evil"))
    }

    @Test func headersOfTheEnvironmentAreCutByTheirBytes() async throws {
        let fields = try await send("\u{301}v\r\nX-Other\t:\u{200D}w:\u{301}x\n\nX-Third: a", .environment)
        #expect(fields[try #require(HTTPField.Name("X-Value"))] == "\u{301}v")
        #expect(fields[try #require(HTTPField.Name("X-Other"))] == "\u{200D}w:\u{301}x")
        #expect(fields[try #require(HTTPField.Name("X-Third"))] == "a")
        for text in ["no colon", "X\u{301}: a", "X Y: a", ": a"] {
            var configuration = APIClient.Configuration()
            configuration.environment = ["HANDINGER_CUSTOM_HEADERS": text]
            let error = #expect(throws: APIError.self) {
                try HandingerClient(apiKey: "test-key", baseURL: "https://a", configuration: configuration)
            }
            #expect(error?.code == .configuration)
        }
    }

    @Test(arguments: [
        (" key", "white space"), ("key\t", "white space"), ("key\n", "line break"), ("a\0b", "control character"),
        (" ", "blank"),
        (" \u{301}key", "white space"), ("key\u{A0}", "white space"),
    ])
    func rejectsInvalidKeys(key: String, words: String) {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        let error = #expect(throws: APIError.self) {
            try HandingerClient(apiKey: key, baseURL: "https://a", configuration: configuration)
        }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
}
