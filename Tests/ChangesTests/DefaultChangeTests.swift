import HandingerGeneratorChanges
import HandingerGeneratorModel
import Testing

/// Changes of `default` values, which are constants in Swift.
@Suite struct DefaultChangeTests {
    private static func document(_ schema: String) -> String {
        """
        openapi: 3.1.0
        info: { title: T, version: '1' }
        paths:
          /a:
            post:
              operationId: pets.list
              parameters: [{ name: limit, in: query, schema: \(schema) }]
              requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
              responses: { 200: { description: d } }
        components: { schemas: { A: { type: object, properties: { page_size: \(schema) } } } }
        """
    }

    @Test(arguments: [
        ("{ type: integer }", "{ type: integer, default: 1 }", Change.Level.compatible),
        ("{ type: integer, default: 1 }", "{ type: integer }", .breaking),
        ("{ type: integer, default: 1 }", "{ type: integer, default: 2 }", .wire),
    ])
    func aDefaultIsCompared(old: String, new: String, level: Change.Level) throws {
        let report = ChangeReport(
            from: try Shelter.load(Self.document(old)).api,
            to: try Shelter.load(Self.document(new)).api
        )
        for symbol in ["A.defaultPageSize", "Endpoints.PetsListDefaults.limit"] {
            #expect(report.changes.first { $0.symbol == symbol }?.level == level, "\(symbol): \(report.changes)")
        }
    }
}
