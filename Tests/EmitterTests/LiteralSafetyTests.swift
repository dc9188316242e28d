import HandingerGeneratorDiagnostics
import HandingerGeneratorEmitter
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

/// Text of a document never becomes code, wherever it appears.
@Suite struct LiteralSafetyTests {
    private static let hostile = [
        #"*/ }\nfatalError() /*"#, #"\" + fatalError() + \""#, #"\\(fatalError())"#, #"a\r\nfatalError()"#,
        #"a\u2028fatalError()"#, #"a\u0085fatalError()"#, #"a\u000BfatalError()"#, #"x\u202Ey"#,
    ]

    private func generate(_ text: String) throws -> [GeneratedFile] {
        let document = """
            {"openapi": "3.1.0", "info": {"title": "\(text)", "version": "\(text)", "description": "\(text)"},
             "servers": [{"url": "https://x/\(text)"}],
             "tags": [{"name": "\(text)", "description": "\(text)"}],
             "paths": {"/a/\(text)/{\(text)}": {"get": {"operationId": "\(text)", "tags": ["\(text)"],
               "summary": "\(text)", "description": "\(text)",
               "parameters": [{"name": "\(text)", "in": "path", "required": true, "description": "\(text)",
                               "schema": {"type": "string", "default": "\(text)", "pattern": "\(text)"}}],
               "responses": {"200": {"description": "\(text)", "content": {"application/json": {"schema":
                 {"$ref": "#/components/schemas/\(text.contains("/") ? "Safe" : text)"}}}}}}}},
             "components": {"schemas": {"Safe": {}, "\(text)": {"title": "\(text)", "description": "\(text)",
               "type": "object", "required": ["\(text)"], "properties": {
                 "\(text)": {"type": "string", "enum": ["\(text)", "b"], "default": "\(text)"},
                 "k": {"const": "\(text)"}}}}}}
            """
        var diagnostics = DiagnosticList()
        let file = SourceFile(name: "x", bytes: Array(document.utf8))
        let root = try #require(Composer.compose(file, diagnostics: &diagnostics), "\(diagnostics.sorted)")
        let parsed = try #require(Document.parse(root, diagnostics: &diagnostics))
        let api = API(parsed, diagnostics: &diagnostics)
        return Emission.allCases.flatMap { $0.files(for: api, module: "M", source: "x\n\(text)") }
    }

    @Test(arguments: hostile)
    func hostileTextStaysInCommentsAndLiterals(_ text: String) throws {
        for file in try generate(text) where file.name.hasSuffix(".swift") {
            var isMultiline = false
            for line in file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
                let code = line.drop { $0 == " " }
                if line.contains("\"\"\"") { isMultiline.toggle() }
                if isMultiline {
                    #expect(!line.replacing("\\\\", with: "").contains("\\("), "\(file.name): \(line)")
                    continue
                }
                if code.hasPrefix("//") || file.name.hasSuffix(".md") { continue }
                #expect(!outsideLiterals(String(code)).contains("fatalError()"), "\(file.name): \(line)")
            }
            let unsafe = file.text.unicodeScalars.contains { scalar in
                scalar != "\n" && (scalar.properties.generalCategory == .control || scalar.properties.isBidiControl)
                    || scalar == "\u{2028}"
            }
            #expect(!unsafe, "\(file.name)")
        }
    }

    /// The line without its string literals.
    private func outsideLiterals(_ line: String) -> String {
        var result = ""
        var isInside = false
        var isEscaped = false
        for character in line {
            if isInside {
                if isEscaped {
                    isEscaped = false
                    if character == "(" { result += "\\(" }
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isInside = false
                }
            } else if character == "\"" {
                isInside = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
