import Foundation
import HandingerGeneratorDiagnostics
import HandingerGeneratorYAML

/// The tree of a document, or its diagnostics as `line:column: message [pointer]`.
enum Outcome {
    case tree(Node)
    case errors([String])

    init(_ bytes: [UInt8], limits: Limits = Limits()) {
        var diagnostics = DiagnosticList()
        if let node = Composer.compose(
            SourceFile(name: "test.yaml", bytes: bytes),
            limits: limits,
            diagnostics: &diagnostics
        ) {
            self = .tree(node)
        } else {
            self = .errors(diagnostics.sorted.map(\.text))
        }
    }

    init(_ text: String, limits: Limits = Limits()) {
        self.init(Array(text.utf8), limits: limits)
    }

    var node: Node? { if case .tree(let node) = self { node } else { nil } }
    var errors: [String] { if case .errors(let errors) = self { errors } else { [] } }
    /// The tree in the notation of ``Node/plain``, or the errors.
    var plain: String { node?.plain ?? "! " + errors.joined(separator: "\n! ") }
}

extension Diagnostic {
    var text: String {
        let pointer = pointer.tokens.isEmpty ? "" : " [\(pointer)]"
        return "\(location.line):\(location.column): \(message)\(pointer)"
    }
}

extension Node {
    /// The tree on one line: strings in quotes, mappings as `{key: value}`, non-integer numbers as their text.
    var plain: String {
        switch value {
        case .null: "null"
        case .bool(let value): String(value)
        case .integer(let value): String(value)
        case .number(_, let text): "#" + text
        case .string(let text): text.debugDescription
        case .sequence(let nodes): "[" + nodes.map(\.plain).joined(separator: ", ") + "]"
        case .mapping(let mapping):
            "{" + mapping.map { $0.key + ": " + $0.value.plain }.joined(separator: ", ") + "}"
        }
    }
}

/// The folder with the YAML test suite and real documents; nil if HANDINGER_TEST_DATA is not set.
let testData: URL? = ProcessInfo.processInfo.environment["HANDINGER_TEST_DATA"].map {
    URL(filePath: $0, directoryHint: .isDirectory)
}
