import Foundation
import HandingerGeneratorChanges
import HandingerGeneratorDiagnostics
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

/// The document that the cases edit, and a program that uses its whole client.
enum Shelter {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/Shelter")

    static func document() throws -> String {
        try String(contentsOf: folder.appending(path: "openapi.yaml"), encoding: .utf8)
    }

    static func program() throws -> String {
        try String(contentsOf: folder.appending(path: "client.swift.txt"), encoding: .utf8)
    }

    /// Applies the edits. Each must match exactly one place of the document.
    static func document(_ edits: [Edit]) throws -> String {
        try edits.reduce(try document()) { try $1.applied(to: $0) }
    }

    static func load(_ text: String) throws -> (root: Node, api: API) {
        var diagnostics = DiagnosticList()
        let file = SourceFile(name: "openapi.yaml", bytes: Array(text.utf8))
        let root = try #require(Composer.compose(file, diagnostics: &diagnostics))
        let document = try #require(Document.parse(root, diagnostics: &diagnostics))
        let api = API(document, diagnostics: &diagnostics)
        let problems = DiagnosticRenderer(file: file).render(diagnostics)
        try #require(!diagnostics.hasErrors, "\(problems)")
        return (root, api)
    }
}

struct Edit: Sendable {
    var old: String
    var new: String

    init(_ old: String, _ new: String) {
        self.old = old
        self.new = new
    }

    func applied(to text: String) throws -> String {
        let places = text.ranges(of: old)
        try #require(places.count == 1, "'\(old)' is there \(places.count) times")
        return text.replacingCharacters(in: places[0], with: new)
    }
}

/// An edit of the document and its effect on programs.
struct ChangeCase: Sendable, CustomTestStringConvertible {
    var name: String
    var level: Change.Level
    /// The first symbol that the report names at that level.
    var symbol: String
    var edits: [Edit]
    /// The edits of the server's response that belong to the change.
    var answer: [Edit] = []

    var testDescription: String { name }

    init(
        _ level: Change.Level,
        _ symbol: String,
        _ name: String,
        _ edits: [Edit],
        answer: [Edit] = []
    ) {
        self.name = name
        self.level = level
        self.symbol = symbol
        self.edits = edits
        self.answer = answer
    }
}
