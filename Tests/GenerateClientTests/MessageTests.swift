import Foundation
import Testing

/// Diagnostics of inconsistent documents and their locations.
@Suite struct MessageTests {
    private func remarks(on document: String, _ arguments: String...) throws -> [String] {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write("openapi: 3.1.0\ninfo: {title: T, version: '1'}\n" + document)
        let run = try tool.runList(["--spec", "openapi.yaml", "--output", "out", "--module", "T"] + arguments)
        return run.errors.split(separator: "\n").map(String.init).filter { $0.hasPrefix("openapi.yaml:") }
    }

    @Test func anUndefinedSchemeIsReported() throws {
        let document = """
            paths:
              /a: {get: {security: [{}, {beare: []}]}}
            components: {securitySchemes: {bearer: {type: http, scheme: bearer}}}
            """
        #expect(
            try remarks(on: document) == [
                "openapi.yaml:4:30: warning: there is no security scheme 'beare', so this alternative cannot be met; "
                    + "did you mean 'bearer'? "
                    + "[/paths/~1a/get/security/1/beare]"
            ]
        )
    }

    private static let dangling = """
        openapi: 3.1.0
        info: {title: T, version: '1'}
        paths: {}
        components: {schemas: {A: {properties: {b: {$ref: '#/components/schemas/B'}, c: {type: String}}}}}
        """

    @Test func anErrorOfOnePlaceNamesTheOption() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(Self.dangling)
        let run = try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "T")
        #expect(run.status == 1)
        #expect(run.errors.contains("openapi.yaml:4:51: error: '#/components/schemas/B' points at nothing"))
        #expect(run.errors.contains(": error: 'String' is no type"))
        #expect(
            run.errors.hasSuffix(
                "\nnote: --lenient, or \"lenient\": true in generate-client.json, generates a client "
                    + "without these places\n"
            )
        )
        #expect(try tool.files(in: "out").isEmpty)
    }

    @Test func lenientGeneratesTheRest() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(Self.dangling)
        let run = try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "T", "--lenient")
        #expect(run.status == 0)
        #expect(run.errors.contains("openapi.yaml:4:51: warning: '#/components/schemas/B' points at nothing"))
        #expect(run.errors.contains("(its place is a JSONValue)"))
        let models = String(decoding: try #require(try tool.files(in: "out")["Models.swift"]), as: UTF8.self)
        #expect(models.contains("public var b: JSONValue?"))
        #expect(models.contains("public var c: JSONValue?"))
        // Warnings are errors here, and no option avoids them.
        let strict = try tool.run("--spec", "openapi.yaml", "--lint", "--strict", "--lenient")
        #expect(strict.status == 1)
        #expect(!strict.errors.contains("note:"))
    }

    @Test func anErrorOfTheWholeDocumentDoesNotNameTheOption() throws {
        let tool = try Tool()
        defer { tool.remove() }
        for document in ["swagger: '2.0'", "openapi: 3.1.0\nopenapi: 3.1.0", Self.dangling + "\nx: ["] {
            try tool.write(document)
            let run = try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "T")
            #expect(run.status == 1)
            #expect(!run.errors.contains("lenient"))
        }
    }

    @Test func changesOfALenientDocumentAreCompared() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(Self.dangling, "old.yaml")
        try tool.write(Self.dangling.replacingOccurrences(of: "String", with: "string"), "new.yaml")
        #expect(try tool.run("changes", "old.yaml", "new.yaml").status == 1)
        let run = try tool.run("changes", "old.yaml", "new.yaml", "--lenient")
        #expect(run.status == 0)
        #expect(run.output.contains("JSONValue"))
    }

    @Test func aReferenceToAnotherKindOfObjectIsLeftOut() throws {
        let document = """
            paths:
              /a: {get: {responses: {200: {$ref: '#/components/schemas/A'}}}}
            components: {schemas: {A: {type: string}}}
            """
        #expect(
            try remarks(on: document) == [
                "openapi.yaml:4:38: warning: '#/components/schemas/A' is one of 'schemas', and one of 'responses' "
                    + "belongs here; it is left out [/paths/~1a/get/responses/200/$ref]"
            ]
        )
    }

    @Test func contentWhereHTTPHasNoBodyIsReportedOnce() throws {
        let document = """
            paths:
              /a:
                delete: {responses: {204: {$ref: '#/components/responses/A'}}}
                post: {responses: {205: {description: d, content: {application/json: {schema: {type: string}}}}}}
                head: {responses: {200: {description: d, content: {text/plain: {}}}}}
              /b: {delete: {responses: {204: {$ref: '#/components/responses/A'}}}}
            components:
              responses: {A: {description: d, content: {application/json: {}, text/plain: {}}}}
            """
        #expect(
            try remarks(on: document) == [
                "openapi.yaml:6:56: warning: a response with status 205 has no body, so its content is ignored "
                    + "[/paths/~1a/post/responses/205/content/application~1json]",
                "openapi.yaml:7:56: warning: a response to HEAD has no body, so its content is ignored "
                    + "[/paths/~1a/head/responses/200/content/text~1plain]",
                "openapi.yaml:10:45: warning: a response with status 204 has no body, so its content is ignored "
                    + "[/components/responses/A/content/application~1json]",
            ]
        )
    }

    @Test func listsOfObjectsInDeepObjectStyleAreReported() throws {
        let document = """
            paths:
              /a:
                get:
                  parameters:
                    - {name: f, in: query, style: deepObject, schema: {$ref: '#/components/schemas/A'}}
                    - {name: g, in: query, style: deepObject, schema: {$ref: '#/components/schemas/B'}}
                  responses: {204: {description: d}}
            components:
              schemas:
                A: {type: object, properties: {items: {type: array, items: {$ref: '#/components/schemas/A'}}}}
                B: {type: object, properties: {items: {type: array, items: {type: string}}}}
            """
        #expect(
            try remarks(on: document) == [
                "openapi.yaml:7:11: warning: OpenAPI does not define 'deepObject' for the list of objects in 'f'; it is "
                    + "sent with indices, such as 'items[0][name]=…' [/paths/~1a/get/parameters/0]"
            ]
        )
    }

    @Test func aPathParameterOutsideThePathIsReportedOnce() throws {
        let document = """
            paths:
              /a:
                get: {parameters: [{name: b, in: path, required: true, schema: {type: string}}]}
            """
        #expect(
            try remarks(on: document) == [
                "openapi.yaml:5:24: warning: the path '/a' has no '{b}', so this path parameter is not sent "
                    + "[/paths/~1a/get/parameters/0]"
            ]
        )
    }

    @Test func unsupportedFeaturesAreWarnings() throws {
        let document = """
            paths:
              /a:
                post:
                  requestBody: {content: {multipart/mixed: {schema: {type: array}, prefixEncoding: [{}]}}}
                  responses: {'0': {description: d}, 204: {description: d}}
              b: {get: {}}
            """
        #expect(
            try remarks(on: document) == [
                "openapi.yaml:6:72: warning: 'prefixEncoding' is not supported: the body is handed over as the bytes "
                    + "that it is [/paths/~1a/post/requestBody/content/multipart~1mixed/prefixEncoding]",
                "openapi.yaml:7:19: warning: '0' is no status: 100 to 599, 2XX or default; it is left out "
                    + "[/paths/~1a/post/responses/0]",
                "openapi.yaml:8:3: warning: a path must begin with '/'; taken as '/b' [/paths/b]",
            ]
        )
        #expect(try remarks(on: document, "--strict").allSatisfy { $0.contains(": error: ") })
    }

    @Test func idsThatDifferInNormalisationAreDistinct() throws {
        let document = "paths: {/a: {get: {operationId: \u{E9}}, put: {operationId: e\u{301}}}}\n"
        #expect(try remarks(on: document).isEmpty)
    }
}
