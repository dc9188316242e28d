internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

extension Parser {
    mutating func string(_ key: String, in object: Object) -> String? {
        object[key].flatMap { string($0, at: object.pointer(key), name: key) }
    }

    /// Reads a required string field.
    mutating func requiredString(_ key: String, in object: Object, _ kind: ObjectKind) -> String? {
        guard let node = object[key] else {
            error("\(kind.name) must have '\(key)'", at: object.origin)
            return nil
        }
        return string(node, at: object.pointer(key), name: key)
    }

    mutating func string(_ node: Node, at pointer: @autoclosure () -> JSONPointer, name: String) -> String? {
        if let string = node.string { return string }
        guard let text = node.scalarText else {
            error("'\(name)' must be a string, not \(node.kindName)", at: node.location, pointer())
            return nil
        }
        warning("'\(name)' must be a string; put \(text) in quotes", at: node.location, pointer())
        return text
    }

    mutating func strings(_ key: String, in object: Object) -> [String] {
        list(key, in: object).compactMap { string($0.node, at: $0.pointer, name: key) }
    }

    mutating func bool(_ key: String, in object: Object) -> Bool? {
        object[key].flatMap { bool($0, at: object.pointer(key), name: key) }
    }

    mutating func bool(_ node: Node, at pointer: @autoclosure () -> JSONPointer, name: String) -> Bool? {
        if let value = node.bool { return value }
        error("'\(name)' must be true or false, not \(node.kindName)", at: node.location, pointer())
        return nil
    }
}
