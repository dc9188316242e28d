import Foundation
import Testing

/// A small document that the tests edit.
private let pets = """
    openapi: 3.1.0
    info: { title: Pets, version: '1' }
    paths:
      /pets/{petId}:
        get:
          operationId: pets.retrieve
          parameters:
            - { name: petId, in: path, required: true, schema: { type: string } }
          responses:
            '200':
              description: A pet.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/Pet' }
    components:
      schemas:
        Pet:
          description: A pet.
          type: object
          required: [name]
          properties:
            name: { type: string, description: What it is called. }
            born: { type: string, format: date }
    """

/// The files of every client; large ones fill the numbered files.
private let clientFiles =
    (["APIInfo", "Client", "Endpoints", "Endpoints2", "Models"] + (2...8).map { "Models\($0)" }
    + ["Resources", "Resources2", "Unions", "Unions2", "Unions3", "Unions4"]).map { $0 + ".swift" }

@Suite struct GenerateClientTests {
    @Test func writesTheFixedFilesOfAClient() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(pets)
        let run = try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "Pets")
        #expect(run.status == 0)
        #expect(run.output.isEmpty && run.errors.isEmpty)
        let files = try tool.files(in: "out")
        #expect(files.keys.sorted() == clientFiles)
        let client = String(decoding: try #require(files["Client.swift"]), as: UTF8.self)
        #expect(client.contains("public struct PetsClient: ServiceClient {"))
        #expect(client.contains("`PETS_API_KEY`"))
    }

    @Test func aSecondRunTouchesNothing() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(pets)
        _ = try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "Pets")
        let long = Date(timeIntervalSince1970: 1_000_000)
        for name in try tool.files(in: "out").keys {
            let path = tool.folder.appending(path: "out/" + name).path
            try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: path)
        }
        try tool.write(pets.replacingOccurrences(of: "What it is called.", with: "Its name."))
        _ = try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "Pets")
        let changed = try tool.files(in: "out").keys.filter { name in
            let path = tool.folder.appending(path: "out/" + name).path
            return try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date != long
        }
        #expect(changed == ["Models.swift"])
    }

    @Test func theSameDocumentGivesTheSameBytesInEveryForm() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let crlf = pets.replacingOccurrences(of: "\n", with: "\r\n")
        let utf16 = try #require(pets.data(using: .utf16))
        let commented =
            "# A comment\n" + pets.replacingOccurrences(of: "    type: object", with: "    type: object  # x")
        var outputs: [[String: Data]] = []
        for data in [Data(pets.utf8), Data(("\u{FEFF}" + pets).utf8), Data(crlf.utf8), utf16, Data(commented.utf8)] {
            let name = "f\(outputs.count)"
            try FileManager.default.createDirectory(
                at: tool.folder.appending(path: name),
                withIntermediateDirectories: true
            )
            try tool.write(data, name + "/openapi.yaml")
            let run = try tool.run(
                "--spec",
                name + "/openapi.yaml",
                "--output",
                name + "/out",
                "--module",
                "Pets",
                environment: ["LC_ALL": outputs.isEmpty ? "C" : "tr_TR.UTF-8", "TZ": "Asia/Tokyo"]
            )
            #expect(run.status == 0, "\(run.errors)")
            outputs.append(try tool.files(in: name + "/out"))
        }
        #expect(outputs.allSatisfy { $0 == outputs[0] && $0.count == clientFiles.count })
    }

    @Test func checkPrintsTheDifferenceUnderItsMark() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(pets)
        _ = try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "Pets")
        let same = try tool.run("--spec", "openapi.yaml", "--check", "out", "--module", "Pets")
        #expect(same.status == 0 && same.output.isEmpty)

        try tool.write(pets.replacingOccurrences(of: "What it is called.", with: "Its name."))
        let before = try tool.files(in: "out")
        let drift = try tool.run("--spec", "openapi.yaml", "--check", "out", "--module", "Pets")
        #expect(drift.status == 1)
        #expect(
            drift.output == """
                --- a/out/Models.swift
                +++ b/out/Models.swift
                @@ -14,7 +14,7 @@ Pet
                 ///
                 /// `#/components/schemas/Pet`
                 nonisolated public struct Pet: Hashable, Sendable {
                -    /// What it is called.
                +    /// Its name.
                     public var name: String
                     public var born: CalendarDate?
                     /// Properties that the document does not name; they are kept and encoded again.

                """
        )
        #expect(try tool.files(in: "out") == before)
    }

    @Test(arguments: [
        (["--spec", "x.yaml"], "--module is missing"),
        (["--spec", "x.yaml", "--module", "A"], "--output is missing"),
        (["--spec", "x.yaml", "--modul", "A"], "unknown argument '--modul'; did you mean '--module'?"),
        (["--spec"], "--spec needs a value"),
        (["--spec", "x.yaml", "--module", "a-b", "--output", "o"], "is not a Swift module name"),
        (["--spec", "x", "--module", "A", "--output", "o", "--emit", "cleint"], "did you mean 'client'?"),
    ])
    func wrongCommandLines(_ arguments: [String], _ message: String) throws {
        let tool = try Tool()
        defer { tool.remove() }
        let run = try tool.runList(arguments)
        #expect(run.status == 2)
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test func strictTurnsWarningsIntoErrors() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(pets.replacingOccurrences(of: "required: [name]", with: "requierd: [name]"))
        let lenient = try tool.run("--spec", "openapi.yaml", "--output", "a", "--module", "Pets")
        #expect(lenient.status == 0)
        #expect(lenient.errors.hasPrefix("openapi.yaml:20:7: warning: a schema has no field"), "\(lenient.errors)")
        let strict = try tool.run("--spec", "openapi.yaml", "--output", "b", "--module", "Pets", "--strict")
        #expect(strict.status == 1)
        #expect(strict.errors.hasPrefix("openapi.yaml:20:7: error: a schema has no field"), "\(strict.errors)")
        #expect(try tool.files(in: "b").isEmpty)
    }

    @Test func lintWarnsAndWritesNothing() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let trial = """
                U: { oneOf: [{ type: object, properties: { a: {} } }, { type: object, properties: { b: {} } }] }
                u: { type: object, properties: { a-b: { type: string }, a_b: { type: string } } }

            """
        try tool.write(pets + "\n" + trial)
        let run = try tool.run("--spec", "openapi.yaml", "--lint")
        #expect(run.status == 0)
        #expect(run.errors.contains("openapi.yaml:5:5: warning: the operation has neither 'summary' nor 'description'"))
        #expect(
            run.errors.contains("openapi.yaml:24:8: warning: the members of this union have to be told apart by trial")
        )
        #expect(run.errors.contains("openapi.yaml:25:5: warning: 'u' is called 'U2', because another schema is 'U'"))
        #expect(run.errors.contains("'a_b' is called 'aB2'"), "\(run.errors)")
        #expect(try tool.run("--spec", "openapi.yaml", "--lint", "--strict").status == 1)
    }

    @Test func anotherSchemaChangesOnlyItsOwnSection() throws {
        let tool = try Tool()
        defer { tool.remove() }
        func lines(_ document: String) throws -> [String: [String]] {
            try tool.write(document)
            #expect(try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "Pets").status == 0)
            return try tool.files(in: "out").mapValues {
                String(decoding: $0, as: UTF8.self).components(separatedBy: "\n")
            }
        }
        let schemas = (1...400).map { "    Schema\($0): { type: object, properties: { a: { type: string } } }" }
        let before = try lines(pets + "\n" + schemas.joined(separator: "\n"))
        let after = try lines(
            pets + "\n" + (schemas[..<200] + ["    Added: { type: boolean }"] + schemas[200...]).joined(separator: "\n")
        )
        let changed = before.keys.filter { before[$0] != after[$0] }
        #expect(changed.count == 1)
        let file = try #require(changed.first)
        let difference = try #require(after[file]).difference(from: try #require(before[file]))
        #expect(difference.removals.isEmpty)
        #expect(difference.insertions.count == 5)
        #expect(before.filter { $0.key.hasPrefix("Models") }.values.allSatisfy { $0.count > 100 })
    }

    @Test func theOrderOfTopLevelSectionsDoesNotMatter() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let parts = pets.components(separatedBy: "components:")
        let head = "openapi: 3.1.0\n"
        let moved = "components:" + parts[1] + "\n" + String(parts[0].dropFirst(head.count)) + head
        try tool.write(pets)
        _ = try tool.run("--spec", "openapi.yaml", "--output", "a", "--module", "Pets")
        try tool.write(moved)
        _ = try tool.run("--spec", "openapi.yaml", "--output", "b", "--module", "Pets")
        #expect(try tool.files(in: "a") == tool.files(in: "b"))
        #expect(try tool.files(in: "a").count == clientFiles.count)
    }

    @Test func anchorsAndPointersGiveTheSameFiles() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(pets)
        #expect(try tool.run("--spec", "openapi.yaml", "--output", "a", "--module", "Pets").status == 0)
        try tool.write(
            pets.replacingOccurrences(of: "#/components/schemas/Pet", with: "#pet")
                .replacingOccurrences(of: "    Pet:\n", with: "    Pet:\n      $anchor: pet\n")
        )
        let run = try tool.run("--spec", "openapi.yaml", "--output", "b", "--module", "Pets")
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(try tool.files(in: "a") == tool.files(in: "b"))
        #expect(try tool.files(in: "b").count == clientFiles.count)
    }

    @Test func commandsReadLinesAsLinesAndEventsAsEvents() throws {
        let tool = try Tool()
        defer { tool.remove() }
        func stream(_ name: String, _ type: String) -> String {
            "  /\(name): { get: { operationId: \(name), responses: { '200': { description: d, "
                + "content: { \(type): { schema: { $ref: '#/components/schemas/Pet' } } } } } } }\n"
        }
        let paths = stream("lines", "application/jsonl") + stream("events", "text/event-stream")
        try tool.write(pets.replacingOccurrences(of: "paths:\n", with: "paths:\n" + paths))
        let run = try tool.run("--spec", "openapi.yaml", "--output", "o", "--module", "Pets", "--emit", "commands")
        #expect(run.status == 0, "\(run.errors)")
        let text = String(decoding: try #require(try tool.files(in: "o")["Commands.swift"]), as: UTF8.self)
        #expect(text.contains("return .lines(PetsClient.Endpoints.lines())"))
        #expect(text.contains("return .events(PetsClient.Endpoints.events().events())"))
    }

    @Test(arguments: [
        (
            "{ type: http, scheme: bearer }", ["apiKey: String? = nil,"],
            ["apiKey: apiKey,", "else `PETS_API_KEY`."]
        ),
        (
            "{ type: http, scheme: basic }", ["username: String? = nil,", "password: String? = nil,"],
            ["try configuration.use(username: username, password: password)", "as `user:password`"]
        ),
        (
            "{ type: oauth2, flows: {} }",
            ["accessToken: String? = nil,", "accessToken: @escaping @Sendable () async throws -> String,"],
            ["apiKey: accessToken,", "configuration.credentialProvider = { _ in APIKey(try await accessToken()) }"]
        ),
        (
            "{ type: openIdConnect, openIdConnectUrl: 'https://x' }", ["accessToken: String? = nil,"],
            ["apiKey: accessToken,"]
        ),
        ("{ type: mutualTLS }", ["apiKey: String? = nil,"], ["apiKey: apiKey,"]),
    ])
    func theInitializerTakesTheRequiredCredentials(_ scheme: String, _ parameters: [String], _ lines: [String]) throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(pets + "\n  securitySchemes: { auth: \(scheme) }\nsecurity: [{ auth: [] }]\n")
        let run = try tool.run("--spec", "openapi.yaml", "--output", "o", "--module", "Pets")
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let text = String(decoding: try #require(try tool.files(in: "o")["Client.swift"]), as: UTF8.self)
        for part in parameters + lines { #expect(text.contains(part), "\(text)") }
    }

    @Test func aSchemeThatCannotBeSentIsAWarningAtItsLine() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(
            pets + "\n  securitySchemes:\n    auth: { type: http, scheme: digest }\nsecurity: [{ auth: [] }]\n"
        )
        let run = try tool.run("--spec", "openapi.yaml", "--output", "o", "--module", "Pets")
        #expect(run.status == 0)
        #expect(
            run.errors.hasPrefix("openapi.yaml:25:5: warning: the HTTP authentication scheme 'digest'"),
            "\(run.errors)"
        )
    }

    @Test func filesThatTheCallerDoesNotExpectAreAnError() throws {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(pets)
        let run = try tool.run(
            "--spec",
            "openapi.yaml",
            "--output",
            "out",
            "--module",
            "Pets",
            "--expect",
            "Models.swift"
        )
        #expect(run.status == 1)
        #expect(run.errors.contains("the caller expects Models.swift but APIInfo.swift"))
        #expect(try tool.files(in: "out").isEmpty)
    }
}

