import Testing

/// The forms of requests and responses with several content types (OpenAPI 3.1.1, sections 4.8.13 and 4.8.17).
@Suite struct ContentTypeTests {
    private static let note = "{ schema: { $ref: '#/components/schemas/Note' } }"
    private static let job = "{ schema: { $ref: '#/components/schemas/Job' } }"
    private static let text = "{ schema: { type: string } }"
    private static let file = "{ schema: { type: string, format: binary } }"

    // MARK: - Responses

    @Test(arguments: [
        // One form for each way to read the body.
        ("application/json: \(note), text/csv: \(text)", ["a() -> Note", "aAsText() -> String"]),
        ("text/csv: \(text), application/json: \(note)", ["a() -> Note", "aAsText() -> String"]),
        ("application/json: \(note), application/pdf: {}", ["a() -> Note", "aAsFile() -> FileDownload"]),
        ("application/json: \(note), text/csv: \(file)", ["a() -> Note", "aAsFile() -> FileDownload"]),
        ("text/plain: \(text), image/png: {}", ["a() -> String", "aAsFile() -> FileDownload"]),
        (
            "application/json: \(note), text/csv: \(text), application/pdf: \(file)",
            ["a() -> Note", "aAsText() -> String", "aAsFile() -> FileDownload"]
        ),
        // Binary is bytes under any content type.
        ("application/json: \(file)", ["a() -> FileDownload"]),
        ("application/json: { schema: { $ref: '#/components/schemas/MaybeFile' } }", ["a() -> FileDownload"]),
        ("application/x-ndjson: \(file)", ["a() -> FileDownload"]),
        ("video/mp4: \(file), application/json: \(text)", ["a() -> FileDownload", "aAsJSON() -> String"]),
        ("application/json: \(text), image/webp: {}", ["a() -> FileDownload", "aAsJSON() -> String"]),
        ("application/json: \(text), application/xml: {}", ["a() -> String", "aAsFile() -> FileDownload"]),
        ("application/json: \(note), video/mp4: \(file)", ["a() -> Note", "aAsFile() -> FileDownload"]),
        ("multipart/mixed: {}", ["a() -> FileDownload"]),
        // Of several types that are read in the same way, the caller chooses one.
        (
            "image/png: {}, image/jpeg: {}", ["a(accept: String = 'image/png, image/jpeg') -> FileDownload"]
        ),
        ("image/*: {}", ["a(accept: String = 'image/*') -> FileDownload"]),
        (
            "application/json: \(note), text/csv: \(text), text/html: \(text)",
            ["a() -> Note", "aAsText(accept: String = 'text/csv, text/html') -> String"]
        ),
        // Another format of the same value needs no form.
        ("application/xml: \(note), application/json: \(note)", ["a() -> Note"]),
        ("text/plain: \(note), application/json: \(note), text/json: \(note)", ["a() -> Note"]),
        ("text/plain: \(text), application/json: \(text)", ["a() -> String"]),
        ("application/json: \(note), application/yaml: \(note), '*/*': \(note)", ["a() -> Note"]),
        // JSON of another schema has a form of its own.
        ("application/hal+json: \(note), application/json: \(note)", ["a() -> Note"]),
        (
            "application/hal+json: \(job), application/json: \(note)", ["a() -> Note", "aAsHal() -> Job"]
        ),
        (
            "application/json: \(note), application/json; full=true: \(job)",
            ["a() -> Note", "aAsJSONFullTrue() -> Job"]
        ),
        // A stream beside a value.
        (
            "application/json: \(note), text/event-stream: \(text), text/csv: \(text)",
            ["a() -> Note", "aStreaming() -> EventStream", "aAsText() -> String"]
        ),
    ])
    func formsOfAResponse(_ content: String, _ methods: [String]) throws {
        #expect(try OperationDecision(responses: [("200", content)]).methods == methods)
    }

