import HandingerGeneratorOpenAPI
import Testing

@testable import HandingerGeneratorModel

/// `readOnly` and `writeOnly` (OpenAPI 3.0.4, Schema Object; JSON Schema Validation 2020-12, section 9.4): required
/// properties that requests or responses lack are optional in Swift.
@Suite struct ReadWriteUsageTests {
    /// A property `p` that is required in `A`, and where the document uses `A`.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let property: String
        /// The schemas of a request, a response, and a webhook's request.
        var request = "{}"
        var response = "{}"
        var webhook = "{}"
        let isPresent: Bool

        init(
            _ title: String,
            _ property: String,
            request: String = "{}",
            response: String = "{}",
            webhook: String = "{}",
            _ isPresent: Bool
        ) {
            (testDescription, self.property, self.isPresent) = (title, property, isPresent)
            (self.request, self.response, self.webhook) = (request, response, webhook)
        }
    }

    private static let a = ref("A")
    private static let readOnly = "{ type: string, readOnly: true }"
    private static let writeOnly = "{ type: string, writeOnly: true }"

    @Test(arguments: [
        Row("neither, in both", "{ type: string }", request: a, response: a, true),
        Row("read-only, in a response", readOnly, response: a, true),
        Row("read-only, in a request", readOnly, request: a, false),
        Row("read-only, in both", readOnly, request: a, response: a, false),
        Row("read-only, in neither", readOnly, true),
        Row("write-only, in a request", writeOnly, request: a, true),
        Row("write-only, in a response", writeOnly, response: a, false),
        Row("write-only, in both", writeOnly, request: a, response: a, false),
        Row("read-only, by reference", ref("ReadOnly"), request: a, false),
        Row(
            "read-only, beside a reference",
            "{ readOnly: true, $ref: '#/components/schemas/Text' }",
            request: a,
            false
        ),
        Row("in a list in a request", readOnly, request: "{ type: array, items: \(a) }", false),
        Row("in a map in a request", readOnly, request: "{ additionalProperties: \(a) }", false),
        Row("in a property in a request", readOnly, request: "{ properties: { a: \(a) } }", false),
        Row("in a part of a request", readOnly, request: "{ allOf: [\(a)] }", false),
        Row("in an alternative of a request", readOnly, request: "{ oneOf: [{ type: string }, \(a)] }", false),
        Row("in a place of a tuple in a request", readOnly, request: "{ prefixItems: [\(a)] }", false),
        Row("in an object that a request refers to", readOnly, request: ref("Holder"), false),
        Row("in a list in a response", readOnly, response: "{ type: array, items: \(a) }", true),
        Row("write-only, in an object that a response refers to", writeOnly, response: ref("Holder"), false),
        Row("a webhook's request is received", writeOnly, webhook: a, false),
        Row("so a read-only property is present there", readOnly, webhook: a, true),
    ])
    func requiredProperties(_ row: Row) throws {
        let schemas = """
            A: { type: object, required: [p], properties: { p: \(row.property) } }
            Holder: { type: object, properties: { held: { $ref: '#/components/schemas/A' } } }
            ReadOnly: { type: string, readOnly: true }
            Text: { type: string }
            """
        func content(_ schema: String) -> String { "{ content: { application/json: { schema: \(schema) } } }" }
        let response = "{ description: D, content: { application/json: { schema: \(row.response) } } }"
        let passes = try Passes(
            schemas,
            paths: "{ /: { post: { requestBody: \(content(row.request)), responses: { '200': \(response) } } } }",
            more: "webhooks: { w: { post: { requestBody: \(content(row.webhook)), responses: {} } } }"
        )
        let property = try #require(try passes.component("A").properties.first)
        #expect(passes.usage.isAlwaysPresent(property.schema) == row.isPresent)
    }

    /// The bodies of errors are received, too.
    @Test func aWriteOnlyPropertyIsAbsentFromErrors() throws {
        let error = "{ description: D, content: { application/json: { schema: \(ref("A")) } } }"
        let passes = try Passes(
            "A: { type: object, required: [p], properties: { p: \(Self.writeOnly) } }",
            paths: "{ /: { get: { responses: { '400': \(error) } } } }"
        )
        let property = try #require(try passes.component("A").properties.first)
        #expect(!passes.usage.isAlwaysPresent(property.schema))
    }
}
