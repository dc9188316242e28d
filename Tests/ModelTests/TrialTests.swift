import Testing

/// The order in which decoding tries the members of a union without a discriminator. `oneOf` lets a value fit one member
/// only, but types that keep unknown values accept more (JSON Schema Core 2020-12, section 10.2.1.3).
@Suite struct TrialTests {
    private static let others = """
        Color: { enum: [red, blue] }
        Size: { enum: [small, big] }
        Level: { enum: [1, 2] }
        Mixed: { enum: [1, x] }
        Tone: { anyOf: [{ type: string }, { enum: [high, low] }] }
        Cat: { type: object, required: [lives], properties: { lives: { type: integer } } }
        Dog: { type: object, required: [name, breed], properties: { name: { type: string }, breed: { type: string } } }
        Fish: { type: object, properties: { fins: { type: integer } } }
        Bird: { type: object, properties: { wings: { type: integer } } }
        """

    @Test(arguments: [
        // Scalars: the types that accept least come first.
        SchemaRow("truth values first", "{ oneOf: [{ type: string }, { type: boolean }] }", "boolean, string"),
        SchemaRow(
            "whole numbers before numbers",
            "{ oneOf: [{ type: number }, { type: integer }, { type: string }] }",
            "integer, number, string"
        ),
        SchemaRow(
            "dates before text",
            "{ oneOf: [{ type: string }, { type: string, format: date-time }] }",
            "date, string"
        ),
        SchemaRow("bytes before text", "{ oneOf: [{ type: string }, { type: string, format: byte }] }", "data, string"),
        SchemaRow(
            "lists before text",
            "{ oneOf: [{ type: string }, { type: array, items: { type: string } }] }",
            "stringList, string"
        ),
        SchemaRow("objects before maps", "{ oneOf: [{ type: object }, \(ref("Cat"))] }", "cat, map"),
        SchemaRow("anything last", "{ oneOf: [\(ref("Cat")), { type: array }, { type: object }] }", "list, cat, map"),

        // Enumerations: beside other types for the same values they take only the values that they list.
        SchemaRow(
            "an enumeration alone takes any text",
            "{ oneOf: [\(ref("Color")), { type: integer }] }",
            "integer, color"
        ),
        SchemaRow(
            "two enumerations",
            "{ oneOf: [\(ref("Color")), \(ref("Size")), { type: integer }] }",
            "known color, known size, integer"
        ),
        SchemaRow(
            "an enumeration and text",
            "{ oneOf: [\(ref("Color")), { type: string }, { type: integer }] }",
            "known color, integer, string"
        ),
        SchemaRow(
            "an enumeration and a date",
            "{ oneOf: [\(ref("Color")), { type: string, format: date }] }",
            "date, color"
        ),
        SchemaRow("enumerations of text and numbers", "{ oneOf: [\(ref("Color")), \(ref("Level"))] }", "color, level"),
        SchemaRow(
            "numbers and an enumeration of them",
            "{ oneOf: [\(ref("Level")), { type: integer }, { type: string }] }",
            "known level, integer, string"
        ),
        SchemaRow(
            "an enumeration of several types",
            "{ oneOf: [\(ref("Mixed")), \(ref("Color"))] }",
            "known mixed, known color"
        ),
        SchemaRow(
            "an enumeration that allows other values takes them at last",
            "{ oneOf: [\(ref("Tone")), \(ref("Color")), { type: integer }] }",
            "known tone, known color, integer, tone"
        ),

        // Objects: those that require more come first; a property of its own gates a member.
        SchemaRow("more required properties first", "{ oneOf: [\(ref("Cat")), \(ref("Dog"))] }", "dog, cat"),
        SchemaRow(
            "none required: by a property that no other has",
            "{ oneOf: [\(ref("Fish")), \(ref("Bird"))] }",
            "fish if it has fins, bird if it has wings, fish, bird"
        ),
        SchemaRow("one of them requires its own", "{ oneOf: [\(ref("Fish")), \(ref("Cat"))] }", "cat, fish"),
    ])
    func order(_ row: SchemaRow) throws {
        let decision = try Decision("A: " + row.schema + "\n" + Self.others)
        #expect(try decision.trials("A") == row.decision)
    }
}
