import Testing

/// `allOf`, `oneOf`, `anyOf` and references with siblings (JSON Schema Core 2020-12, section 10.2.1; OpenAPI 3.1.1,
/// "Composition and Inheritance").
@Suite struct CompositionTests {
    private static let others = """
        Base: { type: object, required: [id], properties: { id: { type: string }, kind: { type: string } } }
        More: { type: object, properties: { more: { type: integer } } }
        Alias: { $ref: '#/components/schemas/Base' }
        Text: { type: string }
        Color: { type: string, enum: [red, blue] }
        Size: { enum: [1, 2] }
        Fixed: { const: fixed }
        Null: { type: 'null' }
        MaybeBase: { type: [object, 'null'], properties: { id: { type: string } } }
        List: { type: array, items: { type: string } }
        Map: { type: object, additionalProperties: { type: integer } }
        Either: { oneOf: [{ $ref: '#/components/schemas/Base' }, { $ref: '#/components/schemas/More' }] }
        """

    /// All parts apply to a value, so it has the properties of all.
    @Test(arguments: [
        SchemaRow("a single reference is the component", "{ allOf: [\(ref("Base"))] }", "Base"),
        SchemaRow("described, as in OpenAPI 3.0", "{ description: D, allOf: [\(ref("Base"))] }", "Base"),
        SchemaRow("with parts that say nothing", "{ allOf: [\(ref("Base")), { description: D }, {}] }", "Base"),
        SchemaRow("with a default", "{ allOf: [\(ref("Color"))], default: red }", "Color"),
        SchemaRow("a single inline part", "{ allOf: [{ type: string, format: date }] }", "day"),
        SchemaRow("nested", "{ allOf: [{ allOf: [\(ref("Base"))] }] }", "Base"),
        SchemaRow(
            "two references",
            "{ allOf: [\(ref("Base")), \(ref("More"))] }",
            "{id: string, kind?: string, more?: int}"
        ),
        SchemaRow(
            "in the order of the parts",
            "{ allOf: [\(ref("More")), \(ref("Base"))] }",
            "{more?: int, id: string, kind?: string}"
        ),
        SchemaRow(
            "a reference and an inline object",
            "{ allOf: [\(ref("Base")), { properties: { a: {} } }] }",
            "{id: string, kind?: string, a?: any}"
        ),
        SchemaRow(
            "properties beside allOf come last",
            "{ properties: { a: {} }, allOf: [\(ref("Base"))] }",
            "{id: string, kind?: string, a?: any}"
        ),
        SchemaRow(
            "a later part refines a property",
            "{ allOf: [\(ref("Base")), { properties: { kind: { enum: [x] } } }] }",
            "{id: string, kind?: string enum(x)}"
        ),
        SchemaRow(
            "a part that only repeats a name does not",
            "{ allOf: [\(ref("Base")), { properties: { kind: { description: D } } }] }",
            "{id: string, kind?: string}"
        ),
        SchemaRow(
            "the same part twice",
            "{ allOf: [\(ref("Base")), \(ref("Alias")), \(ref("More"))] }",
            "{id: string, kind?: string, more?: int}"
        ),
        SchemaRow(
            "required in any part",
            "{ allOf: [\(ref("Base")), \(ref("More")), { required: [more] }] }",
            "{id: string, kind?: string, more: int}"
        ),
        SchemaRow(
            "the last rule for others",
            "{ allOf: [\(ref("Base")), { additionalProperties: false }] }",
            "{id: string, kind?: string, no others}"
        ),
        SchemaRow(
            "patterns of all parts",
            "{ allOf: [\(ref("Base")), { patternProperties: { '^x': { type: string } } }] }",
            "{id: string, kind?: string, pattern: string}"
        ),
        SchemaRow("of text, the first typed part", "{ allOf: [{ minLength: 1 }, { type: string }] }", "string"),
        SchemaRow(
            "of text and a format, the first typed part",
            "{ allOf: [{ type: string }, { format: date-time }] }",
            "string"
        ),
        SchemaRow("of a map", "{ allOf: [\(ref("Map")), { description: D }] }", "Map"),
        SchemaRow("of a list", "{ allOf: [\(ref("List")), { minItems: 1 }] }", "List"),
        SchemaRow("of nothing", "{ allOf: [{ description: D }, {}] }", "any"),
        SchemaRow("a circle", "{ allOf: [\(ref("A"))] }", "A"),
        SchemaRow(
            "a circle beside properties",
            "{ allOf: [\(ref("A")), { properties: { a: {} } }] }",
            "{a?: any}"
        ),
    ])
    func allOf(_ row: SchemaRow) throws { try row.checkForm(with: Self.others) }

