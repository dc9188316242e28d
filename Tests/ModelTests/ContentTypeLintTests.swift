import Testing

/// What `--lint` tells about content types that leave a choice.
@Suite struct ContentTypeLintTests {
    private static let note = "{ schema: { $ref: '#/components/schemas/Note' } }"
    private static let text = "{ schema: { type: string } }"
    private static let file = "{ schema: { type: string, format: binary } }"

    @Test(arguments: [
        (
            "image/png: {}, image/jpeg: {}",
            "'image/png' is sent, unless a caller chooses another content type for this body"
        ),
        (
            "image/*: {}", "callers must choose the content type of this body; list the types that are meant"
        ),
        (
            "application/hal+json: \(note), text/json: \(note)",
            "of the JSON types with this schema 'application/hal+json' is used, because 'application/json' is not among "
                + "them"
        ),
        (
            "application/jsonl: \(text)",
            "lines that are described as one string are any JSON or text; give 'itemSchema'"
        ),
        (
            "multipart/form-data: { schema: { properties: { f: { type: string } } }, "
                + "encoding: { f: { contentType: image/png } } }",
            "this is a file because of its content type; write 'format: binary'"
        ),
        (
            "application/json: { schema: { type: object, properties: { f: { $ref: '#/components/schemas/File' } } } }",
            "'f' is binary, which JSON cannot hold; write 'format: byte' for Base64"
        ),
    ])
    func requests(_ content: String, _ message: String) throws {
        #expect(try OperationDecision(request: content, isLinting: true).warnings.contains(message))
        #expect(try OperationDecision(request: content).warnings.isEmpty)
    }

    @Test(arguments: [
        (
            ["application/json: \(note), application/xml: \(note)"],
            "'application/xml' has the schema of 'application/json', which is used"
        ),
        (
            ["video/mp4: \(file), application/json: \(text)"],
            "'video/mp4' is preferred to JSON whose schema is no more than a string"
        ),
        (
            ["application/json: \(note)", "application/json: {}"],
            "this response has no type, so the status tells it from the others"
        ),
        (
            ["application/json: \(note)", "text/csv: {}"],
            "the preferred method cannot read 'text/csv', the content of status 201"
        ),
        (
            ["text/event-stream: {}, application/x-ndjson: {}"],
            "'application/x-ndjson' cannot be chosen, because the stream is read as 'text/event-stream'"
        ),
    ])
    func responses(_ contents: [String], _ message: String) throws {
        let responses = zip(["200", "201"], contents).map { (status: $0, content: $1) }
        #expect(try OperationDecision(responses: responses, isLinting: true).warnings == [message])
        #expect(try OperationDecision(responses: responses).warnings.isEmpty)
    }

    @Test func rangesOfStatuses() throws {
        let responses = [(status: "2XX", content: "application/json: \(Self.note)")]
        let decision = try OperationDecision(responses: responses, method: "post", isLinting: true)
        #expect(
            decision.warnings == ["'2XX' includes 204, so the value is optional; list the statuses that have a body"]
        )
    }
}
