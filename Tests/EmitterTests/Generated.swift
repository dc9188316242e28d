import HandingerGeneratorDiagnostics
import HandingerGeneratorEmitter
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

extension Emission {
    /// Returns the generated files of a valid document.
    func files(for text: String) throws -> [GeneratedFile] {
        var diagnostics = DiagnosticList()
        let file = SourceFile(name: "x", bytes: Array(text.utf8))
        let root = try #require(Composer.compose(file, diagnostics: &diagnostics))
        let document = try #require(Document.parse(root, diagnostics: &diagnostics))
        let api = API(document, module: "M", describesRequests: describesRequests, diagnostics: &diagnostics)
        #expect(!diagnostics.hasErrors, "\(diagnostics.sorted)")
        return files(for: api, module: "M", source: "x")
    }
}
