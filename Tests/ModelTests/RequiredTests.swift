import Testing

/// `required` without `properties` beside it (JSON Schema Validation 2020-12, section 6.5.3).
@Suite struct RequiredTests {
    private static let base = """
        Base: { type: object, required: [id], properties: { id: { type: string }, kind: { type: string } } }

        """

    @Test(arguments: [
        Row(
            "a part of allOf may only require",
            base + "A: { allOf: [{ $ref: '#/components/schemas/Base' }, { required: [kind] }] }",
            ("A", "{id: string, kind: string}"),
            ("Base", "{id: string, kind: string?}")
        ),
        Row(
            "beside allOf",
            base + "A: { allOf: [{ $ref: '#/components/schemas/Base' }], required: [kind] }",
            ("A", "{id: string, kind: string}")
        ),
        Row(
            "beside a reference, since OpenAPI 3.1 (Reference Object)",
            base + "A: { $ref: '#/components/schemas/Base', required: [kind] }",
            ("A", "{id: string, kind: string}")
        ),
        Row(
            "beside a reference, OpenAPI 3.0 ignores it",
            version: "3.0.3",
            base + "A: { $ref: '#/components/schemas/Base', required: [kind] }",
            ("A", "Base")
        ),
        Row(
            "through a chain of references",
            base + """
                Other: { $ref: '#/components/schemas/Base' }
                A: { $ref: '#/components/schemas/Other', required: [kind] }
                """,
            ("A", "{id: string, kind: string}")
        ),
        Row(
            "of a property that is required anyway, and of one that no schema has",
            base + """
                A: { allOf: [{ $ref: '#/components/schemas/Base' }, { required: [id] }] }
                B: { $ref: '#/components/schemas/Base', required: [id, other] }
                """,
            ("A", "Base"),
            ("B", "Base")
        ),
        Row(
            "of a schema that is no object",
            """
            List: { type: array, items: { type: string } }
            A: { $ref: '#/components/schemas/List', required: [kind] }
            """,
            ("A", "[string]")
        ),
        Row(
            "in a member of a union",
            base + """
                A:
                  oneOf:
                    - allOf: [{ $ref: '#/components/schemas/Base' }, { required: [kind] }]
                    - type: string
                """,
            ("A", "union: object A.Object, string string"),
            ("A.Object", "{id: string, kind: string}")
        ),
        Row(
            "of all members of a union",
            base + """
                Two: { type: object, required: [n], properties: { kind: { type: string }, n: { type: integer } } }
                Either: { oneOf: [{ $ref: '#/components/schemas/Base' }, { $ref: '#/components/schemas/Two' }] }
                A: { allOf: [{ $ref: '#/components/schemas/Either' }, { required: [kind] }] }
                """,
            ("A.Base", "{id: string, kind: string}"),
            ("A.Two", "{kind: string, n: int}")
        ),
    ])
    func requiredAloneCounts(_ row: Row) throws {
        try row.check()
    }
}
