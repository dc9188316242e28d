import HandingerGeneratorOpenAPI
import Testing

/// Invalid documents with all their diagnostics.
@Suite struct ProblemTests {
    @Test(arguments: [
        ("a\n", ["1:1: error: an OpenAPI document must be a mapping, not the string 'a'"]),
        (
            "swagger: '2.0'\ninfo: {}\n",
            [
                "1:1: error: Swagger 2.0 is not supported, OpenAPI 3.0, 3.1 and 3.2 are; "
                    + "convert the document to OpenAPI 3 first [/swagger]"
            ]
        ),
        (
            "openapi: 4.0.0\n",
            ["1:10: error: OpenAPI '4.0.0' is not supported; OpenAPI 3.0, 3.1 and 3.2 are [/openapi]"]
        ),
        ("openapi: 3\n", ["1:10: error: OpenAPI '3' is not supported; OpenAPI 3.0, 3.1 and 3.2 are [/openapi]"]),
        (
            "openapi: []\n",
            ["1:10: error: this version is not supported; OpenAPI 3.0, 3.1 and 3.2 are [/openapi]"]
        ),
        (
            "opanapi: 3.1.0\n",
            [
                "1:1: error: the document has no 'openapi' field that tells its version; "
                    + "did you mean it by 'opanapi'?"
            ]
        ),
        (
            "name: x\n",
            ["1:1: error: the document has no 'openapi' field that tells its version; add 'openapi: 3.1.0'"]
        ),
        (
            "openapi: 3.1\ninfo: {title: 5, version: 1.0}\npath: {}\n",
            [
                "1:1: error: the document must have 'paths', 'webhooks' or 'components'",
                "1:10: warning: the version is a string; write 'openapi: \"3.1.0\"' [/openapi]",
                "2:15: warning: 'title' must be a string; put 5 in quotes [/info/title]",
                "2:27: warning: 'version' must be a string; put 1.0 in quotes [/info/version]",
                "3:1: warning: the document has no field 'path'; did you mean 'paths'? [/path]",
            ]
        ),
    ])
    func heads(text: String, expected: [String]) {
        #expect(Reading(text).remarks == expected)
    }

    @Test(arguments: [
        ("- a", ["6:7: error: a schema must be a mapping, not a list [/components/schemas/S]"]),
        (
            "type: stirng",
            ["6:13: error: 'stirng' is no type; did you mean 'string'? [/components/schemas/S/type]"]
        ),
        ("type: int", ["6:13: error: 'int' is no type; did you mean 'integer'? [/components/schemas/S/type]"]),
        (
            "type: datetime",
            [
                "6:13: error: 'datetime' is no type; write 'type: string' with 'format: date-time' "
                    + "[/components/schemas/S/type]"
            ]
        ),
        (
            "type: banana",
            [
                "6:13: error: 'banana' is no type; a type is one of string, integer, number, boolean, array, object, "
                    + "null [/components/schemas/S/type]"
            ]
        ),
        (
            "type: [string, null]",
            ["6:22: warning: a type is a string; write 'null' in quotes [/components/schemas/S/type/1]"]
        ),
        (
            "type: {}",
            [
                "6:13: error: 'type' must be the name of a type or a list of names, not a mapping "
                    + "[/components/schemas/S/type]"
            ]
        ),
        (
            "properties: [a]\nrequried: [a]",
            [
                "6:19: error: 'properties' must be a mapping, not a list [/components/schemas/S/properties]",
                "7:7: warning: a schema has no field 'requried'; did you mean 'required'? "
                    + "[/components/schemas/S/requried]",
            ]
        ),
        (
            "propertys: {}",
            [
                "6:7: warning: a schema has no field 'propertys'; did you mean 'properties'? "
                    + "[/components/schemas/S/propertys]"
            ]
        ),
        (
            "properties:\n  a: {type: string, required: true}\n  b: string",
            [
                "7:37: warning: 'required' in a schema is a list of property names and stands beside 'properties'; "
                    + "this one is ignored [/components/schemas/S/properties/a/required]",
                "8:12: error: a schema must be a mapping, not the string 'string' [/components/schemas/S/properties/b]",
            ]
        ),
        (
            "required: a\nenum: x\nnullable: 'yes'",
            [
                "6:17: error: 'required' must be a list, not the string 'a' [/components/schemas/S/required]",
                "7:13: error: 'enum' must be a list, not the string 'x' [/components/schemas/S/enum]",
                "8:17: error: 'nullable' must be true or false, not the string 'yes' [/components/schemas/S/nullable]",
            ]
        ),
        (
            "minimum: '1'\nminLength: []\noneOf: []\nenum: []",
            [
                "6:16: warning: 'minimum' must be a number, not the string '1'; it is ignored "
                    + "[/components/schemas/S/minimum]",
                "7:18: warning: 'minLength' must be a number, not a list; it is ignored "
                    + "[/components/schemas/S/minLength]",
                "8:14: warning: 'oneOf' is empty and is ignored [/components/schemas/S/oneOf]",
                "9:13: warning: 'enum' is empty and is ignored [/components/schemas/S/enum]",
            ]
        ),
        (
            "oneOf: {}\ndiscriminator: {mapping: {a: [x]}}",
            [
                "6:14: error: 'oneOf' must be a list, not a mapping [/components/schemas/S/oneOf]",
                "7:22: error: a discriminator must have 'propertyName' [/components/schemas/S/discriminator]",
            ]
        ),
        (
            "discriminator: kind",
            [
                "6:22: warning: a discriminator is a mapping since OpenAPI 3; write 'propertyName: kind' below it "
                    + "[/components/schemas/S/discriminator]"
            ]
        ),
        (
            "properties:\n  a: {$ref: other.yaml#/A}\n  b: {$ref: other.yaml#/B}\n  c: {$ref: '#A'}\n  d: {$ref: 5}",
            [
                "7:19: error: the reference 'other.yaml#/A' points into another document; bundle the documents into "
                    + "one first, with references that begin with '#/' [/components/schemas/S/properties/a/$ref]",
                "9:19: error: the reference '#A' is no JSON pointer; write it as '#/components/schemas/Name' "
                    + "[/components/schemas/S/properties/c/$ref]",
                "10:19: error: '$ref' must be a string, not the number 5 [/components/schemas/S/properties/d/$ref]",
            ]
        ),
    ])
    func schemas(text: String, expected: [String]) {
        #expect(Reading.schemaReading(text).remarks == expected)
    }

