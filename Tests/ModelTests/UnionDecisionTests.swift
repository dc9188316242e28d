import HandingerGeneratorDiagnostics
import Testing

/// How a union's members are told apart and named (OpenAPI 3.1.1, Discriminator Object).
@Suite struct UnionDecisionTests {
    private static let others = """
        Cat: { type: object, required: [kind], properties: { kind: { const: cat }, lives: { type: integer } } }
        Dog: { type: object, required: [kind], properties: { kind: { enum: [dog, puppy] }, name: { type: string } } }
        Fish: { type: object, properties: { fins: { type: integer } } }
        Bird: { type: object, properties: { wings: { type: integer } } }
        Pets: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] }
        Text: { type: string }
        """

    private static func union(_ names: String..., discriminator: String? = nil) -> String {
        "{ oneOf: [" + names.map { ref($0) }.joined(separator: ", ") + "]"
            + (discriminator.map { ", discriminator: \($0)" } ?? "") + " }"
    }

    /// With a discriminator.
    @Test(arguments: [
        SchemaRow(
            "without a mapping, by the names of the schemas",
            union("Fish", "Bird", discriminator: "{ propertyName: t }"),
            "by t: Fish[Fish], Bird[Bird]"
        ),
        SchemaRow(
            "by a mapping of references",
            union(
                "Fish",
                "Bird",
                discriminator:
                    "{ propertyName: t, mapping: { f: '#/components/schemas/Fish', b: '#/components/schemas/Bird' } }"
            ),
            "by t: f[f], b[b]"
        ),
        SchemaRow(
            "by a mapping of names",
            union("Fish", "Bird", discriminator: "{ propertyName: t, mapping: { f: Fish, b: Bird } }"),
            "by t: f[f], b[b]"
        ),
        SchemaRow(
            "several values for one member, which its schema names",
            union("Fish", "Bird", discriminator: "{ propertyName: t, mapping: { f: Fish, trout: Fish, b: Bird } }"),
            "by t: Fish[f|trout], b[b]"
        ),
        SchemaRow(
            "a member without an entry, by its name",
            union("Fish", "Bird", discriminator: "{ propertyName: t, mapping: { f: Fish } }"),
            "by t: f[f], Bird[Bird]"
        ),
        SchemaRow(
            "a value of the mapping belongs to its target alone",
            union("Fish", "Bird", discriminator: "{ propertyName: t, mapping: { Bird: Fish } }"),
            "by t: Bird[Bird], Bird?"
        ),
        SchemaRow(
            "the values that the members document, before their names",
            union("Cat", "Dog", discriminator: "{ propertyName: kind }"),
            "by kind: cat[cat], Dog[dog|puppy]"
        ),
        SchemaRow(
            "values that are numbers name no member",
            union("Fish", "Bird", discriminator: "{ propertyName: t, mapping: { 1: Fish, 2: Bird } }"),
            "by t: Fish[1], Bird[2]"
        ),
        SchemaRow(
            "a default member (OpenAPI 3.2)",
            union("Fish", "Bird", discriminator: "{ propertyName: t, defaultMapping: Bird }"),
            "by t: Fish[Fish], Bird[Bird]?",
            version: "3.2.0"
        ),
        SchemaRow(
            "an inline member without a value is tried",
            "{ oneOf: [\(ref("Fish")), { properties: { a: {} } }], discriminator: { propertyName: t } }",
            "by t: Fish[Fish], object?"
        ),
        SchemaRow(
            "a discriminator without propertyName is none",
            "{ oneOf: [\(ref("Fish")), \(ref("Bird"))] }",
            "by trial: Fish, Bird"
        ),
        SchemaRow(
            "members by their anchors, entries by pointer",
            """
            A:
              oneOf: [{ $ref: '#one' }, { $ref: '#two' }]
              discriminator: { propertyName: t, mapping: { 'x': '#/components/schemas/One', 'y': '#two' } }
            One: { $anchor: one, type: object }
            Two: { $anchor: two, type: object }
            """,
            "by t: x[x], y[y]"
        ),
        SchemaRow(
            "a mapping beside inherited values",
            """
            A: { oneOf: [{ $ref: '#/components/schemas/One' }, { $ref: '#/components/schemas/Two' }] }
            Parent:
              type: object
              properties: { t: { type: string } }
              discriminator: { propertyName: t, mapping: { one: One, two: Two, three: Three } }
            One: { allOf: [{ $ref: '#/components/schemas/Parent' }] }
            Two: { allOf: [{ $ref: '#/components/schemas/Parent' }] }
            Three: { allOf: [{ $ref: '#/components/schemas/Parent' }] }
            """,
            "by t: one[one], two[two]"
        ),
    ])
    func discriminators(_ row: SchemaRow) throws { try row.checkUnion(with: Self.others) }

