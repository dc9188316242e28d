internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

/// Reads the objects of a document. Invalid parts are reported and skipped, so that one run finds all problems.
///
/// Accepts mistakes that are common and unambiguous: null for an absent field, a number for a string, unknown keys.
package struct Parser {
    let version: Document.Version
    var diagnostics: DiagnosticList
    /// The schemas that references name by anchor.
    let anchors: Anchors
    /// Anchors whose repetitions have been reported.
    var usedAnchors: Set<ByteKey> = []
    /// The documents that references point to, with the first such reference. Each is reported once, at the end.
    var otherDocuments: [String: (reference: String, origin: SourceReference)] = [:]
    /// A cache of parsed reference targets without their last token: most references share `/components/schemas`.
    var sections: [ByteKey: JSONPointer] = [:]
    /// A cache of the suggestions for unknown keys; empty for a key without one.
    private var keySuggestions: [ObjectKind.Key: String] = [:]

    init(version: Document.Version, anchors: Anchors, diagnostics: DiagnosticList) {
        self.version = version
        self.anchors = anchors
        self.diagnostics = diagnostics
    }

    /// A mapping that is an object of the document.
    struct Object {
        let mapping: Mapping
        let origin: SourceReference

        /// The value of a field, or nil if it is absent or null.
        subscript(key: String) -> Node? {
            guard let node = mapping[key], !node.isNull else { return nil }
            return node
        }

        func pointer(_ key: String) -> JSONPointer { origin.pointer.appending(key) }
        func origin(_ key: String, _ node: Node) -> SourceReference {
            SourceReference(location: node.location, pointer: pointer(key))
        }
    }

    /// An element of a list, or a member of a map with its key.
    struct Member {
        var key = ""
        /// The location of the key or, in a list, of the node.
        var origin: SourceReference
        var node: Node

        var pointer: JSONPointer { origin.pointer }
    }
}

// MARK: - Objects, maps, lists

extension Parser {
    mutating func object(_ node: Node, at pointer: JSONPointer, _ kind: ObjectKind) -> Object? {
        guard let mapping = node.mapping else {
            let message = "\(kind.name) must be a mapping, not \(node.kindName)"
            error(message, lenient: .leftOut, at: node.location, pointer)
            return nil
        }
        for entry in mapping where !kind.has(entry) && !entry.key.hasPrefix(bytes: "x-") {
            warnAboutUnknownKey(entry, kind, pointer)
        }
        return Object(mapping: mapping, origin: SourceReference(location: node.location, pointer: pointer))
    }

    /// Warns of a key that looks like a misspelt field. Other unknown keys are allowed.
    mutating func warnAboutUnknownKey(_ entry: Mapping.Entry, _ kind: ObjectKind, _ pointer: JSONPointer) {
        let key = ObjectKind.Key(kind: kind.name, key: entry.key)
        if keySuggestions[key] == nil {
            // Short fields are left out, because nearly any short key is similar to one.
            let typed = entry.key.lowercased()
            let known = kind.keys.filter { ($0.utf8.count > 3 && !$0.hasPrefix("$")) || $0 == typed }.sorted()
            keySuggestions[key] = didYouMean(entry.key, among: known)
        }
        guard let suggestion = keySuggestions[key], !suggestion.isEmpty else { return }
        let message = "\(kind.name) has no field \(entry.key.quoted)\(suggestion)"
        warning(message, at: entry.keyLocation, pointer.appending(entry.key))
    }

    /// The members of the map in a field; empty if it is absent or no mapping.
    mutating func map(_ key: String, in object: Object) -> [Member] {
        guard let node = object[key] else { return [] }
        return map(node, at: object.pointer(key), name: key)
    }

    mutating func map(_ node: Node, at pointer: JSONPointer, name: String) -> [Member] {
        guard let mapping = node.mapping else {
            let message = "'\(name)' must be a mapping, not \(node.kindName)"
            error(message, lenient: .ignored, at: node.location, pointer)
            return []
        }
        return mapping.entries.map { entry in
            let origin = SourceReference(location: entry.keyLocation, pointer: pointer.appending(entry.key))
            return Member(key: entry.key, origin: origin, node: entry.value)
        }
    }

    mutating func list(_ key: String, in object: Object) -> [Member] {
        guard let node = object[key] else { return [] }
        return list(node, at: object.pointer(key), name: key)
    }

    mutating func list(_ node: Node, at pointer: JSONPointer, name: String) -> [Member] {
        nodes(node, at: pointer, name: name).enumerated().map { index, node in
            Member(origin: SourceReference(location: node.location, pointer: pointer.appending(index)), node: node)
        }
    }

    /// The elements of a list that need no pointers.
    mutating func nodes(_ node: Node, at pointer: @autoclosure () -> JSONPointer, name: String) -> [Node] {
        if let nodes = node.sequence { return nodes }
        let message = "'\(name)' must be a list, not \(node.kindName)"
        error(message, lenient: .ignored, at: node.location, pointer())
        return []
    }
}

// MARK: - Diagnostics

extension Parser {
    /// Returns all diagnostics. Call it after the whole document was read.
    consuming func allDiagnostics() -> DiagnosticList {
        for (text, origin) in otherDocuments.values { reportOtherDocument(text, origin, isInSchema: true) }
        return diagnostics
    }

    mutating func error(_ message: String, at origin: SourceReference) {
        diagnostics.error(message, at: origin.location, origin.pointer)
    }

    /// Reports an error that `--lenient` turns into a warning with the fallback.
    mutating func error(
        _ message: String,
        lenient fallback: Fallback,
        at location: SourceLocation,
        _ pointer: JSONPointer
    ) {
        diagnostics.error(message, lenient: fallback, at: location, pointer)
    }

    mutating func error(_ message: String, lenient fallback: Fallback, at origin: SourceReference) {
        diagnostics.error(message, lenient: fallback, at: origin)
    }

    mutating func warning(_ message: String, at location: SourceLocation, _ pointer: JSONPointer) {
        diagnostics.warning(message, at: location, pointer)
    }

    mutating func warning(_ message: String, at origin: SourceReference) {
        diagnostics.warning(message, at: origin.location, origin.pointer)
    }
}

extension Node {
    /// A description of the value for messages, such as `a list`.
    var kindName: String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "the number \(value)"
        case .number(_, let text): "the number \(text)"
        case .string(let value): "the string \(value.quoted)"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The text of a number or boolean.
    var scalarText: String? {
        switch value {
        case .bool(let value): String(value)
        case .integer(let value): String(value)
        case .number(_, let text): text
        default: nil
        }
    }
}

extension Parser {
    mutating func string(_ key: String, in object: Object) -> String? {
        object[key].flatMap { string($0, at: object.pointer(key), name: key) }
    }

    /// Reads a required string field.
    mutating func requiredString(_ key: String, in object: Object, _ kind: ObjectKind) -> String? {
        guard let node = object[key] else {
            error("\(kind.name) must have '\(key)'", lenient: .leftOut, at: object.origin)
            return nil
        }
        return string(node, at: object.pointer(key), name: key)
    }

    mutating func string(_ node: Node, at pointer: @autoclosure () -> JSONPointer, name: String) -> String? {
        if let string = node.string { return string }
        guard let text = node.scalarText else {
            let message = "'\(name)' must be a string, not \(node.kindName)"
            error(message, lenient: .ignored, at: node.location, pointer())
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
        let message = "'\(name)' must be true or false, not \(node.kindName)"
        error(message, lenient: .ignored, at: node.location, pointer())
        return nil
    }
}
