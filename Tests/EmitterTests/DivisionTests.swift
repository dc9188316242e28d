import Foundation
import HandingerGeneratorDiagnostics
import HandingerGeneratorEmitter
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

/// What is done at once comes out as if it were done one after the other.
@Suite struct DivisionTests {
    /// Everything that can be written, and what is said of the document.
    private func output(of bytes: [UInt8], atOnce: Bool) -> [String] {
        var diagnostics = DiagnosticList()
        let file = SourceFile(name: "x", bytes: bytes)
        var document: Document?
        if atOnce {
            document = Document.read(file, diagnostics: &diagnostics)
        } else if let root = Composer.compose(file, diagnostics: &diagnostics) {
            document = Document.parse(root, diagnostics: &diagnostics)
        }
        var texts: [String] = []
        for isLinting in [false, true] {
            guard let document else { break }
            let api = API(
                document,
                isLinting: isLinting,
                describesRequests: false,
                usesAllCores: atOnce,
                diagnostics: &diagnostics
            )
            for emission in Emission.allCases where emission != .routes {
                texts += emission.files(for: api, module: "M", source: "x").map(\.text)
            }
        }
        return texts + diagnostics.sorted.map { "\($0)" }
    }

    private func expectEqual(_ bytes: [UInt8], _ name: String = "") {
        let (atOnce, inTurn) = (output(of: bytes, atOnce: true), output(of: bytes, atOnce: false))
        #expect(atOnce.count == inTurn.count, "\(name)")
        for (one, other) in zip(atOnce, inTurn) where one != other {
            let lines = zip(one.split(separator: "\n"), other.split(separator: "\n"))
            let difference = lines.first { $0 != $1 }.map { "\($0) / \($1)" } ?? "one is longer"
            Issue.record("\(name): \(difference)")
        }
    }

    /// Sixty of each: a document that is divided between threads.
    private func document(
        _ head: String = "openapi: 3.1.0",
        more: String = "",
        schema: (Int) -> String
    ) -> [UInt8] {
        let schemas = (0..<60).map { "    Item\($0):\n" + indented(schema($0), by: 6) }.joined()
        let paths = (0..<60).map { number in
            """
              /items/\(number):
                post:
                  operationId: item\(number)
                  requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Item\(number)'}}}}
                  responses:
                    '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Item\(59 - number)'}}}}
                    '404': {description: none, content: {application/json: {schema: {$ref: '#/components/schemas/Item0'}}}}
                    '409': {$ref: '#/components/responses/Conflict'}

            """
        }.joined()
        let text = """
            \(head)
            info: {title: t, version: v}
            paths:
            \(paths)
            components:
              responses:
                Conflict:
                  description: shared by all
                  content: {application/json: {schema: {type: object, properties: {reason: {type: string}}}}}
              schemas:
            \(schemas)
            \(more)
            """
        return Array(text.utf8)
    }

    private func indented(_ text: String, by columns: Int) -> String {
        text.split(separator: "\n").map { String(repeating: " ", count: columns) + $0 + "\n" }.joined()
    }

    enum Kind: CaseIterable {
        case plain, union, circleThroughLists, listOfNameless, circleOfReferences, row, placeThatIsNoComponent
        case nullableCircle, allOf, dangling, otherDocument, readOnly, deep
        case anchor, anchorOfNoComponent, circleOfAnchors, danglingAnchor, repeatedAnchor