    /// Null in a composition: every part of `allOf` must allow it, one alternative suffices.
    @Test(arguments: [
        SchemaRow("a nullable composition", "{ nullable: true, allOf: [\(ref("Base"))] }", "Base or null"),
        SchemaRow("a part that only says null", "{ allOf: [\(ref("Base")), { nullable: true }] }", "Base or null"),
        SchemaRow("a nullable single part", "{ allOf: [\(ref("MaybeBase"))] }", "MaybeBase or null"),
        SchemaRow(
            "one nullable part of two does not suffice",
            "{ allOf: [\(ref("MaybeBase")), \(ref("More"))] }",
            "{id?: string, more?: int}"
        ),
        SchemaRow("an alternative null", "{ oneOf: [\(ref("Base")), { type: 'null' }] }", "Base or null"),
        SchemaRow("by reference", "{ anyOf: [\(ref("Base")), \(ref("Null"))] }", "Base or null"),
        SchemaRow("null first", "{ oneOf: [{ type: 'null' }, \(ref("Base"))] }", "Base or null"),
        SchemaRow(
            "a nullable alternative",
            "{ oneOf: [\(ref("MaybeBase")), \(ref("More"))] }",
            "MaybeBase or null | More or null"
        ),
        SchemaRow("only null", "{ oneOf: [{ type: 'null' }, { enum: [null] }] }", "null"),
    ])
    func null(_ row: SchemaRow) throws { try row.checkForm(with: Self.others) }

    /// One alternative applies (`oneOf`), or at least one (`anyOf`): a value has a single Swift type either way.
    @Test(arguments: [
        SchemaRow("two components", "{ oneOf: [\(ref("Base")), \(ref("More"))] }", "Base | More"),
        SchemaRow("anyOf is the same", "{ anyOf: [\(ref("Base")), \(ref("More"))] }", "Base | More"),
        SchemaRow("oneOf before anyOf", "{ oneOf: [\(ref("Base"))], anyOf: [\(ref("More"))] }", "Base"),
        SchemaRow("a single alternative", "{ oneOf: [\(ref("Base"))] }", "Base"),
        SchemaRow("scalars of several kinds", "{ oneOf: [{ type: string }, { type: integer }] }", "string | int"),
        SchemaRow("a value or a list of it", "{ oneOf: [{ type: string }, \(ref("List"))] }", "string | List"),
        SchemaRow("numbers of two kinds are numbers", "{ anyOf: [{ type: integer }, { type: number }] }", "double"),
        SchemaRow("whole numbers twice", "{ anyOf: [{ type: integer }, { type: integer }] }", "int"),
        SchemaRow("text twice", "{ anyOf: [{ type: string }, { type: string, maxLength: 3 }] }", "string"),
        SchemaRow("text and a format", "{ anyOf: [{ type: string }, { type: string, format: date }] }", "string | day"),
        SchemaRow(
            "any text and known values are an open enumeration",
            "{ anyOf: [{ type: string }, \(ref("Color"))] }",
            "string enum(red, blue)"
        ),
        SchemaRow(
            "two enumerations of text are one",
            "{ oneOf: [\(ref("Color")), { enum: [green] }] }",
            "string enum(red, blue, green)"
        ),
        SchemaRow(
            "a value of both counts once",
            "{ oneOf: [\(ref("Color")), { enum: [blue, green] }] }",
            "string enum(red, blue, green)"
        ),
        SchemaRow("enumerations of two types", "{ oneOf: [\(ref("Color")), \(ref("Size"))] }", "Color | Size"),
        SchemaRow(
            "constants of one kind are one enumeration, also beside other kinds",
            "{ oneOf: [{ const: 3 }, { title: FOUR, const: 4 }, { type: boolean }] }",
            "integer enum(3, 4 FOUR) | bool"
        ),
        SchemaRow(
            "of two kinds two",
            "{ oneOf: [{ const: a }, { const: 1 }, { enum: [b] }, { const: 2 }] }",
            "string enum(a, b) | integer enum(1, 2)"
        ),
        SchemaRow(
            "with any text beside them they stay open",
            "{ oneOf: [{ const: a }, { type: string }, { type: integer }] }",
            "string enum(a) | int"
        ),
        SchemaRow(
            "a constant by reference",
            "{ oneOf: [\(ref("Fixed")), { const: b }, { type: integer }] }",
            "string enum(fixed, b) | int"
        ),
        SchemaRow(
            "an enumeration by reference keeps its type",
            "{ oneOf: [\(ref("Color")), { const: b }, { const: c }, { type: integer }] }",
            "Color | string enum(b, c) | int"
        ),
        SchemaRow("a constant alone", "{ oneOf: [{ const: a }, { type: integer }] }", "'a' | int"),
        SchemaRow("alternatives that only require", "{ anyOf: [{ required: [a] }, { required: [b] }] }", "any"),
        SchemaRow(
            "an alternative of anything leaves the union open",
            "{ anyOf: [\(ref("Base")), {}] }",
            "Base"
        ),
        SchemaRow("unions of unions", "{ oneOf: [\(ref("Either")), { type: string }] }", "Either | string"),
        SchemaRow("a circle", "{ oneOf: [\(ref("A")), { type: string }] }", "A | string"),
        SchemaRow(
            "inline objects",
            "{ oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }",
            "{a?: any} | {b?: any}"
        ),
        SchemaRow(
            "the type beside oneOf adds nothing",
            "{ type: object, oneOf: [\(ref("Base")), \(ref("More"))] }",
            "Base | More"
        ),
    ])
    func alternatives(_ row: SchemaRow) throws { try row.checkForm(with: Self.others) }

