import HandingerGeneratorModel
import Testing

/// What depends on all types together: Swift needs boxes for recursive values, and unions show what their members share.
@Suite struct TypeGraphTests {
    /// Values that contain themselves. Lists and maps are boxes already.
    @Test(arguments: [
        Row(
            "an object in itself",
            "A: { properties: { next: { $ref: '#/components/schemas/A' } } }",
            ("A", "{next: boxed A?}")
        ),
        Row(
            "all properties of a circle, so that the order does not matter",
            """
            A: { properties: { b: { $ref: '#/components/schemas/B' } } }
            B: { properties: { a: { $ref: '#/components/schemas/A' } } }
            """,
            ("A", "{b: boxed B?}"),
            ("B", "{a: boxed A?}")
        ),
        Row(
            "only those of the circle",
            """
            A: { properties: { b: { $ref: '#/components/schemas/B' }, c: { $ref: '#/components/schemas/C' } } }
            B: { properties: { a: { $ref: '#/components/schemas/A' } } }
            C: { properties: { n: { type: integer } } }
            """,
            ("A", "{b: boxed B?, c: C?}")
        ),
        Row(
            "a list of itself",
            "A: { properties: { all: { type: array, items: { $ref: '#/components/schemas/A' } } } }",
            ("A", "{all: [A]?}")
        ),
        Row(
            "a map of itself",
            "A: { properties: { all: { additionalProperties: { $ref: '#/components/schemas/A' } } } }",
            ("A", "{all: [String: A]?}")
        ),
        Row(
            "a union in a circle is indirect, which suffices",
            """
            A: { oneOf: [{ $ref: '#/components/schemas/B' }, { type: string }] }
            B: { properties: { a: { $ref: '#/components/schemas/A' } } }
            """,
            ("A", "indirect union: b B, string string"),
            ("B", "{a: A?}")
        ),
        Row(
            "a union of lists of itself is not",
            "A: { oneOf: [{ type: array, items: { $ref: '#/components/schemas/A' } }, { type: string }] }",
            ("A", "union: aList [A], string string")
        ),
    ])
    func recursion(_ row: Row) throws { try row.check() }

    /// Values that would be too large without boxes: the compiler's time grows with the cube of their depth.
    @Test func deepValuesAreBoxed() throws {
        let schemas = (0..<12).map { "S\($0): { properties: { next: { $ref: '#/components/schemas/S\($0 + 1)' } } }" }
        let decision = try Decision(schemas.joined(separator: "\n") + "\nS12: { properties: { n: { type: integer } } }")
        let boxed = try (0..<12).filter { try decision.type("S\($0)").contains("boxed") }
        #expect(boxed == [4])
    }

    @Test func wideValuesAreBoxed() throws {
        let properties = (0..<100).map { "p\($0): { type: integer }" }.joined(separator: ", ")
        let decision = try Decision(
            """
            A: { properties: { a: { $ref: '#/components/schemas/W' }, b: { $ref: '#/components/schemas/W' }, \
            c: { $ref: '#/components/schemas/W' }, d: { $ref: '#/components/schemas/W' } } }
            W: { properties: { \(properties) } }
            """
        )
        #expect(try decision.type("A") == "{a: W?, b: W?, c: boxed W?, d: boxed W?}")
    }

    /// Properties that all members of a union have are properties of the union.
    @Test(arguments: [
        (
            "of the same type",
            "{ properties: { id: { type: string }, a: {} } }", "{ properties: { id: { type: string }, b: {} } }", ["id"]
        ),
        (
            "not of different types",
            "{ properties: { id: { type: string } } }", "{ properties: { id: { type: integer } } }", []
        ),
        (
            "not if only one requires it",
            "{ required: [id], properties: { id: { type: string } } }", "{ properties: { id: { type: string } } }", []
        ),
        ("not if a member is no object", "{ properties: { id: { type: string } } }", "{ type: string }", []),
        (
            "not with the name of a case",
            "{ properties: { one: { type: string } } }", "{ properties: { one: { type: string } } }", []
        ),
    ])
    func sharedProperties(_ title: String, _ one: String, _ two: String, _ expected: [String]) throws {
        let decision = try Decision(
            """
            A: { oneOf: [{ $ref: '#/components/schemas/One' }, { $ref: '#/components/schemas/Two' }] }
            One: \(one)
            Two: \(two)
            """
        )
        guard case .union(let union) = decision.api.types[0].kind else {
            Issue.record("no union")
            return
        }
        #expect(union.shared.map(\.property.name) == expected)
    }

    /// A union that tries itself would recurse forever.
    @Test func aUnionDoesNotTryItself() throws {
        let decision = try Decision(
            """
            A: { oneOf: [{ $ref: '#/components/schemas/B' }, { type: string }] }
            B: { oneOf: [{ $ref: '#/components/schemas/A' }, { type: integer }] }
            """
        )
        #expect(try decision.trials("A") == "b, string")
        #expect(try decision.trials("B") == "integer")
    }

    /// A static function makes a member from the properties of its payload, with the discriminator filled in.
    @Test func conveniencesFillInTheDiscriminator() throws {
        let decision = try Decision(
            """
            A: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] }
            Cat: { required: [kind, name], properties: { kind: { enum: [cat] }, name: { type: string } } }
            Dog: { required: [kind], properties: { age: { type: integer }, kind: { enum: [dog, puppy] } } }
            """
        )
        guard case .union(let union) = decision.api.types[0].kind else {
            Issue.record("no union")
            return
        }
        let cat = try #require(union.members[0].convenience)
        #expect(cat.parameters.map(\.name) == ["name"])
        #expect(cat.tag == nil, "the initializer fills in a constant")
        let dog = try #require(union.members[1].convenience)
        #expect(dog.parameters.map(\.name) == ["age"])
        #expect(dog.tag?.value == .string("dog"))
    }
}