    @Test(arguments: [
        (
            "parameters:\n  - {in: query, schema: {}}\n  - {name: a, schema: {}}\n  - 5",
            [
                "7:11: error: a parameter must have 'name' [/paths/~1x/post/parameters/0]",
                "8:11: error: a parameter must have 'in' [/paths/~1x/post/parameters/1]",
                "9:11: error: a parameter must be a mapping, not the number 5 [/paths/~1x/post/parameters/2]",
            ]
        ),
        (
            "parameters:\n  - {name: a, in: qeury}\n  - {name: b, in: body}\n  - {name: c, in: nowhere}",
            [
                "7:25: error: a parameter cannot be in 'qeury'; did you mean 'query'? "
                    + "[/paths/~1x/post/parameters/0/in]",
                "8:25: error: a parameter cannot be in 'body'; since OpenAPI 3 a body is described by 'requestBody' "
                    + "[/paths/~1x/post/parameters/1/in]",
                "9:25: error: a parameter cannot be in 'nowhere'; it is one of path, query, header, cookie "
                    + "[/paths/~1x/post/parameters/2/in]",
            ]
        ),
        (
            "parameters:\n  - {name: a, in: query, style: forms, schema: {}}\n"
                + "  - {name: b, in: query, style: simple}\n  - {name: a, in: query, schema: {}}",
            [
                "7:39: error: 'forms' is no style; did you mean 'form'? [/paths/~1x/post/parameters/0/style]",
                "8:11: warning: the parameter 'b' has neither 'schema' nor 'content' and is taken for a string "
                    + "[/paths/~1x/post/parameters/1]",
                "8:39: warning: the style 'simple' does not go with a query parameter; 'form' is used "
                    + "[/paths/~1x/post/parameters/1/style]",
                "9:11: warning: the query parameter 'a' is given twice; the first is used "
                    + "[/paths/~1x/post/parameters/2]",
            ]
        ),
        (
            "responses:\n  '2000': {}\n  2xx: {}\n  ok: {}\n  '600': {}\n  200: null",
            [
                "7:9: warning: '2000' is no status: 100 to 599, 2XX or default; it is left out "
                    + "[/paths/~1x/post/responses/2000]",
                "9:9: warning: 'ok' is no status: 100 to 599, 2XX or default; it is left out "
                    + "[/paths/~1x/post/responses/ok]",
                "10:9: warning: '600' is no status: 100 to 599, 2XX or default; it is left out "
                    + "[/paths/~1x/post/responses/600]",
                "11:14: error: a response must be a mapping, not null [/paths/~1x/post/responses/200]",
            ]
        ),
        (
            "requestBody:\n  content:\n    undefined: {}\n    aplication/json: {}\n    text/plain; charset=utf-8: {}",
            [
                "8:11: warning: 'undefined' is no content type [/paths/~1x/post/requestBody/content/undefined]",
                "9:11: warning: 'aplication/json' is no content type; did you mean 'application/json'? "
                    + "[/paths/~1x/post/requestBody/content/aplication~1json]",
            ]
        ),
        (
            "requestBody: {}\ntags: a\noperationID: x\nsecurity: {}",
            [
                "6:20: warning: a request body must have 'content' [/paths/~1x/post/requestBody]",
                "7:13: error: 'tags' must be a list, not the string 'a' [/paths/~1x/post/tags]",
                "8:7: warning: an operation has no field 'operationID'; did you mean 'operationId'? "
                    + "[/paths/~1x/post/operationID]",
                "9:17: error: 'security' must be a list, not a mapping [/paths/~1x/post/security]",
            ]
        ),
    ])
    func operations(text: String, expected: [String]) {
        #expect(Reading.operation(text).remarks == expected)
    }

