package import HandingerGeneratorDiagnostics
package import HandingerGeneratorYAML
internal import Synchronization

/// The schemas of a document that have a plain-name identifier: `$anchor`, or `$dynamicAnchor`, which is treated alike
/// (JSON Schema 2020-12, core, section 8.2.2).
///
/// The index is built on first use, because few documents have anchors.
package final class Anchors: Sendable {
    /// A schema with an anchor.
    struct Anchor: Sendable {
        let schema: SourceReference
        /// The first few other schemas with the same anchor.
        fileprivate(set) var repetitions: [SourceReference] = []
    }

    private struct State {
        var index: AnchorIndex?
        /// The suggestions already computed, by missing name.
        var suggestions: [ByteKey: String?] = [:]
    }

    private let root: Node
    private let state = Mutex(State())

    package init(in root: Node) {
        self.root = root
    }

    private func index(_ state: inout State) -> AnchorIndex {
        if let index = state.index { return index }
        let index = AnchorIndex(of: root)
        state.index = index
        return index
    }

    /// Returns the anchor that a reference at the location resolves to, or nil.
    func anchor(named name: String, at place: SourceLocation) -> Anchor? {
        state.withLock { index(&$0).anchor(named: name, at: place) }
    }

    /// Returns the pointer of the schema that a reference at the location resolves to, or nil.
    package func pointer(named name: String, at place: SourceLocation) -> JSONPointer? {
        anchor(named: name, at: place)?.schema.pointer
    }

    /// Whether the document has a node at the pointer.
    func isInDocument(_ pointer: JSONPointer) -> Bool { root.node(at: pointer) != nil }

    /// Appends the target to the nearest object around the place that has it. Returns nil if none has.
    func pointer(to target: JSONPointer, inNearestAround place: JSONPointer) -> JSONPointer? {
        let (tokens, path) = (target.tokens, place.tokens)
        var nearest: Int?
        var current: Node? = root
        for depth in path.indices {
            guard let node = current else { break }
            if node[tokens.first ?? ""] != nil, node.node(at: target) != nil { nearest = depth }
            current = node.node(at: JSONPointer([path[depth]]))
        }
        return nearest.map { JSONPointer(path[..<$0] + tokens) }
    }

    var isEmpty: Bool { state.withLock { index(&$0).names.isEmpty } }

    /// The anchor most likely meant. Returns nil if the comparison of all dangling references with all anchors would
    /// exceed the budget of ``SuggestionBudget``.
    func suggestion(for name: String) -> String? {
        state.withLock { state in
            let index = index(&state)
            // All or none, so that the suggestions do not depend on the order of the references.
            guard index.danglingWeight * index.weight <= SuggestionBudget.total else { return nil }
            if let known = state.suggestions[ByteKey(name)] { return known }
            let suggestion = closestMatch(for: name, among: index.names)
            state.suggestions[ByteKey(name)] = .some(suggestion)
            return suggestion
        }
    }
}

/// An index of all anchors. It searches the whole document, because references may point anywhere.
private struct AnchorIndex {
    /// An anchor and its schema resource. Each schema with `$id` is a resource with its own anchors; the document is
    /// number 0.
    private struct Key: Hashable {
        var resource: Int
        var name: ByteKey
    }

    /// The meaning of the keys of a mapping.
    private enum Kind {
        case fields, names
        /// An instance value, such as an example.
        case data
    }

    private static let repetitionLimit = 10

    private var anchors: [Key: Anchors.Anchor] = [:]
    /// The location of each anchor. A YAML alias repeats a location, which is no second anchor.
    private var places: [Key: SourceLocation] = [:]
    /// The first resource that defines the anchor.
    private var firstResources: [ByteKey: Int] = [:]
    /// The resource of each reference outside the document resource.
    private var resources: [SourceLocation: Int] = [:]
    private var resourceCount = 1
    /// Unique, in document order.
    private(set) var names: [String] = []
    /// The plain names in references.
    private var referencedNames: Set<ByteKey> = []
    /// The comparison weight of all anchors and of the dangling references.
    private(set) var weight = 0
    private(set) var danglingWeight = 0

