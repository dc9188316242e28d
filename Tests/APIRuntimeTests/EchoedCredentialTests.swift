import APIRuntime
import Foundation
import Testing

/// A server that echoes the credential: errors, which programs print and log, must not show it.
@Suite struct EchoedCredentialTests {
    private struct Echo: Transport {
        var status = 401
        var contentType = "application/json"
        var headers: HTTPFields = [:]
        var failure: TransportError?
        var text: @Sendable (HTTPRequest) -> String

        func send(
            _ request: HTTPRequest,
            body: HTTPBody?,
            options: TransportOptions
        ) async throws -> (HTTPResponse, HTTPBody) {
            if let failure { throw failure }
            var response = HTTPResponse(status: .init(code: status), headerFields: headers)
            response.headerFields[.contentType] = contentType
            return (response, HTTPBody(Array(text(request).utf8)))
        }
    }

    private func client(
        _ transport: Echo,
        key: String,
        scheme: SecurityScheme = .bearer,
        configure: (inout APIClient.Configuration) -> Void = { _ in }
    ) throws -> APIClient {
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = nil
        configuration.maxRetries = 0
        configuration.clock = RecordingClock()
        configuration.transport = transport
        configure(&configuration)
        let metadata = APIMetadata(name: "T", version: "1", servers: ["https://a"], security: [[scheme]])
        return try APIClient(metadata: metadata, apiKey: key, configuration: configuration)
    }

    private func text(of error: APIError) -> String {
        var dumped = ""
        dump(error, to: &dumped)
        return dumped + "\(error) \(error.localizedDescription) \(String(describing: error.cause))"
    }

    private static let key = #"hdg/live+k3y="é\x&y<z>'%41"#

