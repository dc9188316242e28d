import Testing

/// Schemas without composition (OpenAPI 3.1.1, Data Types; JSON Schema Validation 2020-12, section 6.1).
@Suite struct TypeFormTests {
    /// `type` and `format` (OpenAPI 3.1.1, Data Type Format; the Format Registry).
    @Test(arguments: [
        SchemaRow("text", "{ type: string }", "string"),
        SchemaRow("a timestamp", "{ type: string, format: date-time }", "date"),
        SchemaRow("a date", "{ type: string, format: date }", "day"),
        SchemaRow("bytes in Base64, in OpenAPI 3.0", "{ type: string, format: byte }", "data"),
        SchemaRow("bytes in Base64, since 3.1", "{ type: string, contentEncoding: base64 }", "data"),
        SchemaRow("other encodings stay text", "{ type: string, contentEncoding: base32 }", "string"),
        SchemaRow("other formats stay text", "{ type: string, format: uuid }", "string"),
        SchemaRow("a time has no type", "{ type: string, format: time }", "string"),
        SchemaRow("binary is text outside a body", "{ type: string, format: binary }", "string"),
        SchemaRow("a pattern does not change the type", "{ type: string, pattern: '^a$', maxLength: 3 }", "string"),
        SchemaRow("whole numbers", "{ type: integer }", "int"),
        SchemaRow("32 bits fit in an Int", "{ type: integer, format: int32 }", "int"),
        SchemaRow("64 bits", "{ type: integer, format: int64 }", "int64"),
        SchemaRow("64 bits without a sign", "{ type: integer, format: uint64 }", "uint64"),
        SchemaRow("other formats of whole numbers", "{ type: integer, format: unix-time }", "int"),
        SchemaRow("numbers", "{ type: number }", "double"),
        SchemaRow("float is a double", "{ type: number, format: float }", "double"),
        SchemaRow("a format does not make a number whole", "{ type: number, format: int64 }", "double"),
        SchemaRow("truth values", "{ type: boolean }", "bool"),
        SchemaRow("an object without properties is a map of anything", "{ type: object }", "[String: any]"),
        SchemaRow("a list of anything", "{ type: array }", "[any]"),
        SchemaRow("only null", "{ type: 'null' }", "null"),
        SchemaRow("a format alone decides nothing", "{ format: date-time }", "any"),
        SchemaRow("constraints alone decide nothing", "{ minimum: 3, maxLength: 2 }", "any"),
        SchemaRow("documentation alone decides nothing", "{ title: T, description: D, deprecated: true }", "any"),
        SchemaRow("an empty schema", "{}", "any"),
    ])
    func types(_ row: SchemaRow) throws { try row.checkForm() }

    /// Boolean schemas (JSON Schema Core 2020-12, section 4.3.2).
    @Test(arguments: [
        SchemaRow("true allows everything", "true", "any"),
        SchemaRow("false allows nothing, which no type says", "false", "any"),
        SchemaRow("as elements", "{ type: array, items: true }", "[any]"),
        SchemaRow("as a property", "{ properties: { p: true } }", "{p?: any}"),
        SchemaRow("false is left out of alternatives", "{ oneOf: [false, { type: string }] }", "string"),
    ])
    func booleans(_ row: SchemaRow) throws { try row.checkForm() }

    /// Several types (JSON Schema Validation 2020-12, section 6.1.1).
    @Test(arguments: [
        SchemaRow("one in a list", "{ type: [string] }", "string"),
        SchemaRow("null makes it optional", "{ type: [string, 'null'] }", "string or null"),
        SchemaRow("the order does not matter", "{ type: ['null', string] }", "string or null"),
        SchemaRow("null twice", "{ type: ['null', 'null'] }", "null"),
        SchemaRow("two types are a union", "{ type: [string, integer] }", "string | int"),
        SchemaRow("in the order of the document", "{ type: [integer, string] }", "int | string"),
        SchemaRow("three and null", "{ type: [string, boolean, 'null', number] }", "string | bool | double or null"),
        SchemaRow("whole numbers are numbers", "{ type: [integer, number] }", "double"),
        SchemaRow("in either order, with null", "{ type: [number, integer, 'null'] }", "double or null"),
        SchemaRow("text or a list", "{ type: [string, array], items: { type: integer } }", "string | [int]"),
        SchemaRow(
            "text or an object",
            "{ type: [string, object], properties: { a: { type: integer } } }",
            "string | {a?: int}"
        ),
        SchemaRow("a format goes with its type", "{ type: [string, 'null'], format: date }", "day or null"),
        SchemaRow("a format of one of two types", "{ type: [string, integer], format: date-time }", "date | int"),
    ])
    func severalTypes(_ row: SchemaRow) throws { try row.checkForm() }