/// Invalid documents: the location of the error, and no output.
@Suite struct BadDocumentTests {
    private func problems(of document: String, _ name: String = "openapi.yaml") throws -> (String, Tool.Run) {
        let tool = try Tool()
        defer { tool.remove() }
        try tool.write(pets)
        _ = try tool.run("--spec", "openapi.yaml", "--output", "out", "--module", "Pets")
        let before = try tool.files(in: "out")
        try tool.write(document, name)
        let run = try tool.run("--spec", name, "--output", "out", "--module", "Pets")
        #expect(try tool.files(in: "out") == before)
        #expect(before.count == clientFiles.count)
        return (run.errors, run)
    }

    @Test func missing() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let run = try tool.run("--spec", "gone.yaml", "--output", "out", "--module", "Pets")
        #expect(run.status == 1)
        #expect(run.errors == "gone.yaml: error: there is no such file; give the OpenAPI document with --spec\n")
    }

    @Test func aFolderInstead() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let run = try tool.run("--spec", ".", "--output", "out", "--module", "Pets")
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix(".: error: cannot be read"))
    }

    @Test(arguments: [
        ("", "openapi.yaml:1:1: error: "),
        ("# only a comment\n", "openapi.yaml:1:1: error: the document is empty"),
        (String(pets.prefix(150)), "openapi.yaml:8:16: error: "),
        (String(pets.prefix(390)), "openapi.yaml:15:1: error: "),
        (pets.replacingOccurrences(of: "    type: object", with: "\ttype: object"), "openapi.yaml:19:"),
        (
            pets.replacingOccurrences(of: "  schemas:\n", with: "  schemas:\n    Pet: {}\n"),
            "openapi.yaml:18:5: error: "
        ),
        (
            pets.replacingOccurrences(of: "#/components/schemas/Pet", with: "#/components/schemas/Pett"),
            "openapi.yaml:14:31: error: '#/components/schemas/Pett' points at nothing in this document; "
                + "did you mean '#/components/schemas/Pet'?"
        ),
        ("swagger: '2.0'\ninfo: {}\n", "openapi.yaml:1:"),
    ])
    func placed(_ document: String, _ expected: String) throws {
        let (errors, run) = try problems(of: document)
        #expect(run.status == 1)
        #expect(errors.hasPrefix(expected), "\(errors)")
        #expect(run.output.isEmpty)
    }

    @Test func severalProblemsComeInOneRun() throws {
        let document =
            pets
            .replacingOccurrences(of: "#/components/schemas/Pet", with: "#/components/schemas/Nothing")
            .replacingOccurrences(of: "required: [name]", with: "required: name")
            .replacingOccurrences(of: "type: string, format: date", with: "type: strnig, format: date")
        let (errors, _) = try problems(of: document)
        #expect(errors.components(separatedBy: ": error: ").count == 4, "\(errors)")
    }

    @Test func anAliasBombEndsAtOnce() throws {
        var document = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            document += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let clock = ContinuousClock()
        let start = clock.now
        let (errors, run) = try problems(of: document)
        #expect(run.status == 1)
        #expect(errors.contains(": error: "))
        #expect(clock.now - start < .seconds(60))
    }
}
