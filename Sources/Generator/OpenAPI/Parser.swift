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
    private var usedAnchors: Set<ByteKey> = []
    /// The documents that references point to, with the first such reference. Each is reported once, at the end.
    private var otherDocuments: [String: (reference: String, origin: SourceReference)] = [:]
    /// A cache of parsed reference targets without their last token: most references share `/components/schemas`.
    private var sections: [ByteKey: JSONPointer] = [:]
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
            error("\(kind.name) must be a mapping, not \(node.kindName)", at: node.location, pointer)
            return nil
        }
        for entry in mapping where !kind.has(entry) && !entry.key.hasPrefix("x-") {
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
            error("'\(name)' must be a mapping, not \(node.kindName)", at: node.location, pointer)
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
        error("'\(name)' must be a list, not \(node.kindName)", at: node.location, pointer())
        return []
    }
}

// MARK: - References

extension Parser {
    /// Reads an object or the reference in its place.
    mutating func referenceOr<Value>(
        _ node: Node,
        at pointer: JSONPointer,
        _ parse: (inout Parser, Node, JSONPointer) -> Value?
    ) -> ReferenceOr<Value>? {
        guard let target = node["$ref"] else { return parse(&self, node, pointer).map { .value($0) } }
        return reference(target, at: pointer, siblings: node).map { .reference($0) }
    }

    /// Reads a `$ref` value.
    ///
    /// - Parameters:
    ///   - pointer: The pointer of the object that contains the `$ref`.
    ///   - isInSchema: Whether the object is a schema. Only references in schemas may use anchors.
    mutating func reference(
        _ node: Node,
        at pointer: JSONPointer,
        siblings: Node,
        isInSchema: Bool = false
    ) -> Reference? {
        let origin = SourceReference(location: node.location, pointer: pointer.appending("$ref"))
        guard let text = node.string else {
            error("'$ref' must be a string, not \(node.kindName)", at: origin)
            return nil
        }
        return Self.reference(text, to: target(text, origin, isInSchema: isInSchema), siblings: siblings, origin)
    }

    /// Reads a `$dynamicRef` within the document. Returns nil after a warning if it is unresolvable.
    mutating func dynamicReference(_ entry: Mapping.Entry, at pointer: JSONPointer, siblings: Node) -> Reference? {
        guard let text = entry.value.string else { return nil }
        let origin = SourceReference(location: entry.value.location, pointer: pointer.appending(entry.key))
        var target: JSONPointer?
        var fix = "add it or correct the reference"
        let problem: String
        if let place = self.pointer(inFragment: text.dropFirst()) {
            target = anchors.isInDocument(place) ? place : nil
            problem = "\(text.quoted) points at nothing in this document"
        } else if let name = percentDecoded(text.dropFirst()), !name.hasPrefix("/") {
            target = anchors.anchor(named: name, at: origin.location).map { schema(with: $0, called: name) }
            if target == nil, let near = anchors.suggestion(for: name) {
                fix = "did you mean \(("#" + near).quoted)?"
            }
            problem = "no schema has the anchor \(name.quoted)"
        } else {
            problem = "the reference \(text.quoted) is no JSON pointer"
            fix = "write it as '#/components/schemas/Name'"
        }
        guard let target else {
            warning("\(problem), so '\(entry.key)' is ignored; \(fix)", at: origin)
            return nil
        }
        return Self.reference(text, to: target, siblings: siblings, origin)
    }

    private static func reference(
        _ text: String,
        to target: JSONPointer?,
        siblings: Node,
        _ origin: SourceReference
    ) -> Reference {
        Reference(
            text: text,
            pointer: target,
            summary: siblings["summary"]?.string,
            description: siblings["description"]?.string,
            origin: origin
        )
    }

    private mutating func target(_ text: String, _ origin: SourceReference, isInSchema: Bool) -> JSONPointer? {
        guard text.utf8.first == UInt8(ascii: "#") else {
            let document = String(text.prefix { $0 != "#" })
            if otherDocuments[document] == nil { otherDocuments[document] = (text, origin) }
            return nil
        }
        if let pointer = pointer(inFragment: text.dropFirst()) { return pointer }
        if isInSchema, let name = percentDecoded(text.dropFirst()), !name.hasPrefix("/"), !anchors.isEmpty {
            return schema(called: name, origin)
        }
        error("the reference \(text.quoted) is no JSON pointer; write it as '#/components/schemas/Name'", at: origin)
        return nil
    }

    /// Returns the pointer of the schema with the anchor, or nil after an error.
    private mutating func schema(called name: String, _ origin: SourceReference) -> JSONPointer? {
        guard let anchor = anchors.anchor(named: name, at: origin.location) else {
            let fix =
                anchors.suggestion(for: name).map { "did you mean \(("#" + $0).quoted)?" }
                ?? "add it or write the reference as '#/components/schemas/Name'"
            error("no schema has the anchor \(name.quoted); \(fix)", at: origin)
            return nil
        }
        return schema(with: anchor, called: name)
    }

    /// Returns the pointer of the schema, after an error if other schemas have the same anchor.
    private mutating func schema(with anchor: Anchors.Anchor, called name: String) -> JSONPointer {
        if !anchor.repetitions.isEmpty, usedAnchors.insert(ByteKey(name)).inserted {
            for place in anchor.repetitions {
                let first = anchor.schema.location
                error(
                    "the anchor \(name.quoted) is already that of the schema at \(first); give each its own",
                    at: place
                )
            }
        }
        return anchor.schema.pointer
    }

    private mutating func pointer(inFragment text: Substring) -> JSONPointer? {
        let isEscaped = text.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "%") }
        guard !isEscaped, let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            return percentDecoded(text).flatMap { JSONPointer(parsing: $0) }
        }
        let name = String(text[text.utf8.index(after: slash)...])
        let section = ByteKey(String(text[..<slash]))
        if let known = sections[section] { return known.appending(name) }
        let pointer = JSONPointer(parsing: section.text)
        sections[section] = pointer
        return pointer?.appending(name)
    }

    /// Returns nil if a `%` is not followed by two hexadecimal digits or the result is no UTF-8.
    private func percentDecoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimalValue),
                let low = rest.popFirst().flatMap(hexadecimalValue)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

// MARK: - Saying

extension Parser {
    /// Returns all diagnostics. Call it after the whole document was read.
    consuming func allDiagnostics() -> DiagnosticList {
        for (text, origin) in otherDocuments.values {
            error(
                "the reference \(text.quoted) points into another document; "
                    + "bundle the documents into one first, with references that begin with '#/'",
                at: origin
            )
        }
        return diagnostics
    }

    mutating func error(_ message: String, at location: SourceLocation, _ pointer: JSONPointer) {
        diagnostics.error(message, at: location, pointer)
    }

    mutating func error(_ message: String, at origin: SourceReference) {
        diagnostics.error(message, at: origin.location, origin.pointer)
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
