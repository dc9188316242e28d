import HandingerGeneratorDiagnostics
import HandingerGeneratorModel
import Testing

/// Names of union members and doc comments that a reader wants to see.
@Suite struct PlainNameTests {
    private static let sentence =
        "Only for customers who have an account with us, and who have confirmed their address within the last ten days."

    @Test(arguments: [
        Row(
            "a title comes before a value that happens to be fixed",
            """
            A:
              oneOf:
                - { title: Card, type: object, properties: { kind: { const: card_payment } }, required: [kind] }
                - { title: Cash, type: object, properties: { kind: { const: cash_payment } }, required: [kind] }
            """,
            ("A", "union by kind: card[card_payment] A.Card, cash[cash_payment] A.Cash")
        ),
        Row(
            "a discriminator's value comes before a title",
            """
            A:
              discriminator: { propertyName: kind }
              oneOf:
                - { title: Card, type: object, properties: { kind: { const: one } }, required: [kind] }
                - { title: Cash, type: object, properties: { kind: { const: two } }, required: [kind] }
            """,
            ("A", "union by kind: one[one] A.One, two[two] A.Two")
        ),
        Row(
            "a sentence is no tag",
            """
            A:
              oneOf:
                - { type: object, properties: { description: { const: '\(sentence)' }, a: {} }, required: [a] }
                - { type: object, properties: { description: { const: 'Anyone.' }, b: {} }, required: [b] }
            """,
            ("A", "union: a A.A, b A.B")
        ),
        Row(
            "objects that differ in what they require",
            """
            A:
              anyOf:
                - { type: object, properties: { id: {}, url: {}, note: {} }, required: [id, url] }
                - { type: object, properties: { id: {}, file_id: {}, note: {} }, required: [id, file_id] }
                - { type: object, properties: { id: {}, text: {}, more: {} }, required: [id, text, more] }
            """,
            ("A", "union: url A.URLModel, fileID A.FileID, object A.Object")
        ),
        Row(
            "objects of which each has one property",
            "A: { anyOf: [{ properties: { a: {} } }, { properties: { b: {} } }, { type: string }] }",
            ("A", "union: a A.A, b A.B, string string")
        ),
        Row(
            "a single object",
            "A: { anyOf: [{ properties: { a: {} }, required: [a] }, { type: string }] }",
            ("A", "union: object A.Object, string string")
        ),
    ])
    func unionMembersAreNamed(_ row: Row) throws {
        try row.check()
    }

    /// The documentation of the property and parameter `user_name`, one line each.
    @Test(arguments: [
        ("{ type: string, description: Username }", ""),
        ("{ type: string, title: User Name }", ""),
        ("{ type: string, description: User name. }", ""),
        ("{ type: string, description: The user name. }", "The user name."),
        ("{ type: string, description: The name of the user. }", "The name of the user."),
        ("{ type: string, title: User Name, description: Who it is. }", "Who it is."),
        ("{ type: string, title: User Name, default: '' }", "Default: an empty string."),
        ("{ type: string, default: 'a`b' }", "Default: `` a`b ``."),
        ("{ type: string, default: x }", "Default: `x`."),
        ("{ type: integer, default: 0 }", "Default: `0`."),
        ("{ type: array, default: [] }", "Default: `[]`."),
        ("{ type: string, pattern: '' }", ""),
        ("{ type: string, pattern: '^`$' }", "Pattern: `` ^`$ ``."),
    ])
    func documentationSaysSomething(schema: String, expected: String) throws {
        let decision = try Decision(
            document: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                paths:
                  /a:
                    get:
                      parameters: [{ name: user_name, in: query, schema: \(schema) }]
                      responses: {}
                components: { schemas: { A: { properties: { user_name: \(schema) } } } }
                """
        )
        func text(_ documentation: Documentation) -> String {
            ([documentation.summary, documentation.description] + documentation.notes).filter { !$0.isEmpty }
                .joined(separator: "\n")
        }
        guard case .structure(let structure) = decision.api.types[0].kind else {
            Issue.record("no structure")
            return
        }
        #expect(text(structure.properties[0].documentation) == expected)
        #expect(text(decision.api.endpoints[0].parameters[0].documentation) == expected)
    }

    @Test(arguments: [
        (
            "A: { properties: { name: {} }, required: [name, nmae] }",
            ["warning: the property 'nmae' is required, but not described; did you mean 'name'?"]
        ),
        (
            "A: { allOf: [{ properties: { name: {} } }, { properties: { b: {} }, required: [age] }] }",
            ["warning: the property 'age' is required, but not described; add it to 'properties'"]
        ),
        ("A: { allOf: [{ properties: { name: {} } }, { required: [name] }] }", []),
    ])
    func lintReportsRequiredNamesWithoutAProperty(schemas: String, expected: [String]) throws {
        let decision = try Decision(schemas, isLinting: true)
        #expect(decision.remarks == expected)
        #expect(try Decision(schemas).remarks == [])
        for diagnostic in decision.diagnostics.sorted { #expect(diagnostic.pointer.tokens.contains("required")) }
    }
}
