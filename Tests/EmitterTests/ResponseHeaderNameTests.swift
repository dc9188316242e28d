import HandingerGeneratorEmitter
import Testing

/// Unique names of the structures of response headers.
@Suite struct ResponseHeaderNameTests {
    /// The names of the structures, in the order of the operations.
    private func names(_ operations: [String], schemas: [String] = []) throws -> [String] {
        let paths = operations.enumerated().map { index, id in
            """
              /p\(index):
                get:
                  operationId: '\(id)'
                  responses: {'200': {description: ok, headers: {X-Left: {schema: {type: integer}}}}}

            """
        }
        let types = schemas.map { "    \($0): {type: object, properties: {a: {type: string}}}\n" }
        let text = """
            openapi: 3.1.0
            info: {title: t, version: v}
            paths:
            \(paths.joined())
            components:
              schemas:
                Other: {type: string}
            \(types.joined())
            """
        return try Emission.client.files(for: text).filter { $0.name.hasPrefix("Endpoints") }
            .flatMap { $0.text.split(separator: "\n") }
            .compactMap { $0.firstMatch(of: /public struct `?(\w+)`?: Hashable, Sendable/).map { String($0.1) } }
    }

    /// The functions of the first three are `a1`, `a1_2` and `a12`.
    @Test func namesAreUnique() throws {
        #expect(try names(["a1", "a 1", "a12"]) == ["A1Headers", "A12Headers", "A12Headers2"])
        #expect(try names(["a12", "a1", "a 1"]) == ["A12Headers", "A1Headers", "A12Headers2"])
        #expect(try names(["list", "list", "list 2"]) == ["ListHeaders", "List2Headers", "List22Headers"])
    }

    @Test func namesDifferFromTypesOfTheDocument() throws {
        #expect(try names(["a12"], schemas: ["A12Headers"]) == ["A12Headers2"])
        let schemas = ["A12Headers2"]
        #expect(try names(["a12", "a1", "a 1"], schemas: schemas) == ["A12Headers", "A1Headers", "A12Headers3"])
    }

    /// In scripts without case, a function could have the name of a structure.
    @Test func namesDifferFromFunctions() throws {
        #expect(try names(["1", "1 headers"]) == ["_1Headers2", "_1HeadersHeaders"])
    }

    @Test func anUnrelatedOperationChangesNoName() throws {
        let before = try names(["a12", "b", "a1", "a 1"])
        let after = try names(["c1", "a12", "b", "d", "a1", "a 1", "e"])
        #expect(before.count == 4 && after.filter(before.contains) == before)
    }
}
