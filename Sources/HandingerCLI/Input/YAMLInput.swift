import APIRuntime
import HandingerGeneratorDiagnostics
import HandingerGeneratorYAML

/// A parser for YAML, and so JSON, from the command line, a file or a pipe.
enum YAMLInput {
    /// Parses a value.
    ///
    /// - Parameter origin: The source of the text, for messages.
    /// - Throws: ``CommandFailure`` with each problem and its line.
    static func parse(_ bytes: [UInt8], origin: String) throws -> JSONTree {
        let file = SourceFile(name: origin, bytes: bytes)
        var diagnostics = DiagnosticList()
        guard let node = Composer.compose(file, diagnostics: &diagnostics) else {
            let text = DiagnosticRenderer(file: file).render(diagnostics)
            throw CommandFailure.usage("This is neither YAML nor JSON:\n" + text.dropLast())
        }
        return try tree(of: node, origin: origin)
    }

    private static func tree(of node: Node, origin: String) throws -> JSONTree {
        switch node.value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .integer(let value): return .number(String(value))
        case .number(let value, let text):
            guard value.isFinite else {
                let place = "\(origin):\(node.location.line):\(node.location.column)"
                throw CommandFailure.usage("\(place): \(text) is not a number that JSON can hold")
            }
            // YAML allows numbers that JSON does not, such as `.5` and `+1`.
            let isJSON = (try? JSONTree(parsing: Array(text.utf8))) != nil
            return .number(isJSON ? text : String(describing: value))
        case .string(let value): return .string(value)
        case .sequence(let nodes): return .array(try nodes.map { try tree(of: $0, origin: origin) })
        case .mapping(let mapping):
            return .object(
                try mapping.map { JSONTree.Member(name: $0.key, value: try tree(of: $0.value, origin: origin)) }
            )
        }
    }
}
