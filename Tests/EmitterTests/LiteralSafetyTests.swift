import HandingerGeneratorDiagnostics
import HandingerGeneratorModel
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

@testable import HandingerGeneratorEmitter

/// Text of a document never becomes code, wherever it appears.
@Suite struct LiteralSafetyTests {
    private static let hostile = [
        #"*/ }\nfatalError() /*"#, #"\" + fatalError() + \""#, #"\\(fatalError())"#, #"a\r\nfatalError()"#,
        #"a\u2028fatalError()"#, #"a\u0085fatalError()"#, #"a\u000BfatalError()"#, #"x\u202Ey"#,
        #"*/\u0301 }\nfatalError() /*\u0301"#, #"\"\u0301 + fatalError() + \"\u0301"#, #"\\\u0301(fatalError())"#,
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

    /// Each ASCII special before what a `Character` hides behind it: a combining acute accent, a zero width joiner, a
    /// variation selector and a combining keycap.
    private static let marked: [String] = (UInt8(0x20)...0x7E).map { String(Unicode.Scalar($0)) }
        .filter { !$0.contains(where: \.isLetter) && !$0.contains(where: \.isNumber) }
        .flatMap { special in ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}"].map { special + $0 } }

    @Test func literalsKeepMarks() throws {
        for text in Self.marked.flatMap({ [$0, "say \"\($0) now\"", "\\\($0)(x)", "\"\($0)", "#\($0)#"] }) {
            #expect(try Self.value(of: SwiftLiteral.string(text)).elementsEqual(text.utf8), "\(text)")
            #expect(try Self.value(of: SwiftLiteral.quoting(text)).elementsEqual(text.utf8), "\(text)")
        }
    }

    @Test func commentsAndMarkdownKeepMarks() {
        for text in Self.marked {
            #expect(SwiftLiteral.commentLines("a\(text)b").count == 1)
            #expect(!Markdown.cell(text).utf8.starts(with: "|".utf8), "\(text)")
            #expect(!Markdown.inline("a<\(text)").utf8.contains(UInt8(ascii: "<")), "\(text)")
        }
    }

    @Test func aPathKeepsTheMarkBehindAParameter() throws {
        let files = try Emission.client.files(
            for: """
                openapi: 3.1.0
                info: { title: T, version: '1' }
                paths: { "/\u{301}a/{id}\u{301}/x": { get: { operationId: a, responses: {} } } }
                """
        )
        let text = try #require(files.first { $0.name == "Endpoints.swift" }).text
        #expect(
            text.unicodeScalars.split(separator: "\n").contains { line in
                String(line).utf8.elementsEqual("            path: \"/\u{301}a/\\(id, name: \"id\")\u{301}/x\",".utf8)
            }
        )
    }

    /// The text of a literal, read byte by byte as the compiler does.
    private static func value(of literal: String) throws -> [UInt8] {
        var bytes = Array(literal.utf8)[...]
        if bytes.starts(with: "#\"".utf8) {
            bytes = bytes.dropFirst(2).dropLast(2)
            for end in ["\"#", "\\#"] {
                try #require(!bytes.indices.contains { bytes[$0...].starts(with: end.utf8) }, "\(literal)")
            }
            return Array(bytes)
        }
        bytes = bytes.dropFirst().dropLast()
        var result: [UInt8] = []
        while let byte = bytes.popFirst() {
            try #require(byte != UInt8(ascii: "\""), "\(literal)")
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            let next = bytes.popFirst()
            let escape = try #require(next)
            guard escape == UInt8(ascii: "u") else {
                #expect("\"\\".utf8.contains(escape), "\(literal)")
                result.append(escape)
                continue
            }
            let digits = bytes.dropFirst().prefix { $0 != UInt8(ascii: "}") }
            bytes = bytes.dropFirst(digits.count + 2)
            let scalar = try #require(
                UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
            )
            result += Array(String(scalar).utf8)
        }
        return result
    }

    /// The line without its string literals.
    private func outsideLiterals(_ line: String) -> String {
        var result = ""
        var isInside = false
        var isEscaped = false
        // By scalar: the compiler knows no characters.
        for character in line.unicodeScalars {
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
                result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
