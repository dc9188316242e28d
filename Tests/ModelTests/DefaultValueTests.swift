import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import Testing

/// `default` values as Swift constants (JSON Schema Validation 2020-12, section 9.2).
@Suite struct DefaultValueTests {
    private func decide(_ schema: String, isLinting: Bool = false) throws -> Decision {
        try Decision(
            document: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                paths:
                  /a:
                    post:
                      operationId: send
                      summary: s
                      parameters: [{ name: page_size, in: query, schema: \(schema) }]
                      requestBody: { content: { multipart/form-data: { schema: { properties: { part: \(schema) } } } } }
                      responses: {}
                components:
                  schemas:
                    A: { properties: { page_size: \(schema) } }
                    Kind: { type: string, enum: [one, two], default: two }
                    Alias: { $ref: '#/components/schemas/Kind' }
                """,
            isLinting: isLinting
        )
    }

    @Test(arguments: [
        ("{ type: integer, default: 20 }", Constant.integer(20)),
        ("{ type: integer, format: int64, default: -20 }", .integer(-20)),
        ("{ type: number, default: 1 }", .number(1)),
        ("{ type: number, default: 0.5 }", .number(0.5)),
        ("{ type: boolean, default: false }", .boolean(false)),
        ("{ type: string, default: '' }", .string("")),
        ("{ type: [string, 'null'], default: x }", .string("x")),
        ("{ type: string, enum: [a, b-c], default: b-c }", .member("bC")),
        ("{ type: integer, enum: [1, 2], default: 2 }", .member("_2")),
        ("{ $ref: '#/components/schemas/Kind' }", .member("two")),
        ("{ $ref: '#/components/schemas/Alias' }", .member("two")),
        ("{ allOf: [{ $ref: '#/components/schemas/Kind' }], default: one }", .member("one")),
        ("{ anyOf: [{ type: string }, { type: 'null' }], default: x }", .string("x")),
        ("{ allOf: [{ type: string, default: x }] }", .string("x")),
        ("{ allOf: [{ $ref: '#/components/schemas/Kind' }] }", .member("two")),
    ])
    func aDefaultIsAConstant(schema: String, expected: Constant) throws {
        let api = try decide(schema).api
        guard case .structure(let structure) = api.types.first(where: { $0.name == "A" })?.kind else {
            Issue.record("no structure")
            return
        }
        #expect(structure.properties[0].defaultValue == DefaultValue(name: "defaultPageSize", value: expected))
        // The property and the argument stay optional, and absent unless they are given.
        #expect(structure.properties[0].isOptional)
        let endpoint = api.endpoints[0]
        for documentation in [structure.properties[0].documentation, endpoint.parameters[0].documentation] {
            #expect(documentation.notes.count { $0.hasPrefix("Default: ") } == 1)
        }
        #expect(endpoint.defaultsName == "SendDefaults")
        #expect(
            endpoint.defaults.map(\.value) == [
                DefaultValue(name: "pageSize", value: expected), DefaultValue(name: "part", value: expected),
            ]
        )
        #expect(endpoint.arguments.filter { $0.name == "pageSize" }.allSatisfy { $0.isOptional && $0.constant == nil })
    }

    @Test(arguments: [
        "{ type: integer, default: x }", "{ type: integer, default: 1.5 }", "{ type: string, default: 5 }",
        "{ type: string, default: null }", "{ type: string, enum: [a], default: b }", "{ type: string }",
        "{ type: integer, format: uint64, default: -1 }", "{ type: object, default: {} }", "{ default: x }",
        "{ type: string, format: date-time, default: '2020-01-01T00:00:00Z' }",
    ])
    func whatTheTypeCannotHoldIsNoConstant(schema: String) throws {
        let api = try decide(schema).api
        #expect(api.endpoints[0].defaultsName == nil)
    }

    @Test func lintTellsWhoAppliesADefault() throws {
        #expect(
            try decide("{ type: integer, default: 20 }", isLinting: true).remarks == [
                "warning: the server applies the default of 'page_size'; the client omits it, and has it as "
                    + "'SendDefaults.pageSize'",
                "warning: the server applies the default of 'page_size'; the client omits it, and has it as "
                    + "'A.defaultPageSize'",
            ]
        )
    }

    @Test func constantsOfOneNameAreNumbered() throws {
        let decision = try Decision(
            "A: { properties: { page_size: { type: integer, default: 1 }, pageSize: { type: integer, default: 2 } } }"
        )
        guard case .structure(let structure) = decision.api.types[0].kind else { return }
        #expect(structure.properties.map { $0.defaultValue?.name } == ["defaultPageSize", "defaultPageSize2"])
    }
}
