import HandingerGeneratorModel
import Testing

/// Decisions about operations and documentation.
@Suite struct DocumentTests {
    /// Without `operationId`, the method and the path (OpenAPI, Path Templating).
    @Test(arguments: [
        ("/pets/{id}.json", "getPetsByIDJSON"), ("/pets/{id}", "getPetsByID"), ("/pets", "getPets"),
        ("/reports/report.{format}", "getReportsReportByFormat"), ("/{a}-{b}", "getByAByB"),
    ])
    func operationsAreNamedByTheirPath(_ path: String, _ expected: String) throws {
        let names = path.split(separator: "{").dropFirst().compactMap { $0.split(separator: "}").first }
        let parameters = names.map { "{ name: \($0), in: path, required: true, schema: { type: string } }" }
        let operation =
            "{ parameters: [\(parameters.joined(separator: ", "))], responses: { '204': { description: D } } }"
        let decision = try Decision("A: { type: string }", paths: "{ '\(path)': { get: \(operation) } }")
        #expect(decision.api.endpoints.map(\.methodName) == [expected])
    }

    /// `default` applies to a value wherever it stands (JSON Schema Validation 2020-12, section 9.2).
    @Test func aDefaultInAPartOfAllOfIsDocumented() throws {
        let decision = try Decision(
            """
            Level: { type: integer }
            A: { type: object, properties: { p: { allOf: [{ $ref: '#/components/schemas/Level' }, { default: 3 }] } } }
            """
        )
        guard case .structure(let structure) = decision.api.types[1].kind else {
            Issue.record("no structure")
            return
        }
        #expect(structure.properties[0].documentation.notes == ["Default: `3`."])
    }
}