    /// The encodings that a server may apply to a text before it writes it into a body.
    static let escapes: [@Sendable (String) -> String] = [
        { $0 },
        { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" },
        { ($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "").lowercasedEscapes },
        { $0.utf8.map { "%" + String($0, radix: 16, uppercase: true).leftPadded }.joined() },
        { ($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "").replacing("%", with: "%25") },
        { $0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") },
        { $0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("/", with: "\\/") },
        { $0.utf16.map { "\\u" + String($0, radix: 16).leftPadded4 }.joined() },
        { $0.utf16.map { "\\u" + String($0, radix: 16, uppercase: true).leftPadded4 }.joined() },
        {
            $0.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
                .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
        },
        { $0.replacing("&", with: "&#38;").replacing("<", with: "&#x3C;").replacing("\"", with: "&#x22;") },
    ]

    @Test(arguments: escapes.indices) func masksEscapedKeys(index: Int) async throws {
        let escape = Self.escapes[index]
        let echoed = escape(Self.key)
        for contentType in ["application/json", "text/html", "text/plain"] {
            let transport = Echo(contentType: contentType) { _ in "bad <\(echoed)> given" }
            let error = try await apiError { try await client(transport, key: Self.key).send(.any()) }
            let text = text(of: error)
            #expect(!text.contains(echoed), "\(text)")
            #expect(!text.contains("live") && !text.contains("k3y"), "\(text)")
            #expect(error.message == "Error code: 401 - bad <REDACTED> given")
            #expect(error.body == "bad <REDACTED> given")
        }
    }

    /// JSON, encoded once or twice, as a value or as a name.
    @Test func masksKeysInJSON() async throws {
        let key = Self.key
        let once = String(decoding: try JSONCoding.encode(key), as: UTF8.self)
        let twice = String(decoding: try JSONCoding.encode(once), as: UTF8.self)
        let transport = Echo { _ in
            "{\"key\": \(once), \"more\": [\(twice), {\(once): 1}], \"escaped\": \"\(Self.escapes[7](key))\"}"
        }
        let error = try await apiError { try await client(transport, key: key).send(.any()) }
        #expect(error.body == ["key": "REDACTED", "more": ["\"REDACTED\"", ["REDACTED": 1]], "escaped": "REDACTED"])
        #expect(
            error.message
                == #"Error code: 401 - {"key":"REDACTED","more":["\"REDACTED\"",{"REDACTED":1}],"escaped":"REDACTED"}"#
        )
        let text = text(of: error)
        #expect(!text.contains("live") && !text.contains("k3y"), "\(text)")
    }

    @Test func headersAndAddressesAreMasked() async throws {
        let headers: HTTPFields = [
            .wwwAuthenticate: "Bearer error=\"the token secret-key-1 is revoked\"",
            .location: "/x?k=secret%2Dkey-1&a=1",
        ]
        let transport = Echo(headers: headers) { _ in "{}" }
        let error = try await apiError {
            try await client(transport, key: "secret-key-1").send(.any(.get, "/keys/secret-key-1?a=1"))
        }
        #expect(error.headers[.wwwAuthenticate] == "Bearer error=\"the token REDACTED is revoked\"")
        #expect(error.headers[.location] == "/x?k=REDACTED&a=1")
        #expect(error.request?.url == "https://a/keys/REDACTED?a=1")
        #expect(!text(of: error).contains("secret-key-1"))
    }

    @Test func masksEachPartOfBasicCredentials() async throws {
        let credentials = Data("user:pass/w+rd!".utf8).base64EncodedString()
        let transport = Echo { request in
            "\(request.headerFields[.authorization] ?? "") user:pass/w+rd! pass%2Fw%2Brd%21 \(credentials.prefix(while: { $0 != "=" }))."
        }
        let error = try await apiError {
            try await client(transport, key: "user:pass/w+rd!", scheme: .basic).send(.any())
        }
        #expect(error.message == "Error code: 401 - Basic REDACTED REDACTED REDACTED REDACTED.")
    }

    @Test(arguments: [
        SecurityScheme.apiKey(in: .query, name: "k"), .apiKey(in: .header, name: "X-Me"),
        .apiKey(in: .cookie, name: "sid"),
        .openIDConnect,
    ])
    func masksKeysOfEachScheme(scheme: SecurityScheme) async throws {
        let transport = Echo(contentType: "text/plain") { request in
            "\(request.path ?? "") \(request.headerFields.map { "\($0.name): \($0.value)" })"
        }
        let error = try await apiError {
            try await client(transport, key: "one/two+three four", scheme: scheme).send(.any())
        }
        #expect(!text(of: error).contains("one") && !text(of: error).contains("three"), "\(error.message)")
        #expect(error.message.contains("REDACTED"))
    }

    /// Credentials that the program itself sends, in sensitive header fields and in the query.
    @Test func masksCredentialsOfTheCaller() async throws {
        let transport = Echo(contentType: "text/plain") { request in
            "\(request.path ?? "") \(request.headerFields.map { "\($0.name): \($0.value)" })"
        }
        var options = RequestOptions()
        options.headers = ["Authorization": "Token own-token-1", "Cookie": "a=b; sid=session-77777"]
        options.query = [QueryParameter("access_token", "query/token+1")]
        let client = try client(transport, key: "client-key") { $0.headers = ["X-Auth-Token": "header-token"] }
        let error = try await apiError { try await client.send(.any(), options: options) }
        for secret in ["own-token-1", "session-77777", "query%2Ftoken", "query/token", "header-token"] {
            #expect(!text(of: error).contains(secret), "\(secret): \(error.message)")
        }
        #expect(error.message.contains("a=b"))
    }

    @Test func masksTransportErrors() async throws {
        struct Failure: Error, CustomStringConvertible {
            var description: String { "cannot load https://a/?k=secret%2Fkey" }
        }
        let failure = TransportError(.connectionLost, "GET /x?k=secret/key failed", underlying: Failure())
        let transport = Echo(failure: failure) { _ in "" }
        let client = try client(transport, key: "secret/key", scheme: .apiKey(in: .query, name: "k"))
        let error = try await apiError { try await client.send(.any()) }
        #expect(error.code == .connection)
        #expect(error.message == "GET /x?k=REDACTED failed")
        #expect(!text(of: error).contains("secret"), "\(text(of: error))")
        #expect(error.cause != nil)
        let bare = Echo(failure: TransportError(.malformedResponse, "Got 'secret/key'")) { _ in "" }
        let other = try await apiError { try await self.client(bare, key: "secret/key").send(.any()) }
        #expect((other.cause as? TransportError)?.message == "Got 'REDACTED'")
        #expect((other.cause as? TransportError)?.reason == .malformedResponse)
    }

    @Test func validationErrorsAreMasked() async throws {
        struct Dated: Decodable, Sendable {
            var at: CalendarDate
        }
        let transport = Echo(status: 200) { _ in #"{"at":"secret-key-1","more":{"secret-key-1":1}}"# }
        let client = try client(transport, key: "secret-key-1")
        let error = try await apiError { try await client.get("/x", as: Dated.self) }
        #expect(error.code == .responseValidation)
        #expect(!text(of: error).contains("secret-key-1"), "\(text(of: error))")
        #expect(error.cause is DecodingError)
        let wrong = try await apiError { try await client.get("/x", as: [String: [String: String]].self) }
        #expect(!text(of: wrong).contains("secret-key-1"), "\(text(of: wrong))")
    }

    @Test func streamsAreMasked() async throws {
        let transport = Echo(status: 200, contentType: "text/event-stream") { _ in
            "event: error\ndata: {\"error\":\"key secret\\u002dkey-1 is revoked\"}\n\n"
        }
        let client = try client(transport, key: "secret-key-1")
        let error = try await apiError {
            for try await _ in client.stream(.events) {}
        }
        #expect(error.code == .streamFailure)
        #expect(error.body == ["error": "key REDACTED is revoked"])
        #expect(error.message.contains("key REDACTED is revoked"), "\(error.message)")
    }

    @Test func masksTruncatedKeys() async throws {
        let key = "secret-key-" + String(repeating: "k3y", count: 10)
        for padding in 1_960...1_999 {
            let transport = Echo(contentType: "text/plain") { _ in String(repeating: "x", count: padding) + key + "yyyy"
            }
            let error = try await apiError { try await client(transport, key: key).send(.any()) }
            #expect(!error.message.contains("secret"), "\(padding)")
        }
    }

    @Test func masksEachKeyOfAProvider() async throws {
        let transport = Echo { request in
            "{\"got\": \"\(request.headerFields[.authorization] ?? "")\", \"first\": \"first-key-1\"}"
        }
        var configuration = APIClient.Configuration()
        configuration.environment = [:]
        configuration.timeout = nil
        configuration.transport = transport
        configuration.credentialProvider = { rejected in rejected == nil ? "first-key-1" : "second-key-2" }
        let metadata = APIMetadata(name: "T", version: "1", servers: ["https://a"], security: [[.bearer]])
        let client = try APIClient(metadata: metadata, configuration: configuration)
        let error = try await apiError { try await client.send(.any()) }
        #expect(error.body == ["got": "Bearer REDACTED", "first": "REDACTED"])
    }

    @Test func masksHeadersOfSuccessfulResponses() async throws {
        let transport = Echo(status: 200, headers: [.age: "secret-key-1"]) { _ in "{}" }
        let response = try await client(transport, key: "secret-key-1").response(to: .any())
        let error = #expect(throws: APIError.self) { try response.header("Age", as: Int.self) }
        #expect(error.map { !text(of: $0).contains("secret-key-1") } == true)
        var dumped = ""
        dump(response, to: &dumped)
        #expect(!dumped.contains("Bearer"))
    }

    /// A short key is redacted only as a whole word, because other words may contain it.
    @Test func masksShortKeysAsWholeWords() async throws {
        let transport = Echo(contentType: "text/plain") { _ in "pin: pinned, 'pin' or spin" }
        let error = try await apiError { try await client(transport, key: "pin").send(.any()) }
        #expect(error.message == "Error code: 401 - REDACTED: pinned, 'REDACTED' or spin")
    }

    /// Text full of escapes must not take quadratic time.
    @Test(arguments: ["\\", "%", "%25", "&", "&#", "+", "\\ud83d", "secret-key-", "%2", "…"])
    func longTextsTakeLinearTime(piece: String) async throws {
        let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
        let transport = Echo(contentType: "text/plain") { _ in text }
        let client = try client(transport, key: "secret-key-1")
        let time = try await ContinuousClock().measure {
            _ = try await apiError { try await client.send(.any()) }
        }
        #expect(time < .seconds(20))
    }

    @Test func otherErrorsStayAsTheyAre() async throws {
        let transport = Echo { _ in #"{"error":"no such key", "n": 1.50}"# }
        let error = try await apiError { try await client(transport, key: "secret-key-1").send(.any()) }
        #expect(error.message == #"Error code: 401 - {"error":"no such key","n":1.50}"#)
        #expect(error.body == ["error": "no such key", "n": 1.5])
    }
}

extension String {
    fileprivate var leftPadded: String { count < 2 ? "0" + self : self }
    fileprivate var leftPadded4: String { String(repeating: "0", count: 4 - count) + self }
    /// Percent escapes in lowercase.
    fileprivate var lowercasedEscapes: String {
        replacing(#/%[0-9A-F]{2}/#) { $0.output.lowercased() }
    }
}