    /// RFC 9110, section 12.5.1.
    @Test(arguments: [
        (
            "text/csv: \(text), application/hal+json: \(note), application/json: \(note)",
            ["application/json, application/hal+json, text/csv;q=0.5", "text/csv"]
        ),
        ("application/hal+json: \(job), application/json: \(note)", ["application/json", "application/hal+json"]),
        ("application/xml: \(note), application/json: \(note)", ["application/json, application/xml;q=0.5"]),
        ("video/mp4: \(file), application/json: \(text)", ["video/mp4, application/json;q=0.5", "application/json"]),
        ("'*/*': \(note)", ["application/json, */*;q=0.5"]),
    ])
    func acceptedTypes(_ content: String, _ types: [String]) throws {
        #expect(try OperationDecision(responses: [("200", content)]).accept == types)
    }

    /// JSON lines that are described as one string are any JSON or text.
    @Test(arguments: ["application/x-jsonl", "application/jsonl", "application/x-ndjson", "application/json-seq"])
    func linesDescribedAsAString(_ type: String) throws {
        for schema in [
            Self.text, "{}", "{ schema: {} }", "{ schema: { type: [string, 'null'] } }",
            "{ schema: { anyOf: [{ type: string }, { type: 'null' }] } }", "{ schema: { allOf: [{ type: string }] } }",
        ] {
            let decision = try OperationDecision(responses: [("200", "\(type): \(schema)")])
            #expect(decision.methods == ["a() -> DecodedEventStream<JSONValue>"])
        }
        #expect(try OperationDecision(request: "\(type): \(Self.text)").argument == "body: [JSONValue]")
        #expect(try OperationDecision(request: "\(type): \(Self.note)").argument == "body: [Note]")
        #expect(try OperationDecision(request: "\(type): {}").argument == "body: Data")
        let typed = try OperationDecision(responses: [("200", "\(type): \(Self.note)")])
        #expect(typed.methods == ["a() -> DecodedEventStream<Note>"])
    }

    /// Statuses tell a typed value from any other JSON.
    @Test(arguments: ["{ schema: {} }", "{}", "{ schema: true }", "{ schema: { description: Anything. } }"])
    func anUntypedSuccessLeavesTheOthersTyped(_ untyped: String) throws {
        let decision = try OperationDecision(responses: [
            ("200", "application/json: \(Self.note)"), ("202", "application/json: \(untyped)"),
        ])
        #expect(decision.methods == ["a() -> AResponse"])
        #expect(try decision.type("AResponse") == "union: note Note, value json")
        #expect(try decision.statuses(of: "AResponse") == ["note code(200)", "value code(202)"])
        let untypedOnly = try OperationDecision(responses: [
            ("200", "application/json: \(untyped)"), ("202", "application/json: \(untyped)"),
        ])
        #expect(untypedOnly.methods == ["a() -> JSONValue"])
    }

    /// A range and `default` include 204, which has no body (RFC 9110, section 15.3.5).
    @Test(arguments: [
        ("post", "200", "Note"), ("post", "2XX", "Note?"), ("delete", "default", "Note?"), ("get", "2XX", "Note"),
        ("get", "default", "Note"),
    ])
    func aChangeMayBeAnsweredWithoutABody(_ method: String, _ status: String, _ type: String) throws {
        let decision = try OperationDecision(
            responses: [(status, "application/json: \(Self.note)")],
            method: method
        )
        #expect(decision.methods == ["a() -> \(type)"])
    }

    /// Any JSON is not an empty body either.
    @Test(arguments: [note, "{}", "{ schema: { $ref: '#/components/schemas/Any' } }"])
    func anEmptySuccessMakesTheValueOptional(_ content: String) throws {
        let decision = try OperationDecision(responses: [("200", "application/json: \(content)"), ("204", "")])
        #expect(decision.methods == [content == Self.note ? "a() -> Note?" : "a() -> JSONValue?"])
    }

    // MARK: - Requests

