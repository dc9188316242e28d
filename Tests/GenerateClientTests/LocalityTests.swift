import Foundation
import Testing

/// The diff that a reviewer sees for ten typical edits: all generated files, as `check-snapshot` prints it.
///
/// `RECORD_SNAPSHOTS=1 swift test --filter LocalityTests` records the diffs; recording fails the test.
@Suite struct LocalityTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        var old: String
        var new: String
        var testDescription: String { name }
    }

    static let examples = [
        Example(
            name: "optional-response-property",
            old: "        age: { type: integer }\n        nick",
            new: "        tame: { type: boolean }\n        age: { type: integer }\n        nick"
        ),
        Example(
            name: "optional-request-property",
            old: "        story: { type: string }\n",
            new: "        story: { type: string }\n        colour: { type: string }\n"
        ),
        Example(
            name: "required-request-property",
            old: "required: [name, species, source]\n",
            new: "required: [name, species, story, source]\n"
        ),
        Example(name: "property-gone", old: "        nick_name: { type: string }\n", new: ""),
        Example(name: "enumeration-value", old: "[cat, dog]", new: "[cat, hamster, dog]"),
        Example(
            name: "query-parameter",
            old: "        - { name: ids,",
            new: "        - { name: page, in: query, schema: { type: integer } }\n        - { name: ids,"
        ),
        Example(
            name: "operation",
            old: "  /report:\n",
            new:
                "  /count:\n    get:\n      operationId: pets.count\n      responses: { '204': { description: Done. } }\n"
                + "  /report:\n"
        ),
        Example(name: "path", old: "  /report:\n", new: "  /reports/today:\n"),
        Example(name: "description", old: "An animal of the shelter.", new: "An animal in the shelter."),
        Example(
            name: "union-member",
            old: "        - $ref: '#/components/schemas/WetMeal'\n",
            new: "        - $ref: '#/components/schemas/WetMeal'\n        - $ref: '#/components/schemas/Leftover'\n"
        ),
    ]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/Shelter")

    @Test(arguments: examples)
    func diff(_ example: Example) throws {
        let found = try difference(example)
        let file = Self.folder.appending(path: "diffs/\(example.name).diff")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(found.utf8).write(to: file)
            Issue.record("recorded \(file.lastPathComponent)")
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(found == expected)
    }

    /// An added optional property only changes lines that mention it, wherever it is inserted.
    @Test(arguments: [
        (
            "        age: { type: integer }\n        nick",
            "        sign: { type: string }\n        age: { type: integer }\n        nick"
        ),
        ("        story: { type: string }\n", "        story: { type: string }\n        sign: { type: string }\n"),
        (
            "const: dry }\n        grams: { type: integer }\n",
            "const: dry }\n        grams: { type: integer }\n        sign: { type: string }\n"
        ),
        (
            "        vet: { type: string }\n        at:",
            "        vet: { type: string }\n        sign: { type: string }\n        at:"
        ),
        (
            "                caption: { type: string }\n",
            "                caption: { type: string }\n                sign: { type: string }\n"
        ),
    ])
    func anOptionalPropertyTouchesOnlyTheLinesThatMentionIt(_ old: String, _ new: String) throws {
        let lines = try difference(Example(name: "", old: old, new: new)).split(separator: "\n").map(String.init)
        let removed = lines.filter { $0.hasPrefix("-") && !$0.hasPrefix("---") }.map { String($0.dropFirst()) }
        let added = lines.filter { $0.hasPrefix("+") && !$0.hasPrefix("+++") }.map { String($0.dropFirst()) }
        #expect(added.contains { $0.contains("sign: String?") })
        for line in added where !line.isEmpty { #expect(line.localizedCaseInsensitiveContains("sign"), "\(line)") }
        // The summary has a method's signature on one line.
        #expect(removed.allSatisfy { $0.hasPrefix("client.") }, "\(removed)")
    }

    private func difference(_ example: Example) throws -> String {
        let tool = try Tool()
        defer { tool.remove() }
        let text = try String(contentsOf: Self.folder.appending(path: "openapi.yaml"), encoding: .utf8)
        let places = text.ranges(of: example.old)
        try #require(places.count == 1)
        let kinds = ["client", "commands", "routes", "summary"]
        func run(_ action: String, _ kind: String) throws -> Tool.Run {
            try tool.run("--spec", "openapi.yaml", action, kind, "--module", "Shelter", "--emit", kind)
        }
        try tool.write(text)
        for kind in kinds { try #require(try run("--output", kind).status == 0) }
        try tool.write(text.replacingCharacters(in: places[0], with: example.new))
        return try kinds.map { kind in
            let run = try run("--check", kind)
            #expect(run.status == (run.output.isEmpty ? 0 : 1), "\(run.errors)")
            return run.output
        }.joined()
    }
}
