import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

@Suite struct SchemaTests {
    @Test func everyKeywordIsRead() throws {
        let schema = try Reading.schema(
            """
            title: A
            description: B
            type: [object, 'null']
            required: [b, a, b]
            properties:
              b: {type: string, format: date-time, minLength: 1, maxLength: 9, pattern: '^x'}
              a: {const: null, default: null, deprecated: true}
              c: {enum: [1, x, null], readOnly: true}
              d: {type: array, items: {$ref: '#/$defs/X'}, minItems: 1, maxItems: 2, uniqueItems: true, writeOnly: true}
              e: {prefixItems: [{type: integer}, true], items: false}
              f: {contentEncoding: base64, contentMediaType: image/png}
            patternProperties: {'^x-': {type: integer}}
            additionalProperties: {type: number, minimum: 0, exclusiveMaximum: 9.5, multipleOf: 0.5}
            minProperties: 1
            maxProperties: 9223372036854776000
            examples: [{b: x}]
            example: {b: y}
            $defs: {X: {type: string}}
            if: 5
            x-anything: {}
            unheardOf: 1
            """
        )
        #expect((schema.title, schema.description) == ("A", "B"))
        #expect(schema.types == [.object, .null])
        #expect(schema.required == ["b", "a"])
        #expect(schema.properties.map(\.name) == ["b", "a", "c", "d", "e", "f"])
        let properties = schema.properties.map(\.schema)
        #expect(properties[0].format == "date-time")
        #expect((properties[0].constraints.minLength, properties[0].constraints.maxLength) == (1, 9))
        #expect(properties[0].constraints.pattern == "^x")
        #expect(properties[1].constant?.isNull == true)
        #expect(properties[1].defaultValue?.isNull == true)
        #expect(properties[1].isDeprecated)
        #expect(properties[2].enumeration?.count == 3)
        #expect(properties[2].isReadOnly && properties[3].isWriteOnly)
        #expect(properties[3].items?.reference?.pointer?.description == "/components/schemas/S/$defs/X")
        #expect(properties[3].constraints.uniqueItems)
        #expect(properties[4].prefixItems.map(\.boolean) == [nil, true])
        #expect(properties[4].items?.boolean == false)
        #expect((properties[5].contentEncoding, properties[5].contentMediaType) == ("base64", "image/png"))
        #expect(schema.patternProperties.map(\.name) == ["^x-"])
        guard case .schema(let additional) = schema.additionalProperties else {
            Issue.record("no schema of additional properties")
            return
        }
        #expect(additional.constraints.minimum?.integer == 0)
        #expect(additional.constraints.exclusiveMaximum?.number == 9.5)
        #expect(schema.constraints.minProperties == 1)
        #expect(schema.constraints.maxProperties == nil)
        #expect(schema.examples.map { $0["b"]?.string } == ["y", "x"])
        #expect(schema.origin.pointer.description == "/components/schemas/S")
    }

    @Test func unionsAndReferencesKeepTheirSiblings() throws {
        let schema = try Reading.schema(
            """
            $ref: '#/components/schemas/a~1b%20c'
            description: D
            nullable: true
            oneOf: [{type: string}, {$ref: '#/components/schemas/S'}]
            anyOf: [{}]
            allOf: [{type: object}]
            discriminator:
              propertyName: type
              mapping: {a: '#/components/schemas/S', b: Bare}
            """
        )
        #expect(schema.reference?.pointer?.tokens == ["components", "schemas", "a/b c"])
        #expect(schema.description == "D")
        #expect(schema.isNullable)
        #expect((schema.oneOf.count, schema.anyOf.count, schema.allOf.count) == (2, 1, 1))
        #expect(schema.discriminator?.propertyName == "type")
        #expect(schema.discriminator?.mapping.map(\.target) == ["#/components/schemas/S", "Bare"])
    }

    @Test(arguments: ["3.0.3", "3.1.0"])
    func booleanExclusiveBoundsAreTranslated(version: String) throws {
        let text =
            "type: integer\nminimum: 1\nexclusiveMinimum: true\nmaximum: 5\nexclusiveMaximum: false\nnullable: true"
        let schema = try Reading.schema(text, version: version)
        #expect(schema.constraints.minimum == nil)
        #expect(schema.constraints.exclusiveMinimum?.integer == 1)
        #expect(schema.constraints.maximum?.integer == 5)
        #expect(schema.constraints.exclusiveMaximum == nil)
        #expect(schema.isNullable)
    }

    @Test func boundsBeyondInt64KeepTheirText() throws {
        let schema = try Reading.schema("maximum: 9223372036854776000")
        guard case .number(_, let text) = schema.constraints.maximum?.value else {
            Issue.record("no number")
            return
        }
        #expect(text == "9223372036854776000")
    }

    @Test func schemasOfBooleans() throws {
        let document = try #require(Reading.body("components: {schemas: {A: true, B: false}}").document)
        #expect(document.components.schemas.map(\.value.boolean) == [true, false])
    }

    @Test func deepSchemasAreRead() {
        let depth = 120
        let text = String(repeating: "{items: ", count: depth) + "{}" + String(repeating: "}", count: depth)
        var schema = Reading.body("components: {schemas: {A: \(text)}}").document?.components.schemas.first?.value
        var count = 0
        while let inner = schema?.items {
            schema = inner
            count += 1
        }
        #expect(count == depth)
    }
}
