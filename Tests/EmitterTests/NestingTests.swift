import HandingerGeneratorDiagnostics
import HandingerGeneratorEmitter
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

/// Bounds on nested names, nested values and nested brackets, which would take the compiler minutes and gigabytes.
///
/// Measured with Swift 6.3 without these bounds: a hundred nested objects took 16 GB, a hundred nested lists more than
/// 13 minutes.
@Suite struct NestingTests {
    /// The schema that one level of nesting adds.
    enum Level: CaseIterable {
        case object, nullable, listed, merged, chosen, list

        func around(_ schema: String) -> String {
            switch self {
            case .object:
                #"{"type": "object", "properties": {"name": {"type": "string"}, "child": \#(schema)}}"#
            case .nullable:
                #"{"type": ["object", "null"], "required": ["child"], "properties": {"child": \#(schema)}}"#
            case .listed:
                #"{"type": "object", "properties": {"children": {"type": "array", "items": \#(schema)}}}"#
            case .merged:
                #"{"allOf": [{"properties": {"a": \#(schema)}}, {"properties": {"b": {"type": "string"}}}]}"#
            case .chosen:
                #"{"oneOf": [\#(schema), {"type": "array", "items": {"type": "integer"}}]}"#
            case .list:
                #"{"type": "array", "items": \#(schema)}"#
            }
        }

        func nested(_ count: Int) -> String {
            let schema = (0..<count).reduce(#"{"type": "string"}"#) { schema, _ in around(schema) }
            return #""Deep": \#(schema)"#
        }
    }

    private func generate(_ schemas: String) throws -> [String] {
        let document = """
            {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {},
             "components": {"schemas": {\(schemas)}}}
            """
        var diagnostics = DiagnosticList()
        let file = SourceFile(name: "x", bytes: Array(document.utf8))
        let root = try #require(Composer.compose(file, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        let parsed = try #require(Document.parse(root, diagnostics: &diagnostics))
        let api = API(parsed, diagnostics: &diagnostics)
        #expect(diagnostics.isEmpty, "\(diagnostics.sorted)")
        return Emission.client.files(for: api, module: "M", source: "x").flatMap {
            $0.text.split(separator: "\n").map(String.init)
        }
    }

    private static func isDeclaration(_ line: String) -> Bool { line.hasPrefix("// MARK: - Deep") }

    @Test(arguments: [Level.object, .nullable, .listed, .merged, .chosen])
    func deepNestingGivesTypesOfBoundedDepth(_ level: Level) throws {
        // These take three and four levels of the document each; the limit is 256.
        let count = level == .merged || level == .listed ? 60 : 100
        let lines = try generate(level.nested(count))
        let names = lines.filter(Self.isDeclaration)
        #expect(names.count >= count && Set(names).count == names.count)
        #expect(names.allSatisfy { $0.count(where: { $0 == "." }) < 8 && $0.count < 400 })
        let half = try generate(level.nested(count / 2))
        let ratio = Double(lines.count) / Double(half.count)
        #expect(ratio < 2.1, "twice the levels give \(ratio) times the lines")
    }

    @Test func listsInListsAreNotAllBrackets() throws {
        let lines = try generate(Level.list.nested(100))
        let alias = try #require(lines.first { $0.contains("public typealias Deep") })
        #expect(alias.hasPrefix("public typealias Deep = [[[[Swift.Array<Swift.Array<"), "\(alias)")
        #expect(alias.count(where: { $0 == "[" }) == 4)
        #expect(alias.ranges(of: "Array<").count == 96)
        let few = try generate(Level.list.nested(4))
        #expect(few.contains("public typealias Deep = [[[[String]]]]"))
    }

    /// A chain of schemas by reference; inline storage ends after a few.
    @Test(arguments: [true, false])
    func longChainsOfObjectsAreBoxed(_ isRequired: Bool) throws {
        let row = (0..<100).map { index in
            let required = isRequired ? #","required": ["next"]"# : ""
            let next = ##"{"$ref": "#/components/schemas/S\##(index + 1)"}"##
            return ##""S\##(index)": {"type": "object", "properties": {"next": \##(next)}\##(required)}"##
        }
        let lines = try generate(
            (row + [#""S100": {"type": "object", "properties": {"a": {}}}"#]).joined(separator: ",")
        )
        let boxes = lines.indices.filter { lines[$0].contains("Indirect<") }
        #expect((12...15).contains(boxes.count), "\(boxes.count)")
    }

    /// Each schema contains the next twice: unboxed, the first would have 2⁴⁰ values.
    @Test func exponentialSizesAreBoxed() throws {
        let row = (0..<40).map { index in
            let next = ##"{"$ref": "#/components/schemas/S\##(index + 1)"}"##
            return ##""S\##(index)": {"type": "object", "properties": {"a": \##(next), "b": \##(next)}}"##
        }
        let unions = row + [#""S40": {"type": "object", "properties": {"a": {}}}"#]
        let boxed = try generate(unions.joined(separator: ",")).filter { $0.contains("Indirect<") }
        #expect(boxed.count >= 8, "\(boxed.count)")
        let choices = (0..<40).map { index in
            let next = ##"{"$ref": "#/components/schemas/S\##(index + 1)"}"##
            let other = ##"{"type": "object", "required": ["b"], "properties": {"b": \##(next)}}"##
            return ##""S\##(index)": {"oneOf": [\##(next), \##(other)]}"##
        }
        let lines = try generate((choices + [#""S40": {"type": "integer"}"#]).joined(separator: ","))
        #expect(lines.contains { $0.contains("public indirect enum S") })
    }

    /// Shallow types are not changed.
    @Test func shallowObjectsAreNotBoxed() throws {
        let lines = try generate(Level.object.nested(7))
        #expect(!lines.contains { $0.contains("Indirect<") })
        #expect(lines.contains("// MARK: - Deep.Child.Child.Child.Child.Child.Child"))
    }
}
