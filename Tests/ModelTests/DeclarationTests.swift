import Testing

/// The Swift types of schemas, with their names (Swift API Design Guidelines).
@Suite struct DeclarationTests {
    /// Objects (OpenAPI 3.1.1, Schema Object).
    @Test(arguments: [
        Row(
            "required, optional and nullable properties",
            "A: { required: [a, b], properties: { a: { type: string }, b: { type: [string, 'null'] }, "
                + "c: { type: string }, d: { type: [string, 'null'] } } }",
            ("A", "{a: string, b: string or null, c: string?, d: string or null?}")
        ),
        Row(
            "anything includes null",
            "A: { properties: { a: {}, b: { nullable: true } } }",
            ("A", "{a: json?, b: json?}")
        ),
        Row(
            "names are Swift's",
            "A: { properties: { user_id: { type: string }, Is-OK: { type: boolean } } }",
            ("A", "{userID: string?, isOK: bool?}")
        ),
        Row(
            "names that are one in Swift",
            "A: { properties: { a_b: { type: string }, a-b: { type: integer } } }",
            ("A", "{aB: string?, aB2: int?}")
        ),
        Row(
            "an inline object is nested",
            "A: { properties: { owner: { properties: { n: { type: string } } } } }",
            ("A", "{owner: A.Owner?}"),
            ("A.Owner", "{n: string?}")
        ),
        Row(
            "so is an inline enumeration",
            "A: { properties: { state: { enum: [on, off] } } }",
            ("A", "{state: A.State?}"),
            ("A.State", "enum on=on, off=off")
        ),
        Row(
            "elements of a list are named in the singular",
            "A: { properties: { owners: { type: array, items: { properties: { n: {} } } } } }",
            ("A", "{owners: [A.Owner]?}")
        ),
        Row(
            "elements of a word without plural",
            "A: { properties: { data: { type: array, items: { enum: [a] } } } }",
            ("A", "{data: [A.DataItem]?}")
        ),
        Row(
            "values of a map",
            "A: { properties: { m: { additionalProperties: { properties: { n: {} } } } } }",
            ("A", "{m: [String: A.MValue]?}")
        ),
        Row(
            "nullable elements",
            "A: { properties: { l: { type: array, items: { type: [string, 'null'] } } } }",
            ("A", "{l: [string?]?}")
        ),
        Row(
            "elements of anything are not optional",
            "A: { properties: { l: { type: array, items: { nullable: true } } } }",
            ("A", "{l: [json]?}")
        ),
    ])
    func objects(_ row: Row) throws { try row.check() }

    /// Components that are no objects (OpenAPI 3.1.1, Components Object).
    @Test(arguments: [
        Row("text is an alias", "A: { type: string }", ("A", "string")),
        Row("a list is an alias", "A: { type: array, items: { type: integer } }", ("A", "[int]")),
        Row(
            "a list of inline objects",
            "A: { type: array, items: { properties: { n: { type: string } } } }",
            ("A", "[AItem]"),
            ("AItem", "{n: string?}")
        ),
        Row(
            "a reference is an alias",
            "A: { $ref: '#/components/schemas/B' }\nB: { properties: { n: {} } }",
            ("A", "B"),
            ("B", "{n: json?}")
        ),
        Row(
            "an alias of an alias",
            "A: { $ref: '#/components/schemas/B' }\nB: { type: integer }",
            ("A", "int"),
            ("B", "int")
        ),
        Row("a map is an alias", "A: { type: object }", ("A", "[String: json]")),
        Row(
            "a recursive list is a wrapper",
            "A: { type: array, items: { $ref: '#/components/schemas/A' } }",
            ("A", "wrapper of [A]")
        ),
        Row(
            "a recursive map is one too",
            "A: { additionalProperties: { $ref: '#/components/schemas/A' } }",
            ("A", "wrapper of [String: A]")
        ),
        Row("names are Swift's", "pet-owner: { properties: { n: {} } }", ("PetOwner", "{n: json?}")),
        Row("names of Swift's types get a suffix", "Error: { properties: { n: {} } }", ("ErrorModel", "{n: json?}")),
        Row(
            "names that are one in Swift",
            "pet: { properties: { a: {} } }\nPet: { properties: { b: {} } }",
            ("Pet", "{a: json?}"),
            ("Pet2", "{b: json?}")
        ),
    ])
    func components(_ row: Row) throws { try row.check() }

    /// Enumerations (JSON Schema Validation 2020-12, section 6.1.2).
    @Test(arguments: [
        Row("of text", "A: { enum: [a, b-c] }", ("A", "enum a=a, bC=b-c")),
        Row("of numbers", "A: { enum: [1, 2] }", ("A", "enum _1=1, _2=2")),
        Row("a value twice", "A: { enum: [a, a, b] }", ("A", "enum a=a, b=b")),
        Row("a number and its text", "A: { enum: [1, '1'] }", ("A", "enum _1=1, _1String=1")),
        Row("empty text", "A: { enum: ['', a] }", ("A", "enum empty=, a=a")),
        Row(
            "two enumerations in a union are one",
            "A: { oneOf: [{ enum: [a] }, { enum: [b] }] }",
            ("A", "enum a=a, b=b")
        ),
    ])
    func enumerations(_ row: Row) throws { try row.check() }