    /// Without `type`, the keywords decide (JSON Schema Core 2020-12, section 4.2.1: keywords apply to their types only;
    /// authors mean the type).
    @Test(arguments: [
        SchemaRow("properties", "{ properties: { a: {} } }", "{a?: any}"),
        SchemaRow("additional properties", "{ additionalProperties: { type: string } }", "[String: string]"),
        SchemaRow("patterns", "{ patternProperties: { '^x': { type: string } } }", "[String: string]"),
        SchemaRow("items", "{ items: { type: string } }", "[string]"),
        SchemaRow("prefixItems", "{ prefixItems: [{ type: string }] }", "[string]"),
        SchemaRow("required alone decides nothing", "{ required: [a] }", "any"),
        SchemaRow("properties before items", "{ properties: { a: {} }, items: {} }", "{a?: any}"),
    ])
    func withoutType(_ row: SchemaRow) throws { try row.checkForm() }

    /// `items` and `prefixItems` (JSON Schema Core 2020-12, section 10.3.1).
    @Test(arguments: [
        SchemaRow("elements", "{ type: array, items: { type: integer } }", "[int]"),
        SchemaRow("nullable elements", "{ type: array, items: { type: [integer, 'null'] } }", "[int or null]"),
        SchemaRow("elements by reference", "{ type: array, items: \(ref("Pet")) }", "[Pet]"),
        SchemaRow("lists of lists", "{ type: array, items: { items: { type: string } } }", "[[string]]"),
        SchemaRow("elements of anything", "{ type: array, items: {} }", "[any]"),
        SchemaRow(
            "a tuple is a list of the union of its places",
            "{ prefixItems: [{ type: string }, { type: integer }] }",
            "[string | int]"
        ),
        SchemaRow("equal places count once", "{ prefixItems: [{ type: number }, { type: number }] }", "[double]"),
        SchemaRow(
            "the rest of a tuple",
            "{ prefixItems: [{ type: string }], items: { type: integer } }",
            "[string | int]"
        ),
        SchemaRow("a closed tuple", "{ prefixItems: [{ type: string }], items: false }", "[string]"),
        SchemaRow("a tuple with a rest of anything", "{ prefixItems: [{ type: string }], items: true }", "[any]"),
        SchemaRow("a place of anything", "{ prefixItems: [{ type: string }, {}] }", "[any]"),
        SchemaRow(
            "the older spelling of a tuple",
            "{ items: [{ type: string }, { type: boolean }] }",
            "[string | bool]"
        ),
        SchemaRow(
            "a place of references",
            "{ prefixItems: [\(ref("Pet")), \(ref("Pet")), { type: 'null' }] }",
            "[Pet or null]"
        ),
    ])
    func arrays(_ row: SchemaRow) throws { try row.checkForm(with: "Pet: { properties: { a: {} } }") }

    /// `properties`, `patternProperties` and `additionalProperties` (JSON Schema Core 2020-12, section 10.3.2).
    @Test(arguments: [
        SchemaRow(
            "required ones and others",
            "{ required: [a], properties: { a: { type: string }, b: { type: integer } } }",
            "{a: string, b?: int}"
        ),
        SchemaRow("in the order of the document", "{ properties: { z: {}, a: {} } }", "{z?: any, a?: any}"),
        SchemaRow("required without a schema", "{ required: [x], properties: { a: {} } }", "{a?: any}"),
        SchemaRow("a map of a type", "{ type: object, additionalProperties: { type: integer } }", "[String: int]"),
        SchemaRow("a map of components", "{ additionalProperties: \(ref("Pet")) }", "[String: Pet]"),
        SchemaRow("a map of maps", "{ additionalProperties: { additionalProperties: {} } }", "[String: [String: any]]"),
        SchemaRow("a map of anything, said", "{ type: object, additionalProperties: true }", "[String: any]"),
        SchemaRow("an empty object is a map", "{ type: object, additionalProperties: false }", "[String: any]"),
        SchemaRow(
            "properties and others",
            "{ properties: { a: {} }, additionalProperties: { type: integer } }",
            "{a?: any, others: int}"
        ),
        SchemaRow(
            "properties and no others",
            "{ properties: { a: {} }, additionalProperties: false }",
            "{a?: any, no others}"
        ),
        SchemaRow(
            "properties and any others",
            "{ properties: { a: {} }, additionalProperties: true }",
            "{a?: any}"
        ),
        SchemaRow(
            "a single pattern is a map",
            "{ type: object, patternProperties: { '^a': { type: integer } } }",
            "[String: int]"
        ),
        SchemaRow(
            "several patterns are a map of anything",
            "{ type: object, patternProperties: { '^a': { type: integer }, '^b': { type: string } } }",
            "[String: any]"
        ),
        SchemaRow(
            "properties and a pattern",
            "{ properties: { a: {} }, patternProperties: { '^x-': { type: string } } }",
            "{a?: any, pattern: string}"
        ),
        SchemaRow("a nullable object", "{ type: [object, 'null'], properties: { a: {} } }", "{a?: any} or null"),
        SchemaRow(
            "a recursive object",
            "{ properties: { next: \(ref("A")) } }",
            "{next?: A}"
        ),
        SchemaRow(
            "names that differ only in normalisation are two",
            #"{ properties: { "\u00e9": { type: string }, "e\u0301": { type: integer } } }"#,
            "{\u{E9}?: string, e\u{301}?: int}"
        ),
    ])
    func objects(_ row: SchemaRow) throws { try row.checkForm(with: "Pet: { properties: { a: {} } }") }

