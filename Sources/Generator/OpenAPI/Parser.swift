internal import HandingerGeneratorDiagnostics
internal import HandingerGeneratorYAML

/// Reads the objects of a document. What is wrong is reported and left out, so that one run finds all of it.
///
/// Lenient where a slip cannot change the meaning, and where real documents are known to slip: null for an absent
/// field, a number for a string, unknown keys.
struct Parser {
    let version: Document.Version
    var diagnostics: DiagnosticList
    /// The anchors by which references name schemas.
    let anchors: Anchors
    /// Anchors whose repetitions have been reported.
    private var usedAnchors: Set<ByteKey> = []
    /// Files that a reference points into, with the first that does; each is reported once, at the end.
    private var otherDocuments: [String: (reference: String, origin: Origin)] = [:]
    /// The places that references lead to, without the last part: thousands lead to `/components/schemas`.
    private var sections: [ByteKey: JSONPointer] = [:]
    /// What is said of an unknown key, by kind of object and key; empty for nothing.
    private var remarks: [ObjectKind.Key: String] = [:]

    init(version: Document.Version, anchors: Anchors, diagnostics: DiagnosticList) {
        self.version = version
        self.anchors = anchors
        self.diagnostics = diagnostics
    }

    /// A mapping that is an object of the document.
    struct Object {
        let mapping: Mapping
        let origin: Origin

        /// The value of a field that is there and not null.
        subscript(key: String) -> Node? {
            guard let node = mapping[key], !node.isNull else { return nil }
            return node
        }

        func pointer(_ key: String) -> JSONPointer { origin.pointer.appending(key) }
        func origin(_ key: String, _ node: Node) -> Origin { Origin(location: node.location, pointer: pointer(key)) }
    }

    /// A member of a list or a map, with its pointer; for a map with its key.
    struct Member {
        var key = ""
        /// The place of the key, for a list that of the node.
        var origin: Origin
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
            remarkOnUnknown(entry, kind, pointer)
        }
        return Object(mapping: mapping, origin: Origin(location: node.location, pointer: pointer))
    }

    /// Warns of a key that looks like a known one misspelt; other unknown keys pass.
    mutating func remarkOnUnknown(_ entry: Mapping.Entry, _ kind: ObjectKind, _ pointer: JSONPointer) {
        let key = ObjectKind.Key(kind: kind.name, key: entry.key)
        if remarks[key] == nil {
            // Nearly any short key is near to another.
            let typed = entry.key.lowercased()
            let known = kind.keys.filter { ($0.utf8.count > 3 && !$0.hasPrefix("$")) || $0 == typed }.sorted()
            remarks[key] = didYouMean(entry.key, among: known)
        }
        guard let remark = remarks[key], !remark.isEmpty else { return }
        let message = "\(kind.name) has no field \(entry.key.quoted)\(remark)"
        warning(message, at: entry.keyLocation, pointer.appending(entry.key))
    }

    /// The members of the map under `key`; empty where it is absent or no mapping.
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
            let origin = Origin(location: entry.keyLocation, pointer: pointer.appending(entry.key))
            return Member(key: entry.key, origin: origin, node: entry.value)
        }
    }

    mutating func list(_ key: String, in object: Object) -> [Member] {
        guard let node = object[key] else { return [] }
        return list(node, at: object.pointer(key), name: key)
    }

    mutating func list(_ node: Node, at pointer: JSONPointer, name: String) -> [Member] {
        nodes(node, at: pointer, name: name).enumerated().map { index, node in
            Member(origin: Origin(location: node.location, pointer: pointer.appending(index)), node: node)
        }
    }

    /// The elements of a list whose places do not matter.
    mutating func nodes(_ node: Node, at pointer: @autoclosure () -> JSONPointer, name: String) -> [Node] {
        if let nodes = node.sequence { return nodes }
        error("'\(name)' must be a list, not \(node.kindName)", at: node.location, pointer())
        return []
    }
}

// MARK: - References

extension Parser {
    /// The object at a node, or the reference that stands for it.
    mutating func referenceOr<Value>(
        _ node: Node,
        at pointer: JSONPointer,
        _ parse: (inout Parser, Node, JSONPointer) -> Value?
    ) -> ReferenceOr<Value>? {
        guard let target = node["$ref"] else { return parse(&self, node, pointer).map { .value($0) } }
        return reference(target, at: pointer, siblings: node).map { .reference($0) }
    }

    /// Reads a `$ref` value; `pointer` is that of the object it stands in.
    ///
    /// - Parameter isInSchema: Whether the object is a schema, which others may call by an anchor.
    mutating func reference(
        _ node: Node,
        at pointer: JSONPointer,
        siblings: Node,
        isInSchema: Bool = false
    ) -> Reference? {
        let origin = Origin(location: node.location, pointer: pointer.appending("$ref"))
        guard let text = node.string else {
            error("'$ref' must be a string, not \(node.kindName)", at: origin)
            return nil
        }
        return Self.reference(text, to: target(text, origin, isInSchema: isInSchema), siblings: siblings, origin)
    }

    /// Reads a `$dynamicRef` within the document; nil after a warning where it leads nowhere.
    mutating func dynamicReference(_ entry: Mapping.Entry, at pointer: JSONPointer, siblings: Node) -> Reference? {
        guard let text = entry.value.string else { return nil }
        let origin = Origin(location: entry.value.location, pointer: pointer.appending(entry.key))
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
        _ origin: Origin
    ) -> Reference {
        Reference(
            text: text,
            pointer: target,
            summary: siblings["summary"]?.string,
            description: siblings["description"]?.string,
            origin: origin
        )
    }

    private mutating func target(_ text: String, _ origin: Origin, isInSchema: Bool) -> JSONPointer? {
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

    /// Where the schema stands that has the anchor.
    private mutating func schema(called name: String, _ origin: Origin) -> JSONPointer? {
        guard let anchor = anchors.anchor(named: name, at: origin.location) else {
            let fix =
                anchors.suggestion(for: name).map { "did you mean \(("#" + $0).quoted)?" }
                ?? "add it or write the reference as '#/components/schemas/Name'"
            error("no schema has the anchor \(name.quoted); \(fix)", at: origin)
            return nil
        }
        return schema(with: anchor, called: name)
    }

    /// Where it stands, after an error where it is not the only one.
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

    /// nil where a `%` is not followed by two hexadecimal digits or the bytes are no text.
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
    /// All that there is to say; ask for it once everything is read.
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

    mutating func error(_ message: String, at origin: Origin) {
        diagnostics.error(message, at: origin.location, origin.pointer)
    }

    mutating func warning(_ message: String, at location: SourceLocation, _ pointer: JSONPointer) {
        diagnostics.warning(message, at: location, pointer)
    }

    mutating func warning(_ message: String, at origin: Origin) {
        diagnostics.warning(message, at: origin.location, origin.pointer)
    }
}

extension Node {
    /// What the value is, for a message: `a list`.
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