    /// Unions (OpenAPI 3.1.1, "Composition and Inheritance").
    @Test(arguments: [
        Row(
            "of scalars",
            "A: { oneOf: [{ type: string }, { type: integer }] }",
            ("A", "union: string string, integer int")
        ),
        Row(
            "an inline member is nested",
            "A: { oneOf: [{ properties: { a: {} } }, { type: string }] }",
            ("A", "union: object A.Object, string string")
        ),
        Row(
            "members of the same Swift type share a case",
            "A: { oneOf: [{ type: string, title: One }, { type: string, format: email, title: Two }, { type: boolean }] }",
            ("A", "union: one string, boolean bool")
        ),
        Row(
            "members of one name",
            "A: { oneOf: [{ properties: { a: { type: string } } }, { properties: { a: { type: integer } } }] }",
            ("A", "union: object A.Object, object2 A.Object2")
        ),
        Row(
            "a title names the type too",
            "A: { oneOf: [{ title: Big One, properties: { a: {} } }, { type: string }] }",
            ("A", "union: bigOne A.BigOne, string string")
        ),
        Row(
            "a tag names case and type",
            "A: { oneOf: [{ properties: { t: { const: x } } }, { properties: { t: { const: y } } }] }",
            ("A", "union by t: x[x] A.X, y[y] A.Y")
        ),
        Row(
            "a nullable union",
            "A: { properties: { p: { oneOf: [{ type: string }, { type: integer }, { type: 'null' }] } } }",
            ("A", "{p: A.P or null?}")
        ),
    ])
    func unions(_ row: Row) throws { try row.check() }

    /// Names in scripts without case, or that begin with a digit, must hide no type (Swift, "Identifiers").
    @Test(arguments: [
        Row(
            "a case named like its type",
            """
            A: { oneOf: [{ $ref: '#/components/schemas/2fa' }, { $ref: '#/components/schemas/Key' }] }
            2fa: { properties: { a: {} } }
            Key: { properties: { b: {} } }
            """,
            ("A", "union: _2faValue _2fa, key Key")
        ),
        Row(
            "a case named like the type of another",
            """
            A: { oneOf: [{ title: 犬, properties: { a: {} } }, { type: array, items: { $ref: '#/components/schemas/犬' } }] }
            犬: { properties: { b: {} } }
            """,
            ("A", "union: 犬Value A.犬Type, 犬list [犬]")
        ),
        Row(
            "a property named like its type",
            "状态: { properties: { 状态: { $ref: '#/components/schemas/状态' } } }",
            ("状态", "{状态Value: boxed 状态?}")
        ),
        Row(
            "a property named like the type of another",
            """
            A: { properties: { 状态: { type: string }, last: { type: array, items: { $ref: '#/components/schemas/状态' } } } }
            状态: { properties: { b: {} } }
            """,
            ("A", "{状态Value: string?, last: [状态]?}")
        ),
        Row(
            "otherwise the name stays",
            "A: { properties: { 状态: { type: string }, 2fa: { type: string } } }",
            ("A", "{状态: string?, _2fa: string?}")
        ),
    ])
    func namesWithoutCase(_ row: Row) throws { try row.check() }

    /// Inline schemas that references name (OpenAPI 3.1.1, Reference Object).
    @Test(arguments: [
        Row(
            "have one type",
            """
            A: { properties: { p: { properties: { n: {} } } } }
            B: { properties: { q: { $ref: '#/components/schemas/A/properties/p' } } }
            """,
            ("A", "{p: AP?}"),
            ("B", "{q: AP?}"),
            ("AP", "{n: json?}")
        ),
        Row(
            "also if the reference comes first",
            """
            B: { properties: { q: { $ref: '#/components/schemas/C/properties/p' } } }
            C: { properties: { p: { enum: [a] } } }
            """,
            ("B", "{q: CP?}"),
            ("C", "{p: CP?}"),
            ("CP", "enum a=a")
        ),
        Row(
            "also inside another one",
            """
            A: { properties: { p: { properties: { n: { properties: { m: {} } } } } } }
            B: { properties: { q: { $ref: '#/components/schemas/A/properties/p' }, r: { $ref: '#/components/schemas/A/properties/p/properties/n' } } }
            """,
            ("A", "{p: AP?}"),
            ("AP", "{n: APN?}"),
            ("B", "{q: AP?, r: APN?}")
        ),
        Row(
            "also as elements, and nullable",
            """
            A: { properties: { l: { type: array, items: { type: [object, 'null'], properties: { n: {} } } } } }
            B: { $ref: '#/components/schemas/A/properties/l/items' }
            """,
            ("A", "{l: [AL?]?}"),
            ("B", "AL")
        ),
        Row(
            "also as members of a union",
            """
            A: { oneOf: [{ properties: { a: {} } }, { type: string }] }
            B: { properties: { q: { $ref: '#/components/schemas/A/oneOf/0' } } }
            """,
            ("A", "union: object A0, string string"),
            ("B", "{q: A0?}")
        ),
        Row(
            "recursively",
            "A: { properties: { p: { properties: { next: { $ref: '#/components/schemas/A/properties/p' } } } } }",
            ("A", "{p: AP?}"),
            ("AP", "{next: boxed AP?}")
        ),
        Row(
            "simple ones have none",
            """
            A: { properties: { p: { type: string } } }
            B: { properties: { q: { $ref: '#/components/schemas/A/properties/p' } } }
            """,
            ("A", "{p: string?}"),
            ("B", "{q: string?}")
        ),
    ])
    func inlineSchemas(_ row: Row) throws { try row.check() }

    /// Schemas outside `components/schemas` (OpenAPI 3.1.1, Reference Object).
    @Test func aSchemaElsewhereIsNamedByItsPlace() throws {
        let paths = """
            { /pets: { get: { operationId: list, responses: { '200': { description: D, content: { application/json: \
            { schema: { properties: { a: {} } } } } } } } } }
            """
        let place = "#/paths/~1pets/get/responses/200/content/application~1json/schema"
        let decision = try Decision("A: { properties: { p: { $ref: '\(place)' } } }", paths: paths)
        #expect(try decision.type("A") == "{p: PetsGet200ApplicationJSON?}")
    }
}