    /// `enum` and `const` (JSON Schema Validation 2020-12, sections 6.1.2 and 6.1.3).
    @Test(arguments: [
        SchemaRow("strings", "{ enum: [a, b] }", "string enum(a, b)"),
        SchemaRow("the type beside it adds nothing", "{ type: string, enum: [a, b] }", "string enum(a, b)"),
        SchemaRow("whole numbers", "{ enum: [1, 2] }", "integer enum(1, 2)"),
        SchemaRow("numbers", "{ enum: [1, 2.5] }", "double enum(1, 2.5)"),
        SchemaRow("several types", "{ enum: [1, a] }", "json enum(1, a)"),
        SchemaRow("null makes it optional", "{ enum: [a, null] }", "string enum(a) or null"),
        SchemaRow("null only", "{ enum: [null] }", "null"),
        SchemaRow("truth values are no enumeration", "{ enum: [true, false] }", "bool"),
        SchemaRow("a single truth value is a constant", "{ enum: [true] }", "true"),
        SchemaRow("objects are anything", "{ enum: [{ a: 1 }, { a: 2 }] }", "any"),
        SchemaRow("a list among them", "{ enum: [a, [b]] }", "any"),
        SchemaRow("a single string stays open", "{ enum: [a] }", "string enum(a)"),
        SchemaRow("a constant string", "{ const: a }", "'a'"),
        SchemaRow("a constant with its type", "{ type: string, const: a }", "'a'"),
        SchemaRow("a constant whole number", "{ const: 3 }", "3"),
        SchemaRow("a constant number", "{ const: 3.5 }", "3.5"),
        SchemaRow("a constant truth value", "{ const: false }", "false"),
        SchemaRow("a constant null", "{ const: null }", "null"),
        SchemaRow("a constant object is anything", "{ const: { a: 1 } }", "any"),
        SchemaRow("a nullable constant", "{ type: [string, 'null'], const: a }", "'a' or null"),
        SchemaRow("a constant before an enumeration", "{ const: a, enum: [a, b] }", "'a'"),
        SchemaRow("an enumeration before properties", "{ enum: [a], properties: { p: {} } }", "string enum(a)"),
        SchemaRow("an empty enumeration is ignored", "{ type: integer, enum: [] }", "int"),
    ])
    func values(_ row: SchemaRow) throws { try row.checkForm() }

    /// The dialect of OpenAPI 3.0 (OpenAPI 3.0.4, Schema Object, "Fixed Fields").
    @Test(arguments: [
        SchemaRow("nullable", "{ type: string, nullable: true }", "string or null", version: "3.0.3"),
        SchemaRow("not nullable, said", "{ type: string, nullable: false }", "string", version: "3.0.3"),
        SchemaRow("nullable in a newer document", "{ type: string, nullable: true }", "string or null"),
        SchemaRow("nullable without a type", "{ nullable: true }", "any or null", version: "3.0.3"),
        SchemaRow(
            "a nullable enumeration need not list null",
            "{ type: string, nullable: true, enum: [a] }",
            "string enum(a) or null",
            version: "3.0.3"
        ),
        SchemaRow(
            "a nullable enumeration that does",
            "{ type: string, nullable: true, enum: [a, null] }",
            "string enum(a) or null",
            version: "3.0.3"
        ),
        SchemaRow(
            "a nullable reference",
            "{ nullable: true, $ref: '#/components/schemas/Pet' }",
            "Pet or null",
            version: "3.0.3"
        ),
        SchemaRow(
            "a nullable list",
            "{ type: array, nullable: true, items: { type: string, nullable: true } }",
            "[string or null] or null",
            version: "3.0.3"
        ),
    ])
    func dialect3_0(_ row: SchemaRow) throws { try row.checkForm(with: "Pet: { properties: { a: {} } }") }
}
