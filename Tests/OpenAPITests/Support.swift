import Foundation
import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML
import Testing

/// A document and its diagnostics as `line:column: severity: message [pointer]`.
struct Reading {
    var document: Document?
    var remarks: [String]

    init(_ text: String) {
        self.init(Array(text.utf8))
    }

    init(_ bytes: [UInt8]) {
        var diagnostics = DiagnosticList()
        let root = Composer.compose(SourceFile(name: "test.yaml", bytes: bytes), diagnostics: &diagnostics)
        document = root.flatMap { Document.parse($0, diagnostics: &diagnostics) }
        remarks = diagnostics.sorted.map { diagnostic in
            let pointer = diagnostic.pointer.tokens.isEmpty ? "" : " [\(diagnostic.pointer)]"
            let place = "\(diagnostic.location.line):\(diagnostic.location.column)"
            return "\(place): \(diagnostic.severity.rawValue): \(diagnostic.message)\(pointer)"
        }
    }

    /// Reads a document with a header of two lines before the text.
    static func body(_ text: String, version: String = "3.1.0") -> Reading {
        Reading("openapi: \(version)\ninfo: {title: T, version: '1'}\n" + text)
    }

    /// Returns the schema `S` of an otherwise empty document; it starts on line 5.
    static func schema(_ text: String, version: String = "3.1.0") throws -> Schema {
        let reading = schemaReading(text, version: version)
        #expect(reading.remarks == [])
        return try #require(reading.document?.components.schemas.first?.value)
    }

    static func schemaReading(_ text: String, version: String = "3.1.0") -> Reading {
        let indented = text.split(separator: "\n").map { "      \($0)\n" }.joined()
        return body("components:\n  schemas:\n    S:\n" + indented, version: version)
    }

    /// Reads a document with the operation of a path `/x/{id}`, indented by eight, from line 5.
    static func operation(_ text: String, version: String = "3.1.0") -> Reading {
        let indented = text.split(separator: "\n").map { "      \($0)\n" }.joined()
        return body("paths:\n  /x:\n    post:\n" + indented, version: version)
    }

    var operation: OperationObject? { item?.operations.first }
    var item: PathItem? { document?.paths.first?.item.value }
}

extension ReferenceOr {
    var value: Value? { if case .value(let value) = self { value } else { nil } }
    var reference: Reference? { if case .reference(let reference) = self { reference } else { nil } }
}

/// The folder with real documents; nil if HANDINGER_TEST_DATA is not set.
let testData: URL? = ProcessInfo.processInfo.environment["HANDINGER_TEST_DATA"].map {
    URL(filePath: $0, directoryHint: .isDirectory)
}
