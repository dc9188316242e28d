import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

/// References that name a schema by its anchor.
@Suite struct AnchorTests {
    /// The targets of the references in the properties of schema `S`. Expects no diagnostics.
    private func targets(_ schemas: String) throws -> [String?] {
        let reading = reading(schemas)
        #expect(reading.remarks == [])
        let schema = try #require(reading.document?.components.schemas.first { $0.name == "S" }?.value)
        return schema.properties.map { $0.schema.reference?.pointer?.description }
    }

    /// Reads a document with these schemas, which start on line 5.
    private func reading(_ schemas: String) -> Reading {
        let indented = schemas.split(separator: "\n").map { "    \($0)\n" }.joined()
        return Reading.body("components:\n  schemas:\n" + indented)
    }

    @Test func anAnchorMayStandAnywhere() throws {
        let found = try targets(
            """
            Before: {$anchor: before, type: string}
            S:
              properties:
                a: {$ref: '#before'}
                b: {$ref: '#after'}
                c: {$ref: '#inner'}
                d: {$ref: '#in%6eer'}
                e: {$ref: '#S'}
                f: {$dynamicRef: '#dynamic'}
                g: {$dynamicRef: '#after'}
                h: {$ref: '#dynamic'}
                i: {$dynamicRef: '#/components/schemas/After'}
                j: {$ref: '#after', $dynamicRef: '#before'}
              $defs:
                x: {items: [{}, {$anchor: inner}]}
              $anchor: S
            After: {$anchor: after, properties: {default: {$dynamicAnchor: dynamic}}}
            """
        )
        let schemas = "/components/schemas"
        #expect(
            found == [
                "\(schemas)/Before", "\(schemas)/After", "\(schemas)/S/$defs/x/items/1", "\(schemas)/S/$defs/x/items/1",
                "\(schemas)/S", "\(schemas)/After/properties/default", "\(schemas)/After",
                "\(schemas)/After/properties/default", "\(schemas)/After", "\(schemas)/After",
            ]
        )
    }

    @Test func anchorsInInstanceValuesAreIgnored() throws {
        let found = try targets(
            """
            V:
              examples: [{$anchor: a}]
              default: {$anchor: a}
              const: {b: {$anchor: a}}
              enum: [{$anchor: a}]
              properties: {$anchor: {type: string}, example: {}, $id: {const: '#x'}}
            S: {properties: {a: {$ref: '#a'}}}
            A: {$anchor: a, type: string}
            """
        )
        #expect(found == ["/components/schemas/A"])
    }

    /// A schema with `$id` is a separate resource (JSON Schema 2020-12, core, section 8.2).
    @Test func anchorsAreScopedToResources() throws {
        let found = try targets(
            """
            One: {$id: one, $defs: {x: {$dynamicAnchor: item}}}
            S: {$id: two, $defs: {x: {$dynamicAnchor: item}}, properties: {a: {$dynamicRef: '#item'}, b: {$ref: '#c'}}}
            Three: {$id: three, $defs: {x: {$dynamicAnchor: item}, y: {$anchor: c}}}
            """
        )
        #expect(found == ["/components/schemas/S/$defs/x", "/components/schemas/Three/$defs/y"])
    }

    /// A YAML alias places the same schema twice.
    @Test func anAliasOfYAMLRepeatsNoAnchor() throws {
        let found = try targets(
            """
            A: &a {$anchor: a, type: string}
            B: *a
            S: {properties: {a: {$ref: '#a'}}}
            """
        )
        #expect(found == ["/components/schemas/A"])
    }

    @Test(arguments: [
        (
            "S: {$ref: '#wroker'}\nA: {$anchor: worker}\nB: {$anchor: user}",
            ["5:15: error: no schema has the anchor 'wroker'; did you mean '#worker'? [/components/schemas/S/$ref]"]
        ),
        (
            "S: {$ref: '#a'}\nA: {$anchor: worker}\nB: {$dynamicRef: '#b'}",
            [
                "5:15: error: no schema has the anchor 'a'; add it or write the reference as "
                    + "'#/components/schemas/Name' [/components/schemas/S/$ref]",
                "7:22: warning: no schema has the anchor 'b', so '$dynamicRef' is ignored; add it or correct the "
                    + "reference [/components/schemas/B/$dynamicRef]",
            ]
        ),
        (
            "S: {$ref: '#worker'}",
            [
                "5:15: error: the reference '#worker' is no JSON pointer; write it as '#/components/schemas/Name' "
                    + "[/components/schemas/S/$ref]"
            ]
        ),
        (
            "A: {$anchor: a}\nB: {$dynamicAnchor: a}\nC: {allOf: [{$ref: '#a'}, {$ref: '#a'}]}\nD: {$anchor: a}",
            [
                "6:25: error: the anchor 'a' is already that of the schema at 5:8; give each its own "
                    + "[/components/schemas/B/$dynamicAnchor]",
                "8:18: error: the anchor 'a' is already that of the schema at 5:8; give each its own "
                    + "[/components/schemas/D/$anchor]",
            ]
        ),
        (
            "A: {$anchor: a}\nB: &b {$anchor: a}\nC: *b\nD: {$ref: '#a'}",
            [
                "6:21: error: the anchor 'a' is already that of the schema at 5:8; give each its own "
                    + "[/components/schemas/B/$anchor]"
            ]
        ),
        // Anchors without references cause no diagnostics.
        ("A: {$anchor: a}\nB: {$anchor: a}\nC: {$anchor: 5}\nD: {$dynamicRef: 5}\nE: {$dynamicRef: x.json#a}", []),
        (
            "A: {$anchor: a}\nB: {$ref: '#/a~2'}\nC: {$ref: '#%zz'}",
            [
                "6:15: error: the reference '#/a~2' is no JSON pointer; write it as '#/components/schemas/Name' "
                    + "[/components/schemas/B/$ref]",
                "7:15: error: the reference '#%zz' is no JSON pointer; write it as '#/components/schemas/Name' "
                    + "[/components/schemas/C/$ref]",
            ]
        ),
    ])
    func invalidAnchorReferencesAreReported(schemas: String, expected: [String]) {
        #expect(reading(schemas).remarks == expected)
    }

    /// A dynamic reference is a refinement; without it the schema allows more.
    @Test(arguments: [
        (
            "'#wroker'",
            "6:53: warning: no schema has the anchor 'wroker', so '$dynamicRef' is ignored; did you mean '#worker'?"
        ),
        (
            "'#/components/schemas/B'",
            "6:53: warning: '#/components/schemas/B' points at nothing in this document, so '$dynamicRef' is ignored; "
                + "add it or correct the reference"
        ),
        (
            "'#/a~2'",
            "6:53: warning: the reference '#/a~2' is no JSON pointer, so '$dynamicRef' is ignored; write it as "
                + "'#/components/schemas/Name'"
        ),
    ])
    func aDynamicReferenceToNothingIsIgnored(reference: String, expected: String) throws {
        let reading = reading(
            """
            A: {$anchor: worker}
            S: {properties: {a: {type: string, $dynamicRef: \(reference)}}}
            """
        )
        #expect(reading.remarks == [expected + " [/components/schemas/S/properties/a/$dynamicRef]"])
        let schema = try #require(reading.document?.components.schemas.first { $0.name == "S" }?.value)
        #expect(schema.properties.first?.schema.reference == nil)
        #expect(schema.properties.first?.schema.types == [.string])
    }

    @Test func aDocumentWithoutAnchorsMayReferToThemDynamically() {
        #expect(
            reading("S: {$dynamicRef: '#a'}").remarks == [
                "5:22: warning: no schema has the anchor 'a', so '$dynamicRef' is ignored; add it or correct the "
                    + "reference [/components/schemas/S/$dynamicRef]"
            ]
        )
    }

    @Test func onlySchemasHaveAnchors() {
        let reading = Reading.body(
            "paths:\n  /a: {get: {responses: {200: {$ref: '#a'}}}}\ncomponents: {schemas: {A: {$anchor: a}}}"
        )
        #expect(
            reading.remarks == [
                "4:38: error: the reference '#a' is no JSON pointer; write it as '#/components/schemas/Name' "
                    + "[/paths/~1a/get/responses/200/$ref]"
            ]
        )
    }

    @Test func anchorsMayStandBelowTheirReferences() throws {
        let reading = Reading.body(
            """
            paths:
              /a: {get: {responses: {200: {description: d, content: {application/json: {schema: {$ref: '#a'}}}}}}}
            components: {schemas: {S: {$ref: '#a'}, A: {$anchor: a}}}
            """
        )
        #expect(reading.remarks == [])
        let document = try #require(reading.document)
        let content = document.paths.first?.item.value?.operations.first?.responses.first?.response.value?.content
        let references = [content?.first?.mediaType.value?.schema, document.components.schemas.first?.value]
        #expect(
            references.map { $0?.reference?.pointer?.description }
                == Array(repeating: "/components/schemas/A", count: 2)
        )
    }

    @Test func singleObjectsResolveAnchors() throws {
        let document = try #require(
            Reading.body("x-a: {$ref: '#a'}\ncomponents: {schemas: {A: {$anchor: a}}}").document
        )
        var diagnostics = DiagnosticList()
        let place = JSONPointer(["x-a"])
        let node = try #require(document.root.node(at: place))
        let schema = Schema.parse(node, at: place, in: document, diagnostics: &diagnostics)
        #expect(schema.reference?.pointer?.description == "/components/schemas/A")
        #expect(diagnostics.isEmpty)
    }
}