    /// Without a discriminator, a property with fixed values in all members decides.
    @Test(arguments: [
        SchemaRow("constants and enumerations", union("Cat", "Dog"), "by kind: cat[cat], Dog[dog|puppy]"),
        SchemaRow("no property in common", union("Fish", "Bird"), "by trial: Fish, Bird"),
        SchemaRow(
            "members without the property are tried",
            union("Cat", "Fish"),
            "by kind: cat[cat], Fish?"
        ),
        SchemaRow(
            "if some lack it, several values are no constant",
            union("Dog", "Fish"),
            "by trial: Dog, Fish"
        ),
        SchemaRow(
            "the members of a union in the union",
            union("Pets", "Fish"),
            "by trial: Pets, Fish"
        ),
        SchemaRow("scalars", "{ oneOf: [{ type: string }, { type: integer }] }", "by trial: string, integer"),
        SchemaRow("types of one schema", "{ type: [string, boolean] }", "by trial: string, boolean"),
        SchemaRow(
            "the property that chooses most members",
            """
            A:
              oneOf:
                - { properties: { v: { const: x }, k: { const: a } }, required: [v, k] }
                - { properties: { v: { const: x }, k: { const: b } }, required: [v, k] }
            """,
            "by k: a[a], b[b]"
        ),
        SchemaRow(
            "of two that choose as many, the one whose values are names",
            """
            A:
              oneOf:
                - { properties: { n: { const: 1 }, k: { const: a } }, required: [n, k] }
                - { properties: { n: { const: 2 }, k: { const: b } }, required: [n, k] }
            """,
            "by k: a[a], b[b]"
        ),
        SchemaRow(
            "numbers, named with the property",
            """
            A:
              oneOf:
                - { properties: { n: { const: 1 } }, required: [n] }
                - { properties: { n: { const: 2 } }, required: [n] }
            """,
            "by n: n 1[1], n 2[2]"
        ),
        SchemaRow(
            "truth values, named with the property",
            """
            A:
              oneOf:
                - { properties: { ok: { const: true } }, required: [ok] }
                - { properties: { ok: { enum: [false] } }, required: [ok] }
            """,
            "by ok: ok true[true], ok false[false]"
        ),
        SchemaRow(
            "values through references and null",
            """
            A:
              oneOf:
                - { properties: { k: { $ref: '#/components/schemas/KA' } }, required: [k] }
                - { properties: { k: { anyOf: [{ const: b }, { type: 'null' }] } }, required: [k] }
            KA: { const: a }
            """,
            "by k: a[a], b[b]"
        ),
        SchemaRow(
            "values in a part of allOf",
            """
            A:
              oneOf:
                - { allOf: [{ $ref: '#/components/schemas/Fish' }, { properties: { k: { const: a } } }] }
                - { allOf: [{ $ref: '#/components/schemas/Fish' }, { properties: { k: { const: b } } }] }
            """,
            "by k: a[a], b[b]"
        ),
        SchemaRow(
            "a value that two members share chooses none of them alone",
            """
            A:
              oneOf:
                - { title: One, properties: { k: { enum: [a, b] } }, required: [k] }
                - { title: Two, properties: { k: { enum: [b, c] } }, required: [k] }
            """,
            "by k: One[a|b], Two[b|c]"
        ),
        SchemaRow(
            "values of all members that are equal decide nothing",
            """
            A:
              oneOf:
                - { title: One, properties: { k: { const: a } }, required: [k] }
                - { title: Two, properties: { k: { const: a } }, required: [k] }
            """,
            "by trial: One, Two"
        ),
    ])
    func inferred(_ row: SchemaRow) throws { try row.checkUnion(with: Self.others) }

    /// The texts that the names of the cases come from.
    @Test(arguments: [
        SchemaRow("components", union("Fish", "Text"), "by trial: Fish, Text"),
        SchemaRow(
            "titles of inline members",
            "{ oneOf: [{ title: Big one, properties: { a: {} } }, { title: Small one, properties: { b: {} } }] }",
            "by trial: Big one, Small one"
        ),
        SchemaRow("dates", "{ oneOf: [{ type: string, format: date }, { type: boolean }] }", "by trial: date, boolean"),
        SchemaRow(
            "timestamps and bytes",
            "{ oneOf: [{ type: string, format: date-time }, { type: string, format: byte }, { type: number }] }",
            "by trial: date, data, number"
        ),
        SchemaRow(
            "lists, by their elements",
            "{ oneOf: [{ type: array, items: { type: string } }, { items: \(ref("Fish")) }, { type: array }] }",
            "by trial: stringList, FishList, list"
        ),
        SchemaRow(
            "lists of lists",
            "{ oneOf: [{ items: { items: { type: integer } } }, { type: string }] }",
            "by trial: integerListList, string"
        ),
        SchemaRow("maps", "{ oneOf: [{ type: object }, { type: string }] }", "by trial: map, string"),
        SchemaRow(
            "objects",
            "{ oneOf: [{ properties: { a: {} } }, { type: string }] }",
            "by trial: object, string"
        ),
        SchemaRow("enumerations", "{ oneOf: [{ enum: [1, 2] }, { enum: [a, b] }] }", "by trial: integer, string"),
        SchemaRow(
            "constants",
            "{ oneOf: [{ const: 3 }, { const: true }, { type: string }] }",
            "by trial: integer, boolean, string"
        ),
    ])
    func labels(_ row: SchemaRow) throws { try row.checkUnion(with: Self.others) }

    /// Entries of a mapping that name no member.
    @Test(arguments: [
        (
            "{ propertyName: t, mapping: { x: Fsh } }",
            "'x' is mapped to 'Fsh', which is no member of this union; did you mean 'Fish'?"
        ),
        (
            "{ propertyName: t, mapping: { x: '#/components/schemas/Cat' } }",
            "'x' is mapped to '#/components/schemas/Cat', which is no member of this union; the entry is ignored"
        ),
        (
            "{ propertyName: t, defaultMapping: Nothing }",
            "the default is mapped to 'Nothing', which is no member of this union; the entry is ignored"
        ),
    ])
    func mappingsToNothing(_ discriminator: String, _ message: String) throws {
        let schema = Self.union("Fish", "Bird", discriminator: discriminator)
        let passes = try SchemaRow("", schema, "", version: "3.2.0").passes(with: Self.others)
        #expect(passes.diagnostics.sorted.map(\.message) == [message])
    }
}