    @Test(arguments: [
        (
            "paths:\n  pets: {}\n  /a/{b: {}\n  /c: {GET: {}}\n  /d: 1",
            [
                "4:3: warning: a path must begin with '/'; taken as '/pets' [/paths/pets]",
                "5:3: error: the path '/a/{b' has a brace without its partner [/paths/~1a~1{b]",
                "6:8: warning: a path has no field 'GET'; did you mean 'get'? [/paths/~1c/GET]",
                "7:7: error: a path must be a mapping, not the number 1 [/paths/~1d]",
            ]
        ),
        (
            "paths:\n  /a/{b}:\n    get:\n      parameters: [{name: b, in: path, schema: {}}]\n",
            [
                "6:20: warning: the path parameter 'b' must have 'required: true'; it is taken for required "
                    + "[/paths/~1a~1{b}/get/parameters/0]"
            ]
        ),
        (
            "paths:\n  /a: {get: {operationId: x}, put: {operationId: x}}\n",
            [
                "4:50: warning: the operationId 'x' is already that of the operation at 4:27; "
                    + "give each operation its own [/paths/~1a/put/operationId]"
            ]
        ),
        (
            "paths: {}\nservers: [{}, {url: a, variables: {v: {}}}]\ntags: [{}]\n",
            [
                "4:11: error: a server must have 'url' [/servers/0]",
                "4:39: error: a server variable must have 'default' [/servers/1/variables/v]",
                "5:8: error: a tag must have 'name' [/tags/0]",
            ]
        ),
        (
            "components:\n  securitySchemes:\n    a: {type: basic}\n    b: {type: http}\n    c: {type: apiKey, in: body}\n"
                + "    d: {type: apiKey, name: x, in: heder}\n    e: {type: oauth}\n    f: {}\n  schema: {}\n",
            [
                "5:15: error: 'basic' is no type of security scheme; write 'type: http' with 'scheme: basic' "
                    + "[/components/securitySchemes/a/type]",
                "6:8: error: a security scheme must have 'scheme' [/components/securitySchemes/b]",
                "7:8: error: a security scheme must have 'name' [/components/securitySchemes/c]",
                "8:36: error: an API key cannot be in 'heder'; did you mean 'header'? "
                    + "[/components/securitySchemes/d/in]",
                "9:15: error: 'oauth' is no type of security scheme; did you mean 'oauth2'? "
                    + "[/components/securitySchemes/e/type]",
                "10:8: error: a security scheme must have 'type' [/components/securitySchemes/f]",
                "11:3: warning: 'components' has no field 'schema'; did you mean 'schemas'? [/components/schema]",
            ]
        ),
    ])
    func documents(text: String, expected: [String]) {
        #expect(Reading.body(text).remarks == expected)
    }

    @Test func aDocumentWithProblemsIsStillReadToItsEnd() throws {
        let reading = Reading.body("paths:\n  /a: {get: {tags: 5}}\ncomponents: {schemas: {A: [], B: {type: string}}}")
        #expect(reading.remarks.count == 2)
        #expect(reading.document?.paths.count == 1)
        #expect(reading.document?.components.schemas.map(\.name) == ["A", "B"])
    }

    @Test func largeDocumentsReportEveryProblem() {
        let paths = (0..<200).map { "  /p\($0): {get: {responses: {}, operationId: o\($0), deprecated: no}}\n" }
            .joined()
        let schemas = (0..<200).map { "    S\($0): {$ref: other.yaml#/S\($0)}\n" }.joined()
        let reading = Reading.body("paths:\n\(paths)components:\n  schemas:\n\(schemas)")
        #expect(reading.document?.paths.map(\.path) == (0..<200).map { "/p\($0)" })
        #expect(reading.document?.components.schemas.map(\.name) == (0..<200).map { "S\($0)" })
        // One per path, in order, and one for the other document, at its first reference.
        #expect(reading.remarks.count == 201)
        #expect(reading.remarks.first?.hasPrefix("4:") == true)
        #expect(reading.remarks.dropLast().last?.hasPrefix("203:") == true)
        #expect(reading.remarks.last?.hasPrefix("206:16: error: the reference 'other.yaml#/S0' points into") == true)
    }
}
