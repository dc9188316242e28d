import Testing

/// Inheritance by discriminator (OpenAPI 3.0.4 and 3.1.1, "Models with Polymorphism Support").
@Suite struct InheritanceTests {
    private static let pets = """
        Pet:
          type: object
          required: [petType]
          properties: { petType: { type: string } }
          discriminator: { propertyName: petType }
        Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: { name: { type: string } } }] }
        Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }] }

        """

    private static let vehicles = """
        Vehicle:
          type: object
          required: [kind]
          properties: { kind: { type: string, enum: [car, truck, sport] } }
          discriminator:
            propertyName: kind
            mapping: { car: Car, truck: '#/components/schemas/Truck', sport: Sports }
        Car: { allOf: [{ $ref: '#/components/schemas/Vehicle' }, { properties: { doors: { type: integer } } }] }
        Truck: { allOf: [{ $ref: '#/components/schemas/Vehicle' }] }
        Sports: { allOf: [{ $ref: '#/components/schemas/Car' }, { properties: { speed: { type: integer } } }] }

        """

    @Test(arguments: [
        Row(
            "without a mapping, by the names of the schemas, the parent's included",
            pets,
            ("Pet", "union by petType: cat[Cat] Cat, dog[Dog] Dog, pet[Pet] Pet.Base"),
            ("Pet.Base", "{petType: string}"),
            ("Cat", "{petType: string, name: string?}"),
            ("Dog", "{petType: string}")
        ),
        Row(
            "a reference to the parent is the union, also inside allOf of a property",
            pets + """
                Home:
                  type: object
                  properties:
                    pet: { $ref: '#/components/schemas/Pet' }
                    other: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
                """,
            ("Home", "{pet: Pet?, other: Pet?}")
        ),
        Row(
            "by a mapping with bare names, with grandchildren; a mapping without the parent makes it abstract",
            vehicles,
            ("Vehicle", "union by kind: car[car] Car, sport[sport] Sports, truck[truck] Truck"),
            ("Sports", "{kind: Sports.Kind, doors: int?, speed: int?}")
        ),
        Row(
            "a union of some children has the parent's discriminator",
            vehicles + "A: { oneOf: [{ $ref: '#/components/schemas/Car' }, { $ref: '#/components/schemas/Truck' }] }",
            ("A", "union by kind: car[car] Car, truck[truck] Truck")
        ),
        Row(
            "a child with a discriminator is a union too",
            """
            S: { type: object, properties: { t: { type: string } }, discriminator: { propertyName: t } }
            U: { allOf: [{ $ref: '#/components/schemas/S' }], discriminator: { propertyName: t } }
            V: { allOf: [{ $ref: '#/components/schemas/U' }] }
            """,
            ("S", "union by t: u[U] U, v[V] V, s[S] S.Base"),
            ("U", "union by t: v[V] V, u[U] U.Base")
        ),
        Row(
            "by the constants of the children",
            """
            Event: { type: object, properties: { type: { type: string } }, discriminator: { propertyName: type } }
            Login:
              allOf: [{ $ref: '#/components/schemas/Event' }, { properties: { type: { enum: [login] } } }]
            """,
            ("Event", "union by type: login[login] Login, event[Event] Event.Base")
        ),
        Row(
            "a parent with oneOf does not contain itself",
            """
            Shape:
              type: object
              properties: { t: { type: string } }
              oneOf: [{ $ref: '#/components/schemas/Round' }, { $ref: '#/components/schemas/Flat' }]
              discriminator: { propertyName: t }
            Round: { allOf: [{ $ref: '#/components/schemas/Shape' }, { properties: { r: { type: number } } }] }
            Flat: { allOf: [{ $ref: '#/components/schemas/Shape' }, { properties: { w: { type: number } } }] }
            """,
            ("Shape", "union by t: round[Round] Round, flat[Flat] Flat"),
            ("Round", "{t: string?, r: double?}")
        ),
        Row(
            "without a discriminator, or without children, a schema is a structure",
            """
            Parent: { type: object, properties: { a: { type: string } } }
            Child: { allOf: [{ $ref: '#/components/schemas/Parent' }, { properties: { b: { type: string } } }] }
            Lonely: { type: object, properties: { t: { type: string } }, discriminator: { propertyName: t } }
            """,
            ("Parent", "{a: string?}"),
            ("Lonely", "{t: string?}")
        ),
    ])
    func inheritance(_ row: Row) throws {
        try row.check()
    }
}
