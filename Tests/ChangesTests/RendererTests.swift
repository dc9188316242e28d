import Foundation
import HandingerGeneratorChanges
import HandingerGeneratorDiagnostics
import HandingerGeneratorYAML
import Testing

@Suite struct RendererTests {
    private func render(_ edits: [Edit], _ format: ReportRenderer.Format) throws -> String {
        let old = try Shelter.load(Shelter.document())
        let new = try Shelter.load(Shelter.document(edits))
        return ReportRenderer(
            ChangeReport(from: old.api, to: new.api),
            module: "Shelter",
            old: .init(name: "old.yaml", index: SpecIndex(old.root)),
            new: .init(name: "new.yaml", index: SpecIndex(new.root))
        ).text(format)
    }

    private static let edits = [
        Edit("weight: { type: number }", "weight: { type: integer }"),
        Edit("enum: [cat, dog]", "enum: [cat, hamster, dog]"),
        Edit("Its number.", "The number."),
    ]

    @Test func text() throws {
        #expect(
            try render(Self.edits, .text) == """
                breaking:
                  Pet.weight is `Int` and was `Double`
                    code that reads it was written for the old type
                    old.yaml:164 -> new.yaml:164

                source-compatible:
                  Species.hamster is new
                    the enumeration is open: programs keep values they do not know
                    old.yaml:144 -> new.yaml:147

                documentation:
                  Pet.id is described in other words
                    old.yaml:160 -> new.yaml:160

                3 changes for users of Shelter: 1 breaking, 1 source-compatible, 1 documentation. \
                Next version: major (minor before 1.0.0).

                """
        )
        #expect(try render([], .text) == "No change for users of Shelter.\n")
    }

    @Test func headersOfResponses() throws {
        let edits = [
            Edit(", X-Sizes: { schema: { type: array, items: { type: integer } } }", ", X-Name: { schema: {} }"),
            Edit("How many more fit., schema: { type: integer }", "How many more fit., schema: { type: string }"),
        ]
        #expect(
            try render(edits, .text) == """
                breaking:
                  Endpoints.PetsPhotosUploadHeaders.xLeft is `String?` and was `Int?`
                    code that reads it was written for the old type
                    old.yaml:95 -> new.yaml:95
                  Endpoints.PetsPhotosUploadHeaders.xSizes is gone
                    code that uses it does not compile
                    old.yaml:95 -> new.yaml:94

                source-compatible:
                  Endpoints.PetsPhotosUploadHeaders.xName is new, `String?`
                    old.yaml:94 -> new.yaml:95

                3 changes for users of Shelter: 2 breaking, 1 source-compatible. \
                Next version: major (minor before 1.0.0).

                """
        )
        #expect(
            try render(edits, .markdown).contains(
                "| `Endpoints.PetsPhotosUploadHeaders.xSizes` | is gone: code that uses it does not compile | "
                    + "old.yaml:95 → new.yaml:94 |"
            )
        )
        #expect(try render(edits, .json).contains(#""symbol" : "Endpoints.PetsPhotosUploadHeaders.xName""#))
    }

    @Test func placesOfHeaders() throws {
        let text = """
            get:
              responses:
                404:
                  headers: {X-Left: {}}
                201:
                  headers:
                    x-left: {}
                2XX: {$ref: '#/Shared'}
                default:
                  headers:
                    X-Left: {}
            Shared:
              headers:
                X-Other: {}
            """
        var diagnostics = DiagnosticList()
        let file = SourceFile(name: "x", bytes: Array(text.utf8))
        let index = SpecIndex(try #require(Composer.compose(file, diagnostics: &diagnostics)))
        let lines = ["X-Left", "X-Other", "X-None"].map { index.location(of: .responseHeader($0, of: "#/get"))?.line }
        #expect(lines == [7, 14, 2])
    }

    /// Locations behind references by anchor.
    @Test func placesBehindAnchors() throws {
        let text = """
            A:
              allOf: [{$ref: '#b'}, {$dynamicRef: '#c'}, {$ref: '#none'}]
            B: {$anchor: b, properties: {one: {}}}
            C: {$dynamicAnchor: c, properties: {
              two: {}}}
            """
        var diagnostics = DiagnosticList()
        let file = SourceFile(name: "x", bytes: Array(text.utf8))
        let index = SpecIndex(try #require(Composer.compose(file, diagnostics: &diagnostics)))
        let lines = ["one", "two", "three"].map { index.location(of: .property($0, of: .object("#/A")))?.line }
        #expect(lines == [3, 5, 1])
    }

    @Test func markdown() throws {
        #expect(
            try render(Self.edits, .markdown) == """
                ### API changes

                **3 changes for users of Shelter: 1 breaking, 1 source-compatible, 1 documentation. \
                Next version: major (minor before 1.0.0).**

                #### Breaking

                | symbol | change | document |
                |---|---|---|
                | `Pet.weight` | is `Int` and was `Double`: code that reads it was written for the old type | \
                old.yaml:164 → new.yaml:164 |

                #### Source-compatible

                | symbol | change | document |
                |---|---|---|
                | `Species.hamster` | is new: the enumeration is open: programs keep values they do not know | \
                old.yaml:144 → new.yaml:147 |

                #### Documentation

                | symbol | change | document |
                |---|---|---|
                | `Pet.id` | is described in other words | old.yaml:160 → new.yaml:160 |

                <details><summary>CHANGELOG entry</summary>

                ```markdown
                ### Added
                - `Species.hamster` is new.

                ### Changed
                - **Breaking:** `Pet.weight` is `Int` and was `Double`.
                ```

                </details>

                """
        )
    }

    @Test func json() throws {
        struct Report: Decodable {
            struct Item: Decodable { var level, symbol: String, old, new: Place? }
            struct Place: Decodable { var file: String, line: Int }
            var bump: String, changes: [Item]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(render(Self.edits, .json).utf8))
        #expect(report.bump == "major")
        #expect(report.changes.map(\.level) == ["breaking", "source-compatible", "documentation"])
        #expect(report.changes[0].old?.line == 164)
        #expect(report.changes[0].new?.file == "new.yaml")
    }

    @Test(arguments: [
        (Change.Level.breaking, ChangeReport.Bump.major), (.compatible, .minor), (.wire, .patch),
        (.documentation, .patch),
    ])
    func bump(_ level: Change.Level, _ bump: ChangeReport.Bump) throws {
        let change = try #require(ChangeCase.all.first { $0.level == level })
        let old = try Shelter.load(Shelter.document()).api
        let new = try Shelter.load(Shelter.document(change.edits)).api
        #expect(ChangeReport(from: old, to: new).bump == bump)
    }

    /// No text of a document breaks the table in a pull request.
    @Test func hostileText() throws {
        let text = try render([Edit("enum: [cat, dog]", "enum: [cat, dog, 'x|y', '<b>`']")], .markdown)
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            #expect(line.replacing("\\|", with: "").count { $0 == "|" } == 4, "\(line)")
            #expect(!line.contains("<b>"))
        }
    }
}
