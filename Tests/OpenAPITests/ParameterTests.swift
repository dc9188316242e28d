import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

@Suite struct ParameterTests {
    private func parameters(_ text: String, version: String = "3.1.0") -> [Parameter] {
        Reading.operation("parameters:\n" + text, version: version).operation?.parameters.compactMap(\.value) ?? []
    }

    @Test func styleAndExplodeHaveTheDefaultsOfThePlace() {
        let parameters = parameters(
            """
            - {name: a, in: query, schema: {}}
            - {name: b, in: header, schema: {}}
            - {name: c, in: cookie, schema: {}}
            - {name: d, in: query, style: pipeDelimited, schema: {}}
            - {name: e, in: query, explode: false, allowReserved: true, deprecated: true, schema: {}}
            - {name: f, in: cookie, style: cookie, schema: {}}
            - {name: g, in: querystring, content: {application/json: {}}}
            """,
            version: "3.2.0"
        )
        #expect(parameters.map(\.style) == [.form, .simple, .form, .pipeDelimited, .form, .cookie, .form])
        #expect(parameters.map(\.explode) == [true, false, true, false, false, true, true])
        #expect(parameters[4].allowReserved && parameters[4].isDeprecated)
        #expect(parameters[6].content.map(\.contentType) == ["application/json"])
    }

    @Test func ignoredHeadersAreLeftOutAndReported() {
        let reading = Reading.operation(
            """
            parameters:
              - {name: accept, in: header, schema: {}}
              - {name: Content-Type, in: header}
              - {name: Authorization, in: header, schema: {}}
              - {name: Authorization, in: query, schema: {}}
            """
        )
        #expect(
            reading.remarks == [
                "7:11: warning: OpenAPI ignores a header parameter named 'accept': its value follows from 'content' "
                    + "[/paths/~1x/post/parameters/0]",
                "8:11: warning: OpenAPI ignores a header parameter named 'Content-Type': its value follows from 'content' "
                    + "[/paths/~1x/post/parameters/1]",
                "9:11: warning: OpenAPI ignores a header parameter named 'Authorization': its value follows from 'security' "
                    + "[/paths/~1x/post/parameters/2]",
            ]
        )
        #expect(reading.operation?.parameters.compactMap(\.value).map(\.place) == [.query])
    }

    @Test func theFirstExampleIsKept() {
        let parameters = parameters(
            """
            - {name: a, in: query, schema: {}, example: 1}
            - {name: b, in: query, schema: {}, examples: {x: {value: 2}, y: {value: 3}}}
            """
        )
        #expect(parameters.map { $0.example?.integer } == [1, 2])
    }

    @Test func variablesOfAPathWithoutParameterBecomeStrings() throws {
        let reading = Reading.body(
            """
            paths:
              /a/{id}/{other}:
                parameters: [{name: other, in: path, required: true, schema: {type: integer}}]
                get:
                  parameters: [{name: idd, in: path, required: true, schema: {type: integer}}]
            """
        )
        #expect(
            reading.remarks == [
                "6:5: warning: the path has '{id}', but GET has no path parameter of that name; did you mean 'idd'?; "
                    + "it is taken for a string [/paths/~1a~1{id}~1{other}/get]",
                "7:20: warning: the path '/a/{id}/{other}' has no '{idd}', so this path parameter is not sent "
                    + "[/paths/~1a~1{id}~1{other}/get/parameters/0]",
            ]
        )
        let operation = try #require(reading.operation)
        let parameters = operation.parameters.compactMap(\.value)
        #expect(parameters.map(\.name) == ["idd", "id"])
        #expect(parameters[1].schema?.types == [.string])
        #expect(parameters[1].isRequired)
    }

    @Test(
        arguments: [
            ("/", []), ("/a/{b}", ["b"]), ("/{a}.{b}/{a}", ["a", "b"]), ("/a{b-c_d}", ["b-c_d"]), ("/{a", nil),
            ("/a}", nil), ("/{}", nil), ("/{a{b}}", nil),
        ] as [(String, [String]?)]
    )
    func pathTemplatesAreParsed(path: String, variables: [String]?) {
        #expect(PathTemplate(path)?.variables == variables)
    }
}
