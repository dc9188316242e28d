import Foundation
import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

@Suite struct DocumentTests {
    private static let text = """
        openapi: 3.2.0
        info:
          title: Museum
          version: 1.2.3
          summary: S
          description: D
        servers:
          - url: https://{host}/v1
            description: Production
            variables:
              host:
                default: example.org
                enum: [example.org, example.com]
        tags:
          - name: child
            parent: top
          - name: top
        security:
          - bearer: []
          - key: [read]
            other:
          - {}
        paths:
          /files/{name}.{extension}:
            summary: A file
            parameters:
              - {name: name, in: path, required: true, schema: {type: string}}
              - $ref: '#/components/parameters/Extension'
            query:
              operationId: files.query
              responses:
                200: {$ref: '#/components/responses/File', description: Mine}
                4XX: {description: E, headers: {Content-Type: {schema: {}}, X-Rate: {schema: {type: integer}}}}
                default: {}
            additionalOperations:
              COPY: {deprecated: true, tags: [child], security: []}
          x-note: passes
        webhooks:
          changed:
            post: {requestBody: {content: {application/json: {schema: true}}}}
        components:
          securitySchemes:
            bearer: {type: http, scheme: Bearer}
            key: {type: apiKey, name: X-Key, in: header}
            other: {type: oauth2, flows: {}}
          parameters:
            Extension: {name: extension, in: path, required: true, schema: {type: string}}
          responses:
            File:
              content:
                text/event-stream: {itemSchema: {type: object}, examples: {a: {value: 1}, b: {dataValue: 2}}}
                application/json: {$ref: '#/components/mediaTypes/J'}
          mediaTypes:
            J: {schema: {type: string}, example: null}
          callbacks: {C: 5}
        """

    @Test func aDocumentIsReadAsItIsWritten() throws {
        let reading = Reading(Self.text)
        #expect(reading.remarks == [])
        let document = try #require(reading.document)
        #expect(document.version == .v3_2)
        #expect((document.info.title, document.info.version) == ("Museum", "1.2.3"))
        #expect(document.servers.map(\.url) == ["https://{host}/v1"])
        #expect(document.servers.first?.variables.first?.allowed == ["example.org", "example.com"])
        #expect(document.tags.map(\.name) == ["child", "top"])
        #expect(document.tags.map(\.parent) == ["top", nil])
        #expect(document.security?.map { $0.items.map(\.scheme) } == [["bearer"], ["key", "other"], []])
        #expect(document.security?[1].items.first?.scopes == ["read"])
        #expect(document.webhooks.map(\.path) == ["changed"])
        #expect(
            document.components.securitySchemes.map(\.value.value?.kind)
                == [.http(scheme: "bearer"), .apiKey(name: "X-Key", place: .header), .oauth2]
        )
    }

    @Test func operationsStandInDocumentOrder() throws {
        let document = try #require(Reading(Self.text).document)
        let item = try #require(document.paths.first?.item.value)
        #expect(document.paths.map(\.path) == ["/files/{name}.{extension}"])
        #expect(document.paths.first?.origin.location == SourceLocation(line: 24, column: 3))
        #expect(item.operations.map(\.method) == ["QUERY", "COPY"])
        #expect(item.operations.map(\.security?.count) == [nil, 0])
        #expect(item.operations.map(\.isDeprecated) == [false, true])
        #expect(item.operations.first?.operationIDOrigin?.location == SourceLocation(line: 30, column: 20))
        #expect(item.operations.first?.origin.pointer.description == "/paths/~1files~1{name}.{extension}/query")
        #expect(item.parameters.last?.reference?.pointer?.description == "/components/parameters/Extension")
        let responses = try #require(item.operations.first?.responses)
        #expect(responses.map(\.status) == [.code(200), .range(4), .default])
        #expect(responses.first?.response.reference?.description == "Mine")
        #expect(responses[1].response.value?.headers.map(\.name) == ["X-Rate"])
    }

    @Test func mediaTypesHaveTheirExamples() throws {
        let document = try #require(Reading(Self.text).document)
        let file = try #require(document.components.responses.first?.value.value)
        #expect(file.content.map(\.contentType) == ["text/event-stream", "application/json"])
        let stream = try #require(file.content.first?.mediaType.value)
        #expect(stream.schema == nil)
        #expect(stream.itemSchema?.types == [.object])
        #expect(stream.examples.map(\.integer) == [1, 2])
        #expect(file.content.last?.mediaType.reference?.text == "#/components/mediaTypes/J")
        #expect(document.components.mediaTypes.first?.value.value?.examples.map(\.isNull) == [true])
    }

    @Test func singleObjectsAreReadAtAnyPlace() throws {
        let document = try #require(Reading(Self.text).document)
        let text = "/paths/~1files~1{name}.{extension}/query/responses/4XX/headers/X-Rate/schema"
        let pointer = try #require(JSONPointer(parsing: text))
        let node = try #require(document.root.node(at: pointer))
        var diagnostics = DiagnosticList()
        let schema = Schema.parse(node, at: pointer, in: document, diagnostics: &diagnostics)
        #expect(schema.types == [.integer])
        #expect(schema.origin.pointer == pointer)

        let place = JSONPointer(["components", "responses", "File"])
        let response = Response.parse(
            try #require(document.root.node(at: place)),
            at: place,
            in: document,
            diagnostics: &diagnostics
        )
        #expect(response?.value?.content.count == 2)
        #expect(diagnostics.isEmpty)
    }

    @Test(arguments: [
        ("3.0.3", Document.Version.v3_0, 0), ("3.1.0", .v3_1, 0), ("3.2.0", .v3_2, 0), ("'3.1'", .v3_1, 0),
        ("3.1.0-rc1", .v3_1, 0), ("3.1", .v3_1, 1), ("3.0", .v3_0, 1),
    ])
    func versionsAreRead(text: String, version: Document.Version, remarks: Int) {
        let reading = Reading("openapi: \(text)\ninfo: {title: T, version: '1'}\npaths: {}\n")
        #expect(reading.document?.version == version)
        #expect(reading.remarks.count == remarks)
    }

    @Test(arguments: [
        (#"{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{}}}}"#, 1),
        ("openapi: 3.1.0\ninfo: {title: T, version: 1.0}\npaths:\n  /a:\n    get:\n", 0),
    ])
    func jsonAndEmptyObjectsAreRead(text: String, operations: Int) {
        #expect(Reading(text).item?.operations.count ?? 0 == operations)
    }
}

/// Real documents; requires HANDINGER_TEST_DATA.
@Suite(.enabled(if: testData != nil))
struct RealDocumentTests {
    @Test func allAreReadWithoutErrors() throws {
        let folder = try #require(testData).appending(path: "specs", directoryHint: .isDirectory)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
        for name in names where !name.hasSuffix(".md") {
            let reading = Reading(Array(try Data(contentsOf: folder.appending(path: name))))
            #expect(reading.document != nil, "\(name)")
            #expect(reading.remarks.filter { $0.contains(": error: ") } == [], "\(name)")
        }
    }
}