    @Test(arguments: [
        ("image/png: {}, image/jpeg: {}", ["a(body: Data, contentType: String = 'image/png')"], "image/png"),
        ("image/*: {}", ["a(body: Data, contentType: String)"], "application/octet-stream"),
        ("image/*: {}, image/png: {}", ["a(body: Data, contentType: String = 'image/png')"], "image/png"),
        ("'*/*': {}", ["a(body: Data, contentType: String = 'application/octet-stream')"], "application/octet-stream"),
        ("text/*: \(text)", ["a(body: String, contentType: String = 'text/plain')"], "text/plain"),
        (
            "text/plain: \(text), text/csv: \(text)", ["a(body: String, contentType: String = 'text/plain')"],
            "text/plain"
        ),
        ("application/json: \(file)", ["a(body: Data)"], "application/json"),
        ("text/csv: \(file)", ["a(body: Data)"], "text/csv"),
        ("application/*+json: \(note)", ["a(text: String)"], "application/json"),
        ("'*/*': \(note)", ["a(text: String)"], "application/json"),
        // The usual JSON wins wherever it is listed.
        (
            "application/json-patch+json: \(note), application/json: \(note), text/json: \(note), application/*+json: \(note)",
            ["a(text: String)"], "application/json"
        ),
        ("application/hal+json: \(note), text/json: \(note)", ["a(text: String)"], "application/hal+json"),
        (
            "application/json;odata.metadata=full: \(note), application/json: \(note)", ["a(text: String)"],
            "application/json"
        ),
        (
            "application/hal+json: { schema: { type: array, items: { $ref: '#/components/schemas/Job' } } }, "
                + "application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Job' } } }",
            ["a(body: [Job])"], "application/json"
        ),
        // JSON of another schema has a form of its own.
        (
            "application/merge-patch+json: { schema: { type: object } }, application/json: \(note), "
                + "application/json-patch+json: { schema: { type: array, items: { $ref: '#/components/schemas/Job' } } }",
            ["a(text: String)", "aMergePatch(body: [String: JSONValue])", "aJSONPatch(body: [Job])"],
            "application/json"
        ),
        (
            "text/json: \(job), application/json: \(note), text/plain: {}",
            ["a(text: String)", "aTextJSON(id: Int)", "aText(body: String)"], "application/json"
        ),
        // Multipart types beside form data.
        ("multipart/mixed: \(note)", ["a(text: String)"], "multipart/mixed"),
        (
            "multipart/related: \(note), multipart/form-data: \(note)",
            ["a(text: String)", "aRelated(text: String)"], "multipart/form-data"
        ),
        ("'multipart/form-data; boundary=b': \(note)", ["a(text: String)"], "multipart/form-data"),
        ("multipart/*: \(note)", ["a(text: String)"], "multipart/form-data"),
        ("multipart/mixed: {}", ["a(body: Data, contentType: String)"], "multipart/mixed"),
    ])
    func formsOfARequest(_ content: String, _ methods: [String], _ contentType: String) throws {
        let decision = try OperationDecision(request: content)
        #expect(decision.methods == methods)
        #expect(decision.contentTypes.first == contentType)
    }

    @Test func anOptionalBodyNeedsNoContentType() throws {
        let decision = try OperationDecision(request: "image/*: {}", required: false)
        #expect(
            decision.methods == ["a(body: Data? = nil, contentType: String = 'application/octet-stream')"]
        )
    }

    @Test func argumentsKeepTheirNames() throws {
        let decision = try OperationDecision(
            """
            parameters: [{ name: accept, in: query, schema: { type: string } }, \
            { name: contentType, in: query, schema: { type: string } }], \
            requestBody: { required: true, content: { image/*: {} } }, \
            responses: { '200': { description: D, content: { image/png: {}, image/gif: {} } } }
            """
        )
        #expect(
            decision.methods == [
                "a(body: Data, contentType2: String, accept: String? = nil, contentType: String? = nil, "
                    + "accept2: String = 'image/png, image/gif') -> FileDownload"
            ]
        )
    }

    /// Error bodies, too, are those of `application/json` wherever it is listed.
    @Test func errorBodiesPreferTheUsualJSON() throws {
        let decision = try OperationDecision(
            """
            responses: { '204': { description: D }, '404': { description: D, content: { \
            application/problem+json: \(Self.job), application/json: \(Self.note) } } }
            """
        )
        #expect(decision.failures == ["404 Note"])
    }
}