    /// Alternatives beside properties: a value has the properties and is one of the alternatives.
    @Test(arguments: [
        SchemaRow(
            "each alternative has them too",
            "{ properties: { a: {} }, oneOf: [\(ref("Base")), \(ref("More"))] }",
            "{a?: any, id: string, kind?: string} | {a?: any, more?: int}"
        ),
        SchemaRow(
            "a part of allOf is a union",
            "{ allOf: [\(ref("Either")), { properties: { a: {} } }] }",
            "{a?: any, id: string, kind?: string} | {a?: any, more?: int}"
        ),
        SchemaRow(
            "a single alternative is merged",
            "{ properties: { a: {} }, oneOf: [\(ref("Base"))] }",
            "{a?: any, id: string, kind?: string}"
        ),
        SchemaRow(
            "with null beside it",
            "{ properties: { a: {} }, anyOf: [\(ref("Base")), \(ref("Null"))] }",
            "{a?: any, id: string, kind?: string} or null"
        ),
        SchemaRow(
            "of an object, null is none",
            "{ type: object, properties: { a: {} }, anyOf: [\(ref("Base")), \(ref("Null"))] }",
            "{a?: any, id: string, kind?: string}"
        ),
        SchemaRow(
            "alternatives that only require leave one object",
            "{ properties: { a: {}, b: {} }, anyOf: [{ required: [a] }, { required: [b] }] }",
            "{a?: any, b?: any}"
        ),
        SchemaRow(
            "an alternative that is no object keeps them untyped",
            "{ properties: { a: {} }, oneOf: [\(ref("Base")), { type: string }] }",
            "{a?: any} and alternatives"
        ),
        SchemaRow(
            "two unions multiply",
            "{ properties: { a: {} }, allOf: [\(ref("Either")), { anyOf: [{ properties: { x: {} } }, { properties: { y: {} } }] }] }",
            "{a?: any, id: string, kind?: string, x?: any} | {a?: any, id: string, kind?: string, y?: any} | "
                + "{a?: any, more?: int, x?: any} | {a?: any, more?: int, y?: any}"
        ),
        SchemaRow(
            "alternatives that extend the schema have the properties already",
            """
            A:
              properties: { t: { type: string } }
              oneOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' }]
            B: { allOf: [{ $ref: '#/components/schemas/A' }, { properties: { b: {} } }] }
            C: { allOf: [{ $ref: '#/components/schemas/A' }, { properties: { c: {} } }] }
            """,
            "B | C"
        ),
    ])
    func alternativesBesideProperties(_ row: SchemaRow) throws { try row.checkForm(with: Self.others) }

    /// Keywords beside `$ref`, which OpenAPI 3.0 ignores by the letter and documents use all the same.
    @Test(arguments: [
        SchemaRow("a description", "{ description: D, $ref: '#/components/schemas/Base' }", "Base"),
        SchemaRow(
            "properties",
            "{ properties: { a: {} }, $ref: '#/components/schemas/Base' }",
            "{id: string, kind?: string, a?: any}"
        ),
        SchemaRow(
            "allOf",
            "{ allOf: [\(ref("More"))], $ref: '#/components/schemas/Base' }",
            "{id: string, kind?: string, more?: int}"
        ),
        SchemaRow(
            "the same type",
            "{ type: object, $ref: '#/components/schemas/Base' }",
            "{id: string, kind?: string}"
        ),
        SchemaRow("of text", "{ type: string, $ref: '#/components/schemas/Color' }", "string enum(red, blue)"),
        SchemaRow(
            "an enumeration overrides",
            "{ enum: [red], $ref: '#/components/schemas/Color' }",
            "string enum(red)"
        ),
        SchemaRow(
            "in OpenAPI 3.0",
            "{ properties: { a: {} }, $ref: '#/components/schemas/Base' }",
            "{id: string, kind?: string, a?: any}",
            version: "3.0.3"
        ),
    ])
    func siblingsOfReferences(_ row: SchemaRow) throws { try row.checkForm(with: Self.others) }
}
