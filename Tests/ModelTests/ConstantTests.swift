import Testing

/// Constants as members of unions (JSON Schema Validation 2020-12, section 6.1.3; OpenAPI 3.2, "Annotated
/// Enumerations").
@Suite struct ConstantTests {
    @Test(arguments: [
        Row(
            "numbers with titles",
            "A: { oneOf: [{ title: HIGH, const: 2 }, { title: LOW, const: 1 }] }",
            ("A", "enum high=2, low=1")
        ),
        Row(
            "with the type beside oneOf",
            "A: { type: integer, oneOf: [{ title: HIGH, const: 2 }, { title: LOW, const: 1 }] }",
            ("A", "enum high=2, low=1")
        ),
        Row(
            "with the type beside each constant",
            "A: { anyOf: [{ title: HIGH, type: integer, const: 2 }, { title: LOW, type: integer, const: 1 }] }",
            ("A", "enum high=2, low=1")
        ),
        Row(
            "an enum of one value is a constant",
            "A: { oneOf: [{ title: HIGH, enum: [2] }, { title: LOW, enum: [1] }] }",
            ("A", "enum high=2, low=1")
        ),
        Row(
            "strings with titles",
            "A: { oneOf: [{ title: Germany, const: de }, { const: fr }] }",
            ("A", "enum germany=de, fr=fr")
        ),
        Row(
            "a title that several constants have is no name",
            "A: { oneOf: [{ title: T, const: 1 }, { title: T, const: 2 }] }",
            ("A", "enum _1=1, _2=2")
        ),
        Row(
            "through references",
            """
            High: { title: HIGH, const: 2 }
            Low: { title: LOW, const: 1 }
            A: { oneOf: [{ $ref: '#/components/schemas/High' }, { $ref: '#/components/schemas/Low' }] }
            """,
            ("A", "enum high=2, low=1")
        ),
        Row(
            "numbers, known and other ones",
            "A: { anyOf: [{ type: integer }, { title: ALL, const: -1 }] }",
            ("A", "enum all=-1")
        ),
        Row("fractions", "A: { oneOf: [{ const: 0.5 }, { const: 1 }] }", ("A", "enum _05=0.5, _1=1")),
        Row(
            "several kinds",
            "A: { oneOf: [{ const: 3 }, { type: string }] }",
            ("A", "union: integer int, string string")
        ),
        Row(
            "several kinds of constants",
            "A: { oneOf: [{ const: 3 }, { const: auto }, { const: true }, { const: 0.5 }] }",
            ("A", "union: integer int, string string, boolean bool, number double")
        ),
        Row(
            "and null",
            "A: { type: object, properties: { p: { oneOf: [{ const: 1 }, { const: 2 }, { const: null }] } } }",
            ("A", "{p: A.P or null?}"),
            ("A.P", "enum _1=1, _2=2")
        ),
    ])
    func constants(_ row: Row) throws {
        try row.check()
    }
}
