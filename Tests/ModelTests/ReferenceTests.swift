import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import Testing

@testable import HandingerGeneratorModel

/// The first pass: what each `$ref` refers to (OpenAPI 3.1.1, Reference Object; RFC 6901).
@Suite struct ReferenceTests {
    /// A schema `A` and what its reference, or that of its property `p`, refers to.
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var schemas: String
        var more = ""
        /// The pointer of the schema at the end of all references.
        var end: String
        /// The component on the way that has a type; nil for none.
        var component: String?

        init(_ title: String, _ schemas: String, more: String = "", end: String, component: String?) {
            (testDescription, self.schemas, self.more) = (title, schemas, more)
            (self.end, self.component) = (end, component)
        }
    }

    @Test(arguments: [
        Row(
            "a component",
            "A: { $ref: '#/components/schemas/B' }\nB: { type: object }",
            end: "/components/schemas/B",
            component: "B"
        ),
        Row(
            "a component before the reference",
            "B: { type: string }\nA: { $ref: '#/components/schemas/B' }",
            end: "/components/schemas/B",
            component: "B"
        ),
        Row(
            "a component by a name with escaped letters",
            "A: { $ref: '#/components/schemas/a~1b~0c%20d' }\n'a/b~c d': { type: string }",
            end: "/components/schemas/a~1b~0c d",
            component: "a/b~c d"
        ),
        Row(
            "a component that is only a reference has a type too, an alias",
            """
            A: { $ref: '#/components/schemas/B' }
            B: { $ref: '#/components/schemas/C' }
            C: { $ref: '#/components/schemas/D' }
            D: { type: integer }
            """,
            end: "/components/schemas/D",
            component: "B"
        ),
        Row(
            "siblings of a reference that describe it change nothing",
            "A: { $ref: '#/components/schemas/B', description: D, title: T, deprecated: true, nullable: true }\n"
                + "B: { type: integer }",
            end: "/components/schemas/B",
            component: "B"
        ),
        Row(
            "with siblings that constrain it, a schema is more than a reference",
            "A: { $ref: '#/components/schemas/B', properties: { c: {} } }\nB: { type: object }",
            end: "/components/schemas/A",
            component: "B"
        ),
        Row(
            "with `required` too",
            "A: { $ref: '#/components/schemas/B', required: [c] }\nB: { type: object }",
            end: "/components/schemas/A",
            component: "B"
        ),
        Row(
            "a simple schema elsewhere needs no type",
            "A: { $ref: '#/x-defs/B' }",
            more: "x-defs: { B: { type: string, format: date } }",
            end: "/x-defs/B",
            component: nil
        ),
        Row(
            "any other schema elsewhere has a type, because it may be recursive",
            "A: { $ref: '#/x-defs/B' }",
            more: "x-defs: { B: { type: object, properties: { b: { $ref: '#/x-defs/B' } } } }",
            end: "/x-defs/B",
            component: "#/x-defs/B"
        ),
        Row(
            "an enumeration elsewhere has one too",
            "A: { $ref: '#/x-defs/B' }",
            more: "x-defs: { B: { enum: [a, b] } }",
            end: "/x-defs/B",
            component: "#/x-defs/B"
        ),
        Row(
            "a reference elsewhere is passed",
            "A: { $ref: '#/x-defs/B' }\nD: { type: object }",
            more: "x-defs: { B: { $ref: '#/x-defs/C' }, C: { $ref: '#/components/schemas/D' } }",
            end: "/components/schemas/D",
            component: "D"
        ),
        Row(
            "a reference elsewhere to a simple schema",
            "A: { $ref: '#/x-defs/B' }",
            more: "x-defs: { B: { $ref: '#/x-defs/C' }, C: { type: boolean } }",
            end: "/x-defs/C",
            component: nil
        ),
        Row(
            "a place inside a component",
            "A: { $ref: '#/components/schemas/B/properties/c' }\n"
                + "B: { properties: { c: { type: object, properties: { d: {} } } } }",
            end: "/components/schemas/B/properties/c",
            component: "#/components/schemas/B/properties/c"
        ),
        Row(
            "an element of a list, by its index",
            "A: { $ref: '#/components/schemas/B/oneOf/1' }\nB: { oneOf: [{ type: string }, { type: integer }] }",
            end: "/components/schemas/B/oneOf/1",
            component: nil
        ),
        Row(
            "an anchor (JSON Schema Core 2020-12, section 8.2.2)",
            "A: { $ref: '#b' }\nB: { $anchor: b, type: object }",
            end: "/components/schemas/B",
            component: "B"
        ),
    ])
    func schemas(_ row: Row) throws {
        let (document, problems) = try Document.made(of: row.schemas, more: row.more)
        var diagnostics = problems
        let references = References(document, diagnostics: &diagnostics)
        #expect(diagnostics.isEmpty, "\(diagnostics.sorted)")
        let schema = try #require(references.components["A"])
        #expect(references.resolvedTarget(of: schema).origin.pointer.description == row.end)
        #expect(references.chainTarget(of: schema)?.component == row.component)
    }

    /// Parameters, responses and the other objects of `components` (OpenAPI 3.1.1, Components Object).
    @Test(arguments: [
        ("{ $ref: '#/components/parameters/P' }", "parameters: { P: { name: p, in: query, schema: {} } }", "p"),
        (
            "{ $ref: '#/components/parameters/P' }",
            "parameters: { P: { $ref: '#/components/parameters/Q' }, Q: { name: q, in: query, schema: {} } }", "q"
        ),
        ("{ $ref: '#/x-parameters/P' }", "", "elsewhere"),
        ("{ name: inline, in: query, schema: {} }", "", "inline"),
    ])
    func parameters(_ parameter: String, _ components: String, _ expected: String) throws {
        let (document, problems) = try Document.made(
            of: "A: {}",
            paths: "{ /: { get: { parameters: [\(parameter)], responses: {} } } }",
            more: (components.isEmpty ? "" : "  " + components + "\n")
                + "x-parameters: { P: { name: elsewhere, in: query, schema: {} } }"
        )
        var diagnostics = problems
        let references = References(document, diagnostics: &diagnostics)
        #expect(!diagnostics.hasErrors, "\(diagnostics.sorted)")
        let item = try #require(references.object(document.paths[0].item))
        #expect(references.object(item.operations[0].parameters[0])?.name == expected)
    }

    /// The problems of references are found wherever an operation or a component has them.
    @Test(arguments: [
        (
            "A: { $ref: '#/components/schemas/Pets' }\nPet: {}",
            "'#/components/schemas/Pets' points at nothing in this document; did you mean '#/components/schemas/Pet'?"
        ),
        (
            "A: { properties: { p: { items: { $ref: '#/x-defs/B' } } } }",
            "'#/x-defs/B' points at nothing in this document; add it or correct the reference"
        ),
        ("A: { $ref: '#/components/schemas/A' }", "'A' is nothing but a reference to itself; give it a type"),
        (
            """
            C: { $ref: '#/components/schemas/A' }
            A: { $ref: '#/components/schemas/B' }
            B: { $ref: '#/components/schemas/A' }
            """, "'A' is nothing but a reference to itself; give it a type"
        ),
    ])
    func problems(_ schemas: String, _ message: String) throws {
        let (document, problems) = try Document.made(of: schemas)
        var diagnostics = problems
        _ = References(document, diagnostics: &diagnostics)
        #expect(diagnostics.sorted.map(\.message) == [message])
    }

    /// The problems of the references between other objects.
    @Test(arguments: [
        (
            "{ $ref: '#/components/parameters/Limi' }", "parameters: { Limit: { name: limit, in: query, schema: {} } }",
            "'#/components/parameters/Limi' points at nothing in this document; did you mean "
                + "'#/components/parameters/Limit'?"
        ),
        (
            "{ $ref: '#/components/parameters/P' }",
            "parameters: { P: { $ref: '#/components/parameters/Q' }, Q: { $ref: '#/components/parameters/P' } }",
            "'#/components/parameters/P' refers to itself; point it at an object"
        ),
        (
            "{ $ref: '#/components/responses/R' }", "responses: { R: { description: D } }",
            "'#/components/responses/R' is one of 'responses', and one of 'parameters' belongs here; it is left out"
        ),
    ])
    func problemsOfObjects(_ parameter: String, _ components: String, _ message: String) throws {
        let (document, problems) = try Document.made(
            of: "A: {}",
            paths: "{ /: { get: { parameters: [\(parameter)], responses: {} } } }",
            more: "  " + components
        )
        var diagnostics = problems
        _ = References(document, diagnostics: &diagnostics)
        #expect(diagnostics.sorted.map(\.message) == [message])
    }
}
