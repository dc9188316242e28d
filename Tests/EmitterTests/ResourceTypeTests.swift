import HandingerGeneratorDiagnostics
import HandingerGeneratorEmitter
import Testing

/// Types in the methods of resources. `.ci/documents` compiles more such documents.
@Suite struct ResourceTypeTests {
    /// The results of the methods, in the order of the file.
    private func results(_ paths: String, module: String = "M") throws -> [String] {
        let files = try Emission.client.files(
            for: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                paths:
                \(paths)
                components:
                  schemas:
                    Pet: { type: object, properties: { toy: { $ref: '#/components/schemas/Toy' } } }
                    Toy: { type: object, properties: { name: { type: string } } }
                  responses:
                    Pet: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
                    Toy: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } } }
                """
        )
        let text = try #require(files.first { $0.name == "Resources.swift" }).text
        return text.split(separator: "\n").filter { $0.contains("async throws ->") }.map { line in
            String(line.drop { $0 != ">" }.dropFirst(2).dropLast(2))
        }
    }

    @Test func aResourceHidesTheModelOfItsName() throws {
        let results = try results(
            """
              /a: { get: { responses: { 200: { $ref: '#/components/responses/Pet' } } } }
              /b: { get: { operationId: pet.list, responses: { 200: { $ref: '#/components/responses/Pet' } } } }
            """
        )
        // The client has the resource `Pet`; in the resource, `Pet` is the model.
        #expect(results == ["M.Pet", "Pet"])
    }

    @Test func aNestedResourceHidesTheModelOfItsName() throws {
        let results = try results(
            """
              /a: { get: { operationId: pet.toy.list, responses: { 200: { $ref: '#/components/responses/Toy' } } } }
              /b: { get: { operationId: pet.getToy, responses: { 200: { $ref: '#/components/responses/Toy' } } } }
            """
        )
        #expect(results == ["M.Toy", "Toy"])
    }

    @Test func aResourceDoesNotHideTheModuleOrTheClient() throws {
        let files = try Emission.client.files(
            for: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                paths:
                  /a: { get: { operationId: m.list, responses: {} } }
                  /b: { get: { operationId: mClient.list, responses: {} } }
                """
        )
        let text = try #require(files.first { $0.name == "Resources.swift" }).text
        #expect(!text.contains("struct M:") && !text.contains("struct MClient:"))
    }

    /// A path has no form for null.
    @Test(arguments: [
        ("{ type: [string, 'null'] }", "String"), ("{ type: string, nullable: true }", "String"),
        ("{ anyOf: [{ type: integer }, { type: 'null' }] }", "Int"),
        ("{ oneOf: [{ type: string, format: date-time }, { type: 'null' }] }", "Date"),
        ("{ $ref: '#/components/schemas/Kind' }", "Kind"),
    ])
    func aNullablePathParameterIsRequired(schema: String, type: String) throws {
        let files = try Emission.client.files(
            for: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                paths:
                  /a/{id}:
                    get:
                      operationId: a
                      parameters: [{ name: id, in: path, required: true, schema: \(schema) }]
                      responses: {}
                components: { schemas: { Kind: { type: [string, 'null'], enum: [a, null] } } }
                """
        )
        let text = try #require(files.first { $0.name == "Endpoints.swift" }).text
        #expect(text.contains("id: \(type),"))
        #expect(!text.contains("?"))
    }
}
