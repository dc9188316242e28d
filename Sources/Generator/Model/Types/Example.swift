import HandingerGeneratorDiagnostics
import HandingerGeneratorOpenAPI
import HandingerGeneratorYAML

/// An example value with the type that must be able to decode it.
package struct Example: Sendable {
    /// The pointer of the example, such as `#/components/schemas/Worker/example`.
    package var pointer: String
    package var json: String
    package var type: TypeReference
}

extension TypeDeclarations {
    mutating func addExamples(_ nodes: [Node], of type: TypeReference, at origin: SourceReference) {
        for (index, node) in nodes.enumerated() {
            guard let value = exampleValue(node), let json = Example.json(value) else { continue }
            let place = nodes.count > 1 ? " \(index + 1)" : ""
            examples.append(Example(pointer: "#" + origin.pointer.description + place, json: json, type: type))
        }
    }

    /// Resolves a reference to `components/examples`.
    func exampleValue(_ node: Node) -> Node? {
        guard let text = node["$ref"]?.string, text.hasPrefix(bytes: "#/") else { return node }
        guard let pointer = JSONPointer(parsing: String(text.unicodeScalars.dropFirst())) else { return nil }
        let target = root.node(at: pointer)
        return target?["value"] ?? target?["dataValue"]
    }
}

extension Example {
    /// Encodes a node as JSON. Returns nil for values that JSON cannot represent.
    static func json(_ node: Node) -> String? {
        switch node.value {
        case .null: return "null"
        case .bool(let value): return String(value)
        case .integer(let value): return String(value)
        case .number(let value, let text):
            guard value.isFinite else { return nil }
            let isJSON = text.utf8.allSatisfy { "0123456789".utf8.contains($0) }
            return isJSON && text.utf8.first != UInt8(ascii: "0") ? text : String(value)
        case .string(let text): return quoted(text)
        case .sequence(let items):
            var parts: [String] = []
            for item in items {
                guard let part = json(item) else { return nil }
                parts.append(part)
            }
            return "[" + parts.joined(separator: ",") + "]"
        case .mapping(let members):
            var parts: [String] = []
            for member in members {
                guard let part = json(member.value) else { return nil }
                parts.append(quoted(member.key) + ":" + part)
            }
            return "{" + parts.joined(separator: ",") + "}"
        }
    }

    /// Encodes a string as JSON.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
