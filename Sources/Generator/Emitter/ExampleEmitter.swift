import HandingerGeneratorModel

/// Emits the document's examples, each with the type that must decode it and encode it equal.
extension FileEmitter {
    private static let partSize = 50

    func examples() -> [UInt8] {
        var writer = header(importing: ["APIRuntime", "Foundation", module])
        writer.line()
        writer.line("/// The examples of the document.")
        writer.block("nonisolated public enum APIExamples") { writer in
            writer.line("/// The number of examples.")
            writer.line("public static let count = \(api.examples.count)")
            writer.line()
            writer.line(
                "/// The examples that fail to decode or are encoded differently, by their JSON pointers."
            )
            writer.block("public static func failures() -> [(pointer: String, problem: String)]") { writer in
                guard !parts.isEmpty else {
                    writer.line("[]")
                    return
                }
                writer.line("var failures: [(pointer: String, problem: String)] = []")
                for part in parts.indices { writer.line("checkPart\(part + 1)(&failures)") }
                writer.line("return failures")
            }
        }
        for (index, part) in parts.enumerated() {
            writer.line()
            writer.block("nonisolated extension APIExamples") { writer in
                let failures = "failures: inout [(pointer: String, problem: String)]"
                writer.block("private static func checkPart\(index + 1)(_ \(failures))") { writer in
                    for example in part { write(example, to: &writer) }
                }
            }
        }
        if !parts.isEmpty {
            writer.line()
            writeCheck(to: &writer)
        }
        return writer.bytes
    }

    private var parts: [[Example]] {
        stride(from: 0, to: api.examples.count, by: Self.partSize).map { start in
            Array(api.examples[start..<min(start + Self.partSize, api.examples.count)])
        }
    }

    private func write(_ example: Example, to writer: inout SwiftWriter) {
        let type = types.beside(["APIExamples"]).source(example.type)
        writer.list(
            "check(",
            [
                .text(example.type.isConverted ? "CustomCoded<\(type)>.self" : "(\(type)).self"),
                .text(SwiftLiteral.string(example.pointer)),
                .text(SwiftLiteral.string(example.json)),
                "&failures",
            ],
            breaks: true
        )
    }

    private func writeCheck(to writer: inout SwiftWriter) {
        writer.block("nonisolated extension APIExamples") { writer in
            writer.list(
                "private static func check<Value: Codable>(",
                [
                    "_ type: Value.Type", "_ pointer: String", "_ json: String",
                    "_ failures: inout [(pointer: String, problem: String)]",
                ],
                then: " {",
                breaks: true
            )
            writer.indented { writer in
                writer.line("do {")
                writer.indented { writer in
                    writer.line("let value = try JSONCoding.decode(type, from: Array(json.utf8))")
                    writer.line("let after = try JSONValue(parsing: JSONCoding.encode(value))")
                    writer.line("let before = try JSONValue(parsing: json.utf8)")
                    writer.line("guard before != after else { return }")
                    writer.line("failures.append((pointer, \"\\(before) becomes \\(after)\"))")
                }
                writer.line("} catch {")
                writer.indented { $0.line("failures.append((pointer, \"\\(error)\"))") }
                writer.line("}")
            }
            writer.line("}")
        }
    }
}