    init(of root: Node) {
        search(root, JSONPointer(), .fields, resource: 0)
        weight = names.reduce(0) { $0 + SuggestionBudget.weight(of: $1) }
        for name in referencedNames where firstResources[name] == nil {
            danglingWeight += SuggestionBudget.weight(of: name.text)
        }
    }

    /// Prefers the anchor of the resource that contains the reference, then the first of the document.
    func anchor(named name: String, at place: SourceLocation) -> Anchors.Anchor? {
        let name = ByteKey(name)
        return anchors[Key(resource: resources[place] ?? 0, name: name)]
            ?? firstResources[name].flatMap { anchors[Key(resource: $0, name: name)] }
    }

    private mutating func search(_ node: Node, _ pointer: JSONPointer, _ kind: Kind, resource: Int) {
        switch node.value {
        case .sequence(let nodes):
            for (index, node) in nodes.enumerated() {
                search(node, pointer.appending(index), kind == .names ? .fields : kind, resource: resource)
            }
        case .mapping(let mapping):
            var resource = resource
            if kind == .fields, let id = mapping["$id"]?.string, !id.hasPrefix(bytes: "#") {
                resource = resourceCount
                resourceCount += 1
            }
            for entry in mapping {
                if let text = entry.value.string {
                    guard entry.key.utf8.first == UInt8(ascii: "$") else { continue }
                    read(text, entry, of: SourceReference(location: node.location, pointer: pointer), kind, resource)
                } else {
                    search(
                        entry.value,
                        pointer.appending(entry.key),
                        Self.kind(below: entry.key, kind),
                        resource: resource
                    )
                }
            }
        default:
            break
        }
    }

    private mutating func read(
        _ text: String,
        _ entry: Mapping.Entry,
        of schema: SourceReference,
        _ kind: Kind,
        _ resource: Int
    ) {
        switch entry.key {
        case "$ref", "$dynamicRef":
            guard text.hasPrefix(bytes: "#"), !text.hasPrefix(bytes: "#/") else { return }
            referencedNames.insert(ByteKey(String(text.unicodeScalars.dropFirst())))
            if resource > 0 { resources[entry.value.location] = resource }
        case "$anchor", "$dynamicAnchor":
            guard kind == .fields else { return }
            add(
                text,
                at: SourceReference(location: entry.value.location, pointer: schema.pointer.appending(entry.key)),
                schema,
                resource
            )
        default:
            break
        }
    }

    private mutating func add(_ name: String, at place: SourceReference, _ schema: SourceReference, _ resource: Int) {
        let key = Key(resource: resource, name: ByteKey(name))
        if let known = places[key] {
            guard known != place.location, let anchor = anchors[key], anchor.schema.pointer != schema.pointer,
                anchor.repetitions.count < Self.repetitionLimit,
                !anchor.repetitions.contains(where: { $0.location == place.location })
            else { return }
            anchors[key]?.repetitions.append(place)
            return
        }
        places[key] = place.location
        anchors[key] = Anchors.Anchor(schema: schema)
        if firstResources[key.name] == nil {
            firstResources[key.name] = resource
            names.append(name)
        }
    }

    private static func kind(below key: String, _ kind: Kind) -> Kind {
        switch kind {
        case .data: .data
        case .names: .fields
        case .fields: dataKeys.contains(key) ? .data : mapKeys.contains(key) ? .names : .fields
        }
    }

    private static let dataKeys: Set<String> = ["const", "default", "enum", "example", "examples"]

    /// Fields whose mapping has names chosen by the author.
    private static let mapKeys: Set<String> = [
        "$defs", "additionalOperations", "callbacks", "content", "definitions", "dependencies", "dependentSchemas",
        "encoding", "headers", "links", "mapping", "mediaTypes", "parameters", "pathItems", "paths",
        "patternProperties", "properties", "requestBodies", "responses", "schemas", "securitySchemes", "variables",
        "webhooks",
    ]
}
