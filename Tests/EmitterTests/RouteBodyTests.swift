import HandingerGeneratorEmitter
import Testing

/// The request bodies that handlers of a server receive.
@Suite struct RouteBodyTests {
    private func routes(_ body: String) throws -> String {
        let text = """
            openapi: 3.2.0
            info: {title: t, version: v}
            paths:
              /a: {post: {operationId: add, requestBody: \(body), responses: {'204': {description: d}}}}
            components:
              schemas:
                Pet: {type: object, required: [name], properties: {name: {type: string, minLength: 1}}}
            """
        return try Emission.routes.files(for: text).map(\.text).joined()
    }

    @Test(arguments: [
        "itemSchema: {$ref: '#/components/schemas/Pet'}",
        "schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}",
    ])
    func linesAreAList(schema: String) throws {
        let text = try routes("{required: true, content: {application/jsonl: {\(schema)}}}")
        #expect(text.contains("func add(body: [Pet], request: RouteRequest)"), "\(text)")
        #expect(text.contains("isLines: true,\n"), "\(text)")
        #expect(text.contains("schema: .reference { Schemas.pet }"), "\(text)")
        #expect(text.contains("static let pet: ValueSchema = .object("), "\(text)")
    }

    @Test func linesMayBeLeftOut() throws {
        let text = try routes("{content: {application/jsonl: {itemSchema: {type: integer, maximum: 3}}}}")
        #expect(text.contains("func add(body: [Int]?, request: RouteRequest)"), "\(text)")
        #expect(text.contains("schema: .integer(maximum: 3)"), "\(text)")
        #expect(text.contains("body: request.optionalBody()"), "\(text)")
    }

    @Test(arguments: [
        ("itemSchema: {type: string, format: date-time}", "[Date]", "jsonl"),
        ("schema: {type: array, items: {type: string, format: date-time}}", "[Date]", "json"),
        ("schema: {type: string, format: date}", "CalendarDate", "json"),
    ])
    func datesAreReadAsTheyAreSent(schema: String, type: String, format: String) throws {
        let required = try routes("{required: true, content: {application/\(format): {\(schema)}}}")
        #expect(required.contains("func add(body: \(type), request: RouteRequest)"), "\(required)")
        let optional = try routes("{content: {application/\(format): {\(schema)}}}")
        let isConverted = type == "[Date]"
        #expect(required.contains("body: request.\(isConverted ? "customCodableBody" : "body")()"), "\(required)")
        #expect(
            optional.contains("body: request.\(isConverted ? "optionalCustomCodableBody" : "optionalBody")()"),
            "\(optional)"
        )
    }

    @Test func othersAreNoLists() throws {
        let text = try routes("{required: true, content: {application/json: {schema: {type: integer}}}}")
        #expect(text.contains("func add(body: Int, request: RouteRequest)"), "\(text)")
        #expect(!text.contains("isLines"), "\(text)")
    }
}
