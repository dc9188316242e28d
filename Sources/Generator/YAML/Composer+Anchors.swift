internal import HandingerGeneratorDiagnostics

extension Composer {
    /// An open collection.
    struct Frame {
        enum Kind {
            /// Contains the index of its first element in the composer's buffer.
            case sequence(start: Int)
            case mapping(start: Int)
        }

        struct Key {
            var text: String
            var location: SourceLocation
            /// False for a key that was reported; its value is read and dropped.
            var isKept: Bool
        }

        var kind: Kind
        var location: SourceLocation
        var anchor: (name: String, id: Int)?
        /// The key whose value comes next.
        var key: Key?
        /// The indices of the keys, once a mapping is too large for a linear search.
        var keyPositions: [ByteKey: Int]?
        /// The index of the merge key `<<`.
        var mergePosition: Int?
        /// The number of nodes in the collection, with aliases expanded.
        var nodeCount = 1
        var height = 1

        init(kind: Kind, location: SourceLocation) {
            self.kind = kind
            self.location = location
        }

        var sequenceStart: Int? { if case .sequence(let start) = kind { start } else { nil } }
    }

    /// A finished node with the values that limits and mapping keys depend on.
    struct FinishedNode {
        var node: Node
        /// The location of the node or, for an alias, of the alias.
        var place: SourceLocation
        /// The text of a scalar; nil for a collection.
        var text: String?
        var isPlain = false
        var nodeCount = 1
        var height = 0

        init(_ node: Node, text: String, isPlain: Bool) {
            self.node = node
            self.place = node.location
            self.text = text
            self.isPlain = isPlain
        }

        init(_ node: Node, nodeCount: Int, height: Int) {
            self.node = node
            self.place = node.location
            self.nodeCount = nodeCount
            self.height = height
        }
    }

    struct Anchor {
        var id: Int
        /// The node, or nil while it is still open.
        var finished: FinishedNode?
    }

    mutating func newAnchorID() -> Int {
        nextAnchorID += 1
        return nextAnchorID
    }

    /// Returns the node of the anchor, or null after a diagnostic.
    mutating func resolveAlias(_ name: String, at location: SourceLocation) throws -> FinishedNode {
        let missing = FinishedNode(Node(.null, at: location), text: "", isPlain: false)
        guard let anchor = anchors[name] else {
            let near = suggestions.didYouMean(name, among: anchors.keys.sorted())
            report("no anchor \(("&" + name).quoted) stands before this alias\(near)", at: location)
            try checkProblemCount(at: location)
            return missing
        }
        guard var finished = anchor.finished else {
            report("the alias \(("*" + name).quoted) stands inside of what it stands for", at: location)
            try checkProblemCount(at: location)
            return missing
        }
        expandedNodeCount += finished.nodeCount
        guard expandedNodeCount <= limits.aliasExpansion else {
            throw stop(
                "aliases make the document too large: they stand for more than \(limits.aliasExpansion) values",
                at: location
            )
        }
        finished.place = location
        finished.isPlain = false
        return finished
    }

    /// Replaces the merge key `<<` by the members of its mappings. The mapping's own members win, then those of the
    /// first mapping.
    mutating func merging(_ entries: [Mapping.Entry], at position: Int) -> Mapping {
        guard entries.indices.contains(position) else { return Mapping(entries) }
        let value = entries[position].value
        var sources: [Mapping] = []
        for node in value.sequence ?? [value] {
            if let mapping = node.mapping {
                sources.append(mapping)
            } else {
                report("the merge key '<<' takes a mapping or a list of mappings", at: entries[position].keyLocation)
                return Mapping(entries)
            }
        }
        var keys = Set(entries.map { ByteKey($0.key) })
        let merged = sources.joined().filter { keys.insert(ByteKey($0.key)).inserted }
        return Mapping(Array(entries[..<position]) + merged + Array(entries[(position + 1)...]))
    }
}
