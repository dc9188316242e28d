import HandingerGeneratorDiagnostics
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import Testing

/// `--lenient`: documents with errors that concern only one place.
@Suite struct LenientTests {
    private func decide(schemas: String = "", paths: String = "{}") throws -> Decision {
        let lines = (schemas.isEmpty ? "A: {}" : schemas).split(separator: "\n").map { "    " + $0 }
        return try Decision(
            document: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                paths: \(paths)
                components:
                  schemas:
                \(lines.joined(separator: "\n"))
                """,
            isLenient: true
        )
    }

    /// A property of the schema and its type.
    @Test(arguments: [
        ("{ $ref: '#/components/schemas/None' }", "json?"),
        ("{ $ref: 'common.yaml#/Money' }", "json?"),
        ("{ $ref: 'https://example.com/money' }", "json?"),
        ("{ $ref: '#anchor' }", "json?"),
        ("{ $ref: 5 }", "json?"),
        ("{ type: String }", "json?"),
        ("{ type: 'string,' }", "json?"),
        ("{ type: String, format: date-time }", "json?"),
        ("{ type: [string, Foo] }", "json?"),
        ("{ type: 5 }", "json?"),
        ("{ type: Object, properties: { x: { type: integer } } }", "A.P?"),
        ("{ type: Array, items: { type: string } }", "[string]?"),
        ("{ type: String, enum: [a, b] }", "A.P?"),
        ("{ enum: text }", "json?"),
        ("{ type: string, enum: 5 }", "string?"),
        ("{ type: integer, nullable: maybe }", "int?"),
        ("{ type: integer, description: [x] }", "int?"),
        ("{ type: object, properties: [a] }", "[String: json]?"),
        ("{ type: object, required: x, properties: { y: { type: string } } }", "A.P?"),
        ("{ type: array, items: text }", "[json]?"),
        ("{ type: array, items: { $ref: '#/components/schemas/None' } }", "[json]?"),
        ("{ type: object, additionalProperties: { $ref: '#/components/schemas/None' } }", "[String: json]?"),
        ("{ allOf: { a: b } }", "json?"),
        ("{ allOf: [{ $ref: '#/components/schemas/None' }] }", "json?"),
        ("{ allOf: [{ $ref: '#/components/schemas/None' }, { properties: { x: {} } }] }", "A.P?"),
        ("{ anyOf: [{ $ref: '#/components/schemas/None' }, { type: 'null' }] }", "json?"),
        ("{ oneOf: [{ $ref: '#/components/schemas/None' }, { type: string }] }", "A.P?"),
        ("text", "json?"),
    ])
    func thePlaceIsAnyValue(schema: String, type: String) throws {
        let decision = try decide(schemas: "A: { type: object, properties: { p: \(schema) } }")
        #expect(try decision.type("A") == "{p: \(type)}")
        #expect(!decision.diagnostics.isEmpty)
    }

    @Test(arguments: [
        "A: { $ref: '#/components/schemas/None' }", "A: text", "A: { $ref: '#/components/schemas/A' }",
        "A: { $ref: '#/components/schemas/B' }\nB: { $ref: '#/components/schemas/A' }",
    ])
    func aComponentIsAnyValue(schemas: String) throws {
        let decision = try decide(schemas: schemas + "\nUse: { properties: { p: { $ref: '#/components/schemas/A' } } }")
        #expect(["{p: json?}", "{p: A?}"].contains(try decision.type("Use")))
        if decision.typeNames.contains("A") { #expect(["json", "wrapper of json"].contains(try decision.type("A"))) }
    }

    /// A member that is any value is tried last.
    @Test func aDanglingMemberOfAUnionTakesWhatNoOtherMemberTakes() throws {
        let decision = try decide(
            schemas: """
                A: { oneOf: [{ $ref: '#/components/schemas/None' }, { $ref: '#/components/schemas/B' }] }
                B: { type: object, required: [x], properties: { x: { type: string } } }
                """
        )
        #expect(try decision.type("A") == "union: noneValue json, b B")
        guard case .union(let union) = decision.api.types.first(where: { $0.name == "A" })?.kind else {
            Issue.record("no union")
            return
        }
        #expect(union.trials.map(\.member) == [1, 0])
    }

    @Test func badPartsOfOperationsAreLeftOut() throws {
        let decision = try decide(
            paths: """

                  /a/{id}:
                    get:
                      parameters:
                        - { name: id, in: path, required: true, schema: { type: String } }
                        - { in: query }
                        - { name: b, in: body }
                        - { $ref: '#/components/parameters/None' }
                        - { $ref: 'other.yaml#/P' }
                        - { name: s, in: query, style: weird }
                        - text
                      requestBody: { $ref: '#/components/requestBodies/None' }
                      responses:
                        200: { $ref: '#/components/responses/None' }
                        404: text
                    put: text
                  /b/{x: { get: { responses: { 200: { description: d } } } }
                  /c: { $ref: './c.yaml' }
                  /d: text
                """
        )
        #expect(decision.api.endpoints.map(\.functionName) == ["getAByID"])
        #expect(decision.api.endpoints[0].parameters.map(\.name) == ["id", "s"])
        #expect(decision.api.endpoints[0].body == nil)
        #expect(decision.remarks.count { $0.hasSuffix("(it is left out)") } == 12)
    }

    @Test func anUnreadableSchemeCannotBeMet() throws {
        let decision = try Decision(
            document: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                security: [{ a: [] }, { b: [] }, { c: [] }]
                paths: {}
                components:
                  securitySchemes:
                    a: { type: basic }
                    b: { type: apiKey, in: body, name: x }
                    c: { $ref: '#/components/securitySchemes/d' }
                """,
            isLenient: true
        )
        #expect(decision.api.security == [])
    }
}
