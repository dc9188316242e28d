import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

@testable import HandingerGeneratorModel

/// The allowed values of parameters and bodies, with which the server in memory checks requests (JSON Schema Validation
/// 2020-12, section 6).
@Suite struct RequestShapeTests {
    private static let others = """
        Pet: { type: object, required: [name], properties: { name: { type: string } } }
        Color: { enum: [red, blue] }
        Cat: { type: object, required: [kind], properties: { kind: { const: cat } } }
        Dog: { type: object, required: [kind], properties: { kind: { const: dog } } }
        """

    @Test(arguments: [
        SchemaRow("text", "{ type: string }", "string"),
        SchemaRow("its length", "{ type: string, minLength: 1, maxLength: 9 }", "string of 1...9"),
        SchemaRow("its pattern", "{ type: string, pattern: '^a' }", "string like ^a"),
        SchemaRow("its format", "{ type: string, format: uuid }", "string (uuid)"),
        SchemaRow("a date", "{ type: string, format: date }", "string (date)"),
        SchemaRow("values", "{ enum: [a, b] }", "string among a, b"),
        SchemaRow("whole numbers", "{ type: integer, minimum: 1, maximum: 5 }", "integer in 1...5"),
        SchemaRow("exclusive bounds", "{ type: integer, exclusiveMinimum: 0 }", "integer in >0..."),
        SchemaRow(
            "exclusive bounds in OpenAPI 3.0",
            "{ type: number, minimum: 0, exclusiveMinimum: true }",
            "number in >0...",
            version: "3.0.3"
        ),
        SchemaRow("numbers", "{ type: number, maximum: 0.5 }", "number in ...0.5"),
        SchemaRow("truth values", "{ type: boolean }", "boolean"),
        SchemaRow("a constant", "{ const: a }", "constant"),
        SchemaRow("null", "{ type: 'null' }", "nullable null"),
        SchemaRow("anything", "{}", "any"),
        SchemaRow("nullable", "{ type: [string, 'null'] }", "nullable string"),
        SchemaRow("a list", "{ type: array, items: { type: string }, minItems: 1 }", "[string] of 1..."),
        SchemaRow("a list of anything", "{ type: array }", "[any]"),
        SchemaRow("a map", "{ additionalProperties: { type: integer } }", "{others: integer}"),
        SchemaRow("an object", "{ required: [a], properties: { a: { type: string }, b: {} } }", "{a: string, b?: any}"),
        SchemaRow("a closed object", "{ properties: { a: {} }, additionalProperties: false }", "{a?: any, no others}"),
        SchemaRow("a component", ref("Pet"), "Pet"),
        SchemaRow("a list of components", "{ items: \(ref("Pet")) }", "[Pet]"),
        SchemaRow("a union without tags", "{ oneOf: [\(ref("Pet")), { type: string }] }", "Pet | string"),
        SchemaRow("a union by tags", "{ oneOf: [\(ref("Cat")), \(ref("Dog"))] }", "by kind: cat Cat, dog Dog"),
        SchemaRow("several types", "{ type: [string, integer] }", "string | integer"),
    ])
    func shapes(_ row: SchemaRow) throws {
        let passes = try row.passes(with: Self.others)
        let (document, _) = try Document.made(of: "A: \(row.schema)\n" + Self.others, version: row.version)
        let names = TypeNames(document.components.schemas, passes.references, module: "")
        var shapes = RequestShapes(passes.schemas, passes.unions, names, isEnabled: true)
        let shape = shapes.requestShape(of: try passes.component("A"))
        #expect(text(of: shape) == row.decision)
    }

    @Test func eachComponentIsDescribedOnce() throws {
        let passes = try Passes(
            "A: { properties: { a: \(ref("A")), b: \(ref("B")) } }\nB: { properties: { a: \(ref("A")) } }"
        )
        let (document, _) = try Document.made(of: "A: {}\nB: {}")
        let names = TypeNames(document.components.schemas, passes.references, module: "")
        var shapes = RequestShapes(passes.schemas, passes.unions, names, isEnabled: true)
        _ = shapes.requestShape(of: try passes.component("A"))
        #expect(shapes.components.map(\.name) == ["A", "B"])
    }

    private func text(of shape: Shape) -> String {
        switch shape {
        case .any: return "any"
        case .null: return "null"
        case .boolean: return "boolean"
        case .constant: return "constant"
        case .nullable(let inner): return "nullable " + text(of: inner)
        case .reference(let name): return name
        case .string(let rules):
            return "string" + (rules.values.isEmpty ? "" : " among " + rules.values.joined(separator: ", "))
                + span(rules.minimumLength, rules.maximumLength)
                + (rules.pattern.map { " like \($0)" } ?? "") + (rules.format.map { " (\($0))" } ?? "")
        case .integer(let range): return "integer" + text(of: range)
        case .number(let range): return "number" + text(of: range)
        case .array(let element, let minimum, let maximum): return "[\(text(of: element))]" + span(minimum, maximum)
        case .object(let members, let required, let additional, let allowsAdditional):
            var parts = members.map { $0.name + (required.contains($0.name) ? ": " : "?: ") + text(of: $0.shape) }
            if let additional { parts.append("others: " + text(of: additional)) }
            if !allowsAdditional { parts.append("no others") }
            return "{" + parts.joined(separator: ", ") + "}"
        case .tagged(let property, let choices):
            return "by \(property): " + choices.map { "\($0.value) \(text(of: $0.shape))" }.joined(separator: ", ")
        case .anyOf(let shapes): return shapes.map { text(of: $0) }.joined(separator: " | ")
        }
    }

    private func span(_ minimum: Int?, _ maximum: Int?) -> String {
        guard minimum != nil || maximum != nil else { return "" }
        return " of " + (minimum.map(String.init) ?? "") + "..." + (maximum.map(String.init) ?? "")
    }

    private func text(of range: Shape.Range) -> String {
        guard range.minimum != nil || range.maximum != nil else { return "" }
        let minimum = range.minimum.map { (range.isMinimumExclusive ? ">" : "") + $0 } ?? ""
        let maximum = range.maximum.map { (range.isMaximumExclusive ? "<" : "") + $0 } ?? ""
        return " in \(minimum)...\(maximum)"
    }
}
