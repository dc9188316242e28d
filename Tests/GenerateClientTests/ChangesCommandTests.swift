import Foundation
import Testing

/// The command `generate-client changes`.
@Suite struct ChangesCommandTests {
    private static let document = """
        openapi: 3.1.0
        info: { title: Pets, version: '1' }
        paths:
          /pets:
            get:
              operationId: pets.count
              responses: { '204': { description: Counted. } }
        """

    @Test func twoFiles() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(Self.document, "old.yaml")
        try tool.write(Self.document.replacingOccurrences(of: "pets.count", with: "pets.number"), "new one.yaml")
        let run = try tool.run("changes", "old.yaml", "new one.yaml", "--module", "Pets")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(
            run.output == """
                breaking:
                  client.pets.count() is now `client.pets.number()`
                    the old name is gone
                    old.yaml:5 -> new one.yaml:5

                1 change for users of Pets: 1 breaking. Next version: major (minor before 1.0.0).

                """
        )
        let failed = try tool.run("changes", "old.yaml", "new one.yaml", "--fail-on", "breaking")
        #expect(failed.status == 1)
        #expect(failed.errors == "error: the document has 1 breaking change, and --fail-on breaking is given\n")
        #expect(try tool.run("changes", "old.yaml", "old.yaml", "--fail-on=breaking").status == 0)
    }

    @Test func anInvalidDocumentIsReportedAtItsLine() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(Self.document, "old.yaml")
        try tool.write(Self.document.replacingOccurrences(of: "paths:", with: "paths: 3"), "new.yaml")
        let run = try tool.run("changes", "old.yaml", "new.yaml")
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("new.yaml:"))
    }

    @Test(arguments: [
        (["changes", "a.yaml"], "name two documents, the old one and the new one; only one is given"),
        (["changes", "a", "b", "c"], "3 are given"),
        (["changes", "a", "b", "--format", "mardown"], "did you mean 'markdown'?"),
        (["changes", "a", "b", "--fail-on", "wire"], "--fail-on 'wire' is not 'breaking'"),
        (["changes", "a", "b", "--fromat", "text"], "did you mean '--format'?"),
    ])
    func wrongCommandLines(_ arguments: [String], _ message: String) throws {
        let tool = try Tool()
        defer { tool.remove() }
        let run = try tool.runList(arguments)
        #expect(run.status == 2)
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(run.errors.contains("Try 'generate-client changes --help'."))
    }
}