        func schema(_ number: Int) -> String {
            let other = "#/components/schemas/Item"
            switch self {
            case .plain:
                return "{type: object, properties: {id: {type: string}, kind: {enum: [a, b\(number)]}}}"
            case .union:
                return "oneOf: [{$ref: '\(other)\((number + 7) % 60)'}, {type: object, properties: {a\(number): {}}}]"
            case .circleThroughLists:
                return "{type: array, items: {$ref: '\(other)\((number + 1) % 60)'}}"
            case .listOfNameless:
                return "{type: array, items: {type: object, properties: {n\(number): {type: integer}}}}"
            case .circleOfReferences:
                return "$ref: '\(other)\((number + 30) % 60)'"
            case .row:
                return number == 0 ? "type: string" : "$ref: '\(other)\(number - 1)'"
            case .placeThatIsNoComponent:
                let reference = "{$ref: '\(other)\(59 - number)/properties/a'}"
                return "properties: {a: {type: object, properties: {b: {type: integer}}}, c: \(reference)}"
            case .nullableCircle:
                let next = "{$ref: '\(other)\((number + 1) % 60)'}"
                return "oneOf: [\(next), {type: 'null'}, {type: object, properties: {z: {}}}]"
            case .allOf:
                let base = "{$ref: '\(other)\(number / 2 + 30)'}"
                return "allOf: [\(base), {type: object, required: [x], properties: {x: {type: string}}}]"
            case .dangling:
                return "{type: object, properties: {a: {$ref: '#/components/schemas/Itm\(number)'}}}"
            case .otherDocument:
                return "{type: object, properties: {a: {$ref: 'other\(number % 3).yaml#/Item'}}}"
            case .readOnly:
                return "{type: object, required: [id], properties: {id: {type: string, readOnly: true}}}"
            case .deep:
                let head = String(repeating: "{type: object, properties: {p: ", count: 12)
                return head + "{properties: {leaf\(number): {}}}" + String(repeating: "}}", count: 12)
            case .anchor:
                return "{$anchor: item\(number), properties: {a: {$ref: '#item\(59 - number)'}, n\(number): {}}}"
            case .anchorOfNoComponent:
                let inner = "{$dynamicAnchor: a\(number), properties: {a: {$ref: '#a\((number + 7) % 60)'}}}"
                return "{type: object, properties: {b: {$dynamicRef: '#a\(59 - number)'}}, $defs: {inner: \(inner)}}"
            case .circleOfAnchors:
                return "{$anchor: item\(number), $ref: '#item\((number + 30) % 60)'}"
            case .danglingAnchor:
                return "{$anchor: item\(number), properties: {a: {$ref: '#itm\(number)'}, b: {$ref: '#Item'}}}"
            case .repeatedAnchor:
                return "{$anchor: item\(number / 3), properties: {a: {$ref: '#item\(number % 20)'}}}"
            }
        }
    }

    @Test(arguments: Kind.allCases)
    func componentsAndOperations(_ kind: Kind) {
        expectEqual(document(schema: kind.schema), "\(kind)")
    }

    /// Names that inline types of both halves want.
    @Test func namesThatMeet() {
        let more = (0..<60).map {
            "  /more/\($0): {get: {operationId: 'get \($0 % 30)', responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {n\($0): {}}}}}}}}}\n"
        }
        let text = "openapi: 3.1.0\ninfo: {title: t, version: v}\npaths:\n" + more.joined()
        expectEqual(Array(text.utf8))
    }

    /// What is found late, twice or in another place than it usually is.
    @Test(arguments: [
        "openapi: 3.0.0", "x-a: 1\nopenapi: 3.1.0", "openapi: 3.1.0\nopenapi: 3.0.0", "openapi: 3.1", "openapi: 4.0.0",
        "swagger: '2.0'", "paths: {}\nopenapi: 3.1.0",
    ])
    func heads(_ head: String) {
        expectEqual(document(head) { "{type: string, nullable: true, x: \($0)}" }, head)
    }

    @Test func versionAtTheEnd() {
        let bytes = document("x-first: true", more: "openapi: 3.1.0") { "{type: [string, 'null'], maxLength: \($0)}" }
        expectEqual(bytes)
    }

    @Test func anchorsAndMergeKeys() {
        expectEqual(
            document { $0 == 0 ? "&first\ntype: object\nproperties: {a: {}}" : "<<: *first\ntitle: t\($0)" }
        )
        expectEqual(document { $0 == 3 ? "{type: 5}" : "{type: strng}" })
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["HANDINGER_TEST_DATA"] != nil))
    func realDocuments() throws {
        let data = try #require(ProcessInfo.processInfo.environment["HANDINGER_TEST_DATA"])
        let folder = URL(fileURLWithPath: data).appendingPathComponent("specs")
        for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where ["yaml", "json"].contains(url.pathExtension) {
            expectEqual([UInt8](try Data(contentsOf: url)), url.lastPathComponent)
        }
    }
}
