package import HandingerGeneratorDiagnostics
package import HandingerGeneratorYAML
internal import Synchronization

/// The schemas of a document that have a name of their own: `$anchor`, or `$dynamicAnchor`, which is taken for the same
/// (JSON Schema 2020-12, core, section 8.2.2).
///
/// Few documents have any, so they are looked for when a reference first calls for one.
package final class Anchors: Sendable {
    /// A schema with a name.
    struct Anchor: Sendable {
        let schema: Origin
        /// Where others have the same name; the first few.
        fileprivate(set) var repetitions: [Origin] = []
    }

    private struct State {
        var index: AnchorIndex?
        /// Names near to those that nothing has.
        var advice: [ByteKey: String?] = [:]
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

    /// What a reference at that place leads to; nil where no schema has the name.
    func anchor(named name: String, at place: SourceLocation) -> Anchor? {
        state.withLock { index(&$0).anchor(named: name, at: place) }
    }

    /// Where the schema stands that a reference at that place leads to; nil where none has the name.
    package func pointer(named name: String, at place: SourceLocation) -> JSONPointer? {
        anchor(named: name, at: place)?.schema.pointer
    }

    /// Whether anything stands there.
    func isInDocument(_ pointer: JSONPointer) -> Bool { root.node(at: pointer) != nil }

    var isEmpty: Bool { state.withLock { index(&$0).names.isEmpty } }

    /// The name that was most likely meant. Where too many references go astray among too many names, or names too long,
    /// it is not searched for.
    func suggestion(for name: String) -> String? {
        state.withLock { state in
            let index = index(&state)
            // All or none: which comes first depends on the threads.
            guard index.strayWeight * index.weight <= SuggestionBudget.whole else { return nil }
            if let known = state.advice[ByteKey(name)] { return known }
            let advice = closestMatch(for: name, among: index.names)
            state.advice[ByteKey(name)] = .some(advice)
            return advice
        }
    }
}

/// All the names of a document. It is searched whole, because references may lead anywhere.
private struct AnchorIndex {
    /// A schema with `$id` is a resource, and has names of its own; the document is number 0.
    private struct Key: Hashable {
        var resource: Int
        var name: ByteKey
    }

    /// What the keys of a mapping are.
    private enum Kind {
        case fields, names
        /// A value of the API, such as an example.
        case data
    }

    private static let repetitionLimit = 10

    private var anchors: [Key: Anchors.Anchor] = [:]
    /// The places of the names, in which one that an alias of YAML brings again is the same.
    private var places: [Key: SourceLocation] = [:]
    /// The first resource that has the name.
    private var firstResources: [ByteKey: Int] = [:]
    /// Of the references inside of resources.
    private var resources: [SourceLocation: Int] = [:]
    private var resourceCount = 1
    /// Each once, in the order of the document.
    private(set) var names: [String] = []
    /// What references call schemas by.
    private var calledNames: Set<ByteKey> = []
    /// That of all names together, and of those among the called ones that nothing has.
    private(set) var weight = 0
    private(set) var strayWeight = 0

    init(of root: Node) {
        search(root, JSONPointer(), .fields, resource: 0)
        weight = names.reduce(0) { $0 + SuggestionBudget.weight(of: $1) }
        for name in calledNames where firstResources[name] == nil {
            strayWeight += SuggestionBudget.weight(of: name.text)
        }
    }

    /// That of the resource which the reference stands in, else the first of the document.
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
            if kind == .fields, let id = mapping["$id"]?.string, !id.hasPrefix("#") {
                resource = resourceCount
                resourceCount += 1
            }
            for entry in mapping {
                if let text = entry.value.string {
                    guard entry.key.utf8.first == UInt8(ascii: "$") else { continue }
                    read(text, entry, of: Origin(location: node.location, pointer: pointer), kind, resource)
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

    private mutating func read(_ text: String, _ entry: Mapping.Entry, of schema: Origin, _ kind: Kind, _ resource: Int)
    {
        switch entry.key {
        case "$ref", "$dynamicRef":
            guard text.hasPrefix("#"), !text.hasPrefix("#/") else { return }
            calledNames.insert(ByteKey(String(text.dropFirst())))
            if resource > 0 { resources[entry.value.location] = resource }
        case "$anchor", "$dynamicAnchor":
            guard kind == .fields else { return }
            add(
                text,
                at: Origin(location: entry.value.location, pointer: schema.pointer.appending(entry.key)),
                schema,
                resource
            )
        default:
            break
        }
    }

    private mutating func add(_ name: String, at place: Origin, _ schema: Origin, _ resource: Int) {
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

    /// Fields that hold a mapping whose keys the document chooses.
    private static let mapKeys: Set<String> = [
        "$defs", "additionalOperations", "callbacks", "content", "definitions", "dependencies", "dependentSchemas",
        "encoding", "headers", "links", "mapping", "mediaTypes", "parameters", "pathItems", "paths",
        "patternProperties", "properties", "requestBodies", "responses", "schemas", "securitySchemes", "variables",
        "webhooks",
    ]
}
