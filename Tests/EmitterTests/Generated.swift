import HandingerGeneratorDiagnostics
import HandingerGeneratorEmitter
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import Testing

extension Emission {
    /// The files for a document without an error.
    func files(for text: String) throws -> [GeneratedFile] {
        var diagnostics = DiagnosticList()
        let document = try #require(
            Document.read(SourceFile(name: "x", bytes: Array(text.utf8)), diagnostics: &diagnostics)
        )
        let api = API(document, describesRequests: describesRequests, diagnostics: &diagnostics)
        #expect(!diagnostics.hasErrors, "\(diagnostics.sorted)")
        return files(for: api, module: "M", source: "x")
    }
}
