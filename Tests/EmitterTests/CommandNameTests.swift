import HandingerGeneratorEmitter
import Testing

/// Unique names of commands and of server handlers, in Swift and on the command line.
@Suite struct CommandNameTests {
    private func text(
        _ emission: Emission,
        _ operations: [String],
        schemas: [String] = [],
        parameters: String = ""
    ) throws -> String {
        let paths = operations.enumerated().map { index, id in
            let schema = schemas.isEmpty ? "{type: string}" : "{$ref: '#/components/schemas/\(schemas[index])'}"
            return """
                  /p\(index):
                    post:
                      operationId: '\(id)'
                      parameters: [\(parameters)]
                      requestBody: {required: true, content: {application/json: {schema: \(schema)}}}
                      responses: {'200': {description: ok, content: {application/json: {schema: \(schema)}}}}

                """
        }
        let types = schemas.map { "    \($0): {type: object, properties: {a: {type: string}}, example: {a: b}}\n" }
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
        return try emission.files(for: text).map(\.text).joined()
    }

    /// The structures of the file, in order: those of the root, then each group with its members.
    private func types(_ operations: [String]) throws -> [String] {
        try text(.commands, operations).matches(of: /struct (\w+): \w+ \{/).map { String($0.1) }
    }

    /// The words of the groups and commands on the command line, in the order of the file.
    private func words(_ operations: [String]) throws -> [String] {
        try text(.commands, operations).matches(of: /commandName: "(.*)"/).map { String($0.1) }
    }

    /// The functions of the first three are `a1`, `a1_2` and `a12`.
    @Test func commandStructuresAreUnique() throws {
        #expect(try types(["a1", "a 1", "a12"]) == ["A1Command", "A12Command", "A12Command2"])
        #expect(try types(["a12", "a1", "a 1"]) == ["A12Command", "A1Command", "A12Command2"])
    }

    @Test func groupStructuresAreUnique() throws {
        let names = try types(["a b.c.x", "a.b c.y"])
        #expect(names == ["ABCommands", "ABCCommands", "ABCXCommand", "ACommands", "ABCCommands2", "ABCYCommand"])
    }

    @Test func namesDifferFromTypesThatTheFileUses() throws {
        #expect(try types(["operation"]) == ["OperationCommand2"])
        #expect(try types(["parsable", "async parsable"]) == ["ParsableCommand2", "AsyncParsableCommand2"])
        #expect(try types(["API.list"]) == ["APICommands2", "APIListCommand"])
    }

    @Test func siblingsAreTypedDifferently() throws {
        #expect(try words(["list", "list"]) == ["list", "list2"])
        #expect(try words(["a.list", "a.List", "b.list"]) == ["a", "list", "list2", "b", "list"])
        #expect(try text(.commands, ["a.list", "a.List"]).contains(#"static let path = ["a", "list2"]"#))
    }

    /// A group keeps its word, because commands follow it.
    @Test func aCommandAndAGroupHaveDifferentWords() throws {
        #expect(try words(["list", "list.all"]) == ["list2", "list", "all"])
    }

    @Test func theParsersOwnCommandStays() throws {
        #expect(try words(["help", "a.help"]) == ["help2", "a", "help"])
    }

    @Test func anUnrelatedOperationChangesNoName() throws {
        let before = try types(["a12", "b", "a1", "a 1", "g.x"])
        let after = try types(["c1", "a12", "h.x", "b", "d", "a1", "a 1", "g.x", "e", "g.y"])
        #expect(before.count == 6 && after.filter(before.contains) == before)
    }

    // MARK: - Servers and examples

    /// Both types would be named `foo12`.
    @Test func schemaMembersOfAServerAreUnique() throws {
        let routes = try text(.routes, ["a", "b", "c"], schemas: ["Foo1", "Foo 1", "Foo12"])
        let members = routes.matches(of: /static let (\w+): ValueSchema/).map { String($0.1) }
        #expect(members == ["foo1", "foo12", "foo12_2"])
        for member in members { #expect(routes.contains("schema: .reference { Schemas.\(member) }")) }
    }

    @Test func typesOfTheDocumentAreNotThoseOfTheServer() throws {
        let routes = try text(.routes, ["a", "b", "c"], schemas: ["Route", "Schemas", "Plain"])
        #expect(routes.contains("func a(body: M.Route, request: RouteRequest) async throws -> RouteReply<M.Route>"))
        #expect(routes.contains("func b(body: M.Schemas, request: RouteRequest) async throws -> RouteReply<M.Schemas>"))
        #expect(routes.contains("func c(body: Plain, request: RouteRequest) async throws -> RouteReply<Plain>"))
    }

    @Test func parametersAreNeitherTheBodyNorTheRequest() throws {
        let parameters = ["body", "request"].map { "{name: \($0), in: query, schema: {type: string}}" }
            .joined(separator: ", ")
        let routes = try text(.routes, ["a"], parameters: parameters)
        #expect(routes.contains("func a(body: String?, request: String?, body2: String, request2: RouteRequest)"))
        #expect(routes.contains("body2: request.body()"))
        #expect(routes.contains("request2: request"))
    }

    @Test func typesOfTheDocumentAreNotThoseOfTheExamples() throws {
        #expect(try text(.examples, ["a"], schemas: ["APIExamples"]).contains("(M.APIExamples).self"))
    }
}
