import Testing

/// JSON Schemas pasted into a document, whose references start at their own root (JSON Schema 2020-12, core, 8.2.4).
@Suite struct PastedSchemaTests {
    @Test(arguments: [
        Row(
            "$defs of the component, as pydantic writes them",
            """
            Order:
              $defs:
                User: { type: object, properties: { pet: { $ref: '#/$defs/Pet' } } }
                Pet: { type: string, enum: [a] }
              properties: { user: { $ref: '#/$defs/User' } }
            """,
            ("Order", "{user: OrderUser?}"),
            ("OrderUser", "{pet: OrderPet?}"),
            ("OrderPet", "enum a=a")
        ),
        Row(
            "definitions",
            """
            Old:
              definitions: { X: { properties: { y: { $ref: '#/definitions/Y' } } }, Y: { type: integer } }
              properties: { x: { $ref: '#/definitions/X' } }
            """,
            ("Old", "{x: OldX?}"),
            ("OldX", "{y: int?}")
        ),
        Row(
            "of a nested schema, and the nearest of several",
            """
            A:
              $defs: { X: { type: integer }, Y: { type: boolean } }
              properties:
                outer: { $ref: '#/$defs/X' }
                inner:
                  $defs: { X: { type: string } }
                  properties: { x: { $ref: '#/$defs/X' }, y: { $ref: '#/$defs/Y' } }
            """,
            ("A", "{outer: int?, inner: A.Inner?}"),
            ("A.Inner", "{x: string?, y: bool?}")
        ),
        Row(
            "in a member of allOf, anyOf and items",
            """
            A:
              $defs: { X: { type: integer } }
              allOf: [{ properties: { x: { $ref: '#/$defs/X' } } }]
              properties:
                y: { anyOf: [{ $ref: '#/$defs/X' }, { type: 'null' }] }
                z: { type: array, items: { $ref: '#/$defs/X' } }
            """,
            ("A", "{x: int?, y: int or null?, z: [int]?}")
        ),
        Row(
            "a discriminator's mapping",
            """
            Pet:
              $defs:
                Cat: { properties: { kind: { const: cat } } }
                Dog: { properties: { kind: { const: dog } } }
              discriminator: { propertyName: kind, mapping: { c: '#/$defs/Cat', d: '#/$defs/Dog' } }
              oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }]
            """,
            ("Pet", "union by kind: c[c] PetCat, d[d] PetDog")
        ),
        Row(
            "the root of the schema",
            "Tree: { properties: { children: { type: array, items: { $ref: '#' } } } }",
            ("Tree", "{children: [Tree]?}")
        ),
    ])
    func referencesStartAtTheSchema(_ row: Row) throws {
        try row.check()
    }

    /// Definitions of the document itself come first.
    @Test func theDocumentsOwnDefinitionsCount() throws {
        let decision = try Decision(
            document: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                $defs: { X: { type: string } }
                components:
                  schemas:
                    A: { $defs: { X: { type: integer } }, properties: { x: { $ref: '#/$defs/X' } } }
                """
        )
        #expect(try decision.type("A") == "{x: string?}")
    }

    @Test func anInlineSchemaHasItsOwn() throws {
        let decision = try Decision(
            document: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                paths:
                  /a:
                    post:
                      operationId: a
                      requestBody:
                        content:
                          application/json:
                            schema:
                              $defs: { Item: { properties: { next: { $ref: '#/$defs/Item' } } } }
                              properties: { items: { type: array, items: { $ref: '#/$defs/Item' } } }
                      responses: { 200: { description: d } }
                """
        )
        #expect(try decision.type("ARequest") == "{items: [APostApplicationJSONItem]?}")
    }
}
