import HandingerGeneratorEmitter
import Testing

/// The values of methods, decided by the responses of their operations.
@Suite struct ResponseKindTests {
    /// The declaration of the function for the request of an operation.
    private func declaration(_ method: String, _ responses: String) throws -> String {
        let text = """
            openapi: 3.1.0
            info: {title: t, version: v}
            paths:
              /a: {\(method): {operationId: a, responses: {\(responses)}}}
            components: {schemas: {Pet: {type: object, properties: {name: {type: string}}}}}
            """
        let files = try Emission.client.files(for: text).map(\.text).joined()
        let line = files.split(separator: "\n").first { $0.contains("public static func a(") }
        return try #require(line).split(separator: "->").last.map { $0.trimmingPrefix(" ").description } ?? ""
    }

    private static let pet =
        "{description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}"

    /// A response with status 204 or 205, and each response to HEAD, has no body (RFC 9110).
    @Test(arguments: [
        ("delete", "204: \(pet)", "Endpoint<Void> {"),
        ("delete", "205: \(pet)", "Endpoint<Void> {"),
        ("delete", "200: \(pet), 204: \(pet)", "Endpoint<Pet?> {"),
        ("delete", "200: \(pet)", "Endpoint<Pet> {"),
        ("head", "200: \(pet)", "Endpoint<Void> {"),
        // A redirect is the result only if there is no other success.
        ("get", "302: \(pet)", "Endpoint<Void> {"),
        ("get", "302: \(pet), default: \(pet)", "Endpoint<Void> {"),
        ("get", "302: \(pet), 200: \(pet)", "Endpoint<Pet> {"),
        ("get", "404: \(pet), default: \(pet)", "Endpoint<Pet> {"),
    ])
    func aValueOnlyWhereThereIsABody(method: String, responses: String, result: String) throws {
        #expect(try declaration(method, responses) == result)
    }
}
