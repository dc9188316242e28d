import Testing

/// The spellings of null: `nullable` (OpenAPI 3.0), `type: 'null'` (3.1), `enum: [null]`, `const: null`, directly or
/// through references and alternatives. (OpenAPI 3.0.4, Schema Object; JSON Schema Core 2020-12, section 10.2.1.)
@Suite struct NullTests {
    private static let shared = """
        Child: { type: object, properties: { name: { type: string } } }
        Color: { type: string, enum: [red, blue] }
        NullEnum: { enum: [null] }
        NullAlias: { $ref: '#/components/schemas/NullEnum' }
        MaybeColor: { type: string, nullable: true, enum: [red, blue] }
        MaybeChild: { $ref: '#/components/schemas/Child', nullable: true }
        MaybeAlias: { $ref: '#/components/schemas/MaybeChild' }

        """

    /// The decision for an optional property `p` with the schema.
    private func property(_ schema: String, version: String) throws -> String {
        let schemas = Self.shared + "A: { type: object, properties: { p: \(schema) } }"
        let type = try Decision(schemas, version: version).type("A")
        return String(type.dropFirst("{p: ".count).dropLast())
    }

    @Test(
        arguments: ["3.0.3", "3.1.0"],
        [
            (
                "{ oneOf: [{ $ref: '#/components/schemas/Color' }, { $ref: '#/components/schemas/NullEnum' }] }",
                "Color or null?"
            ),
            (
                "{ oneOf: [{ $ref: '#/components/schemas/Color' }, { $ref: '#/components/schemas/NullAlias' }] }",
                "Color or null?"
            ),
            (
                "{ oneOf: [{ $ref: '#/components/schemas/Color' }, { allOf: [{ $ref: '#/components/schemas/NullEnum' }] }] }",
                "Color or null?"
            ),
            ("{ anyOf: [{ type: string, nullable: true }, { type: integer }] }", "A.P or null?"),
            ("{ oneOf: [{ type: string }, { type: integer, nullable: true }] }", "A.P or null?"),
            ("{ anyOf: [{ $ref: '#/components/schemas/Child', nullable: true }, { type: integer }] }", "A.P or null?"),
            ("{ anyOf: [{ $ref: '#/components/schemas/MaybeAlias' }, { type: integer }] }", "A.P or null?"),
            (
                "{ oneOf: [{ $ref: '#/components/schemas/Child' }, { $ref: '#/components/schemas/MaybeColor' }] }",
                "A.P or null?"
            ),
            ("{ allOf: [{ $ref: '#/components/schemas/Child' }, { nullable: true }] }", "Child or null?"),
            ("{ allOf: [{ $ref: '#/components/schemas/Child' }, { type: object, nullable: true }] }", "A.P or null?"),
            ("{ anyOf: [{ $ref: '#/components/schemas/Child' }, { nullable: true }] }", "Child or null?"),
            ("{ anyOf: [{ type: string }, { type: integer }, { nullable: true }] }", "A.P or null?"),
            ("{ $ref: '#/components/schemas/MaybeAlias' }", "Child or null?"),
            // Not null: both parts would have to allow it.
            ("{ allOf: [{ $ref: '#/components/schemas/MaybeChild' }, { properties: { a: {} } }] }", "A.P?"),
            ("{ oneOf: [{ $ref: '#/components/schemas/Color' }, { type: integer }] }", "A.P?"),
        ]
    )
    func nullIsFound(_ version: String, _ row: (schema: String, expected: String)) throws {
        let actual = try property(row.schema, version: version)
        #expect(actual == row.expected)
    }

    @Test func theOrderOfTheDocumentDoesNotMatterInACircle() throws {
        let a = "A: { anyOf: [{ $ref: '#/components/schemas/B' }, { type: integer }] }"
        let b = "B: { anyOf: [{ $ref: '#/components/schemas/A' }, { type: string, nullable: true }] }"
        let c = """
            C: { type: object, properties: { a: { $ref: '#/components/schemas/A' }, b: { $ref: '#/components/schemas/B' } } }
            """
        for schemas in [[a, b, c], [b, a, c], [c, b, a]] {
            #expect(try Decision(schemas.joined(separator: "\n")).type("C") == "{a: A or null?, b: B or null?}")
        }
    }
}
